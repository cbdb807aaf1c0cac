"""One entry for each work that notes cite, with every place that cites it, in the order of first citation."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from ibidem.articles import Article
from ibidem.citations.collect import Citations
from ibidem.citations.extents import pinned_in
from ibidem.citations.fault import name_of
from ibidem.citations.identify import Key, archive_of, fold_archive, key_of, path_of
from ibidem.citations.locator import is_archival, is_part_of_work
from ibidem.citations.model import Answer, Citation, Kind, Note, Scope
from ibidem.citations.notes import answer_notes
from ibidem.edition import load, nearest
from ibidem.reading.read import Source
from ibidem.tree import TEI, XML_ID, Element
from ibidem.works import described, printed
from ibidem.works.keys import give_keys
from ibidem.works.record import Cited, Place, Record, Step

Text = Citations | tuple[Path, Article]


def works_of(texts: Iterable[Text]) -> list[Cited]:
    """The works of some texts. What several texts cite is one work where author, title and year are the same, or archive and path."""
    found: dict[Key, Cited] = {}
    for text in texts:
        for cited in _of_tei(text) if isinstance(text, Citations) else _of_article(*text):
            same = found.setdefault(_identity(cited), cited)
            if same is not cited:
                same.places.extend(cited.places)
                same.id = same.id or cited.id
    works = list(found.values())
    give_keys(works)
    return works


def _of_article(path: Path, article: Article) -> list[Cited]:
    folder = nearest(path)
    terms = load(folder).terms if folder is not None else ()
    rows = [(note.order, note.label, note.text, note.context) for note in article.notes]
    notes, answers = answer_notes(rows, article.language, terms)
    return _gathered(str(path), notes, answers, {}, {})


def _of_tei(citations: Citations) -> list[Cited]:
    entries = entries_of(citations.source)
    marked = {key: element for key, element in citations.elements.items() if element.tag == TEI + "bibl"}
    return _gathered(str(citations.source.path), citations.notes, citations.answers, entries, marked)


def entries_of(source: Source) -> dict[str, Element]:
    """The entries of the edition's own lists of works, by id: in `standOff` or in the back."""
    lists = "t:standOff//t:listBibl[not(@type='expanded')] | t:text//t:back//t:listBibl"
    found = source.find(f"({lists})/*[self::t:bibl or self::t:biblStruct][@xml:id]")
    return {element.get(XML_ID): element for element in found}


def _gathered(
    file: str,
    notes: Sequence[Note],
    answers: Sequence[Answer],
    entries: Mapping[str, Element],
    marked: Mapping[str, Element],
) -> list[Cited]:
    """The works of one text: those that are cited first, then the entries of its list that nothing cites."""
    by_entry = {
        identifier: Cited(described.record_of(element), id=identifier) for identifier, element in entries.items()
    }
    by_path = {_steps(cited.record.path): cited for cited in reversed(by_entry.values()) if cited.record.path}
    by_key: dict[Key, Cited] = {}
    answered = {answer.reference.id: answer for answer in answers}
    for note in notes:
        for citation in note.citations:
            answer = answered.get(citation.id)
            for meant in _meant(citation, answer):
                key = key_of(meant)
                if key is None:
                    continue
                cited = (
                    by_entry.get(meant.work)
                    or by_path.get(tuple((level.unit, level.first) for level in path_of(meant)))
                    or by_key.get(key)
                )
                if cited is None:
                    cited = Cited(record_for(meant, marked))
                elif not cited.places:
                    cited.record = _spelled(cited.record, meant)
                by_key[key] = cited
                cited.places.append(_place(file, note, citation, answer))
    first = {id(cited): cited for cited in (*by_key.values(), *by_entry.values())}
    return list(first.values())


def _meant(citation: Citation, answer: Answer | None) -> Iterator[Citation]:
    """The citations whose works are cited here: a reference to a note, or to an author alone, cites none."""
    if citation.kind in (Kind.NOTEREF, Kind.INFRA):
        return
    if not (citation.scope is Scope.AUTHOR and citation.entry is None):
        yield citation
    if answer is not None:
        yield from answer.antecedents[1:]


def record_for(citation: Citation, marked: Mapping[str, Element]) -> Record:
    """What is known of a work that the edition has no entry for: the words of its full citation."""
    full = citation.entry.full if citation.entry is not None else citation
    if path := path_of(citation):
        steps = tuple(Step(level.unit, level.first, level.text) for level in path)
        return Record("manuscript", name_of(citation), archive=archive_of(citation), path=steps)
    element = marked.get(full.id)
    if element is not None and described.has_fields(element):
        return described.record_of(element)
    return printed.record_of(full)


def _spelled(record: Record, citation: Citation) -> Record:
    """An entry with bare numbers, its path spelled as the note that cites it first has it."""
    texts = {level.unit: level.text for level in path_of(citation)}
    steps = tuple(
        replace(step, text=texts.get(step.unit, step.text)) if step.text == step.number else step
        for step in record.path
    )
    return replace(record, path=steps)


def _place(file: str, note: Note, citation: Citation, answer: Answer | None) -> Place:
    confidence = str(answer.confidence or "") if answer is not None else ""
    return Place(file, note.label, note.id, citation.text, _locator(citation), confidence)


def _locator(citation: Citation) -> str:
    """The place in the work, or the document in the file; of what makes up the work, only another volume that is named."""
    if citation.item:
        return citation.item
    named = [
        level.text for level in citation.place
        if not is_part_of_work(level.unit) or (citation.is_short and not level.source and not is_archival(level.unit))
    ]  # fmt: skip
    return pinned_in(citation.text) or ", ".join(named)


def _steps(path: Iterable[Step]) -> tuple[tuple[str, str], ...]:
    return tuple((step.unit, step.number) for step in path)


def _identity(cited: Cited) -> Key:
    """What is the same for one work in several texts; nothing else where too little is known of it."""
    record = cited.record
    if record.path:
        return ("path", fold_archive(record.archive), *_steps(record.path))
    if record.authors and record.title and record.date:
        return (
            "work",
            record.authors[0].family.casefold(),
            record.title.casefold(),
            record.container.casefold(),
            record.volume,
            record.date,
        )
    return ("id", cited.id) if cited.id else ("only", id(cited))
