"""A text with its short references answered, whatever form it came in: what tables, lists and comparisons are made from."""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ibidem.articles import SUFFIXES, article_in
from ibidem.citations.model import Answer, Note
from ibidem.citations.notes import answer_notes, row, words_for
from ibidem.citations.terms import Lexicon
from ibidem.edition import terms_for
from ibidem.errors import IbidemError
from ibidem.reading.files import STDIN
from ibidem.tree import XML_ID

if TYPE_CHECKING:
    from ibidem.citations.collect import Citations

_MARKUP = re.compile(rb"\s*<")


@dataclass(frozen=True, eq=False)
class Answered:
    """A text: its name, its file, its notes in order with the number that each has in the file, and its answers.

    `words` are those by which it was read; `ids` are the ids of the notes that stand in the file; `tei` is what else there is to a TEI text.
    """

    name: str
    path: Path
    notes: tuple[Note, ...]
    orders: tuple[int, ...]
    answers: tuple[Answer, ...]
    words: Lexicon
    ids: frozenset[str] = frozenset()
    tei: "Citations | None" = None

    @property
    def unresolved(self) -> list[Answer]:
        """The references that neither the program nor an editor has resolved."""
        return [answer for answer in self.answers if not (answer.resolved or answer.reference.decided)]

    def note_of(self, answer: Answer) -> Note | None:
        """The note that a reference points at, or takes its work from."""
        if answer.target is not None or answer.antecedent is None:
            return answer.target
        return self.notes[answer.antecedent.note - 1]


def answered(data: bytes, path: Path) -> Answered:
    """The answers to a text in TEI, plain text, Markdown or JSON. Raises `NotReadable` or `IbidemError` where it is none of these."""
    if _is_markup(data, path):
        from ibidem.citations.collect import collect
        from ibidem.reading.read import read_data

        return of_tei(collect(read_data(data, path)))
    article = article_in(data, path)
    given = [(note.order, note.label, note.text, note.context) for note in article.notes]
    terms = terms_for(Path() if path == STDIN else path)
    notes, answers = answer_notes(given, article.language, terms)
    words = words_for((note.text for note in article.notes), article.language, terms)
    orders = tuple(note.order for note in article.notes)
    return Answered(article.name, path, tuple(notes), orders, tuple(answers), words)


def of_tei(citations: "Citations") -> Answered:
    """The answers to a TEI text."""
    path = citations.source.path
    ids = frozenset(call.element.get(XML_ID) for call in citations.called) - {None}
    orders = tuple(note.order for note in citations.notes)
    return Answered(path.stem, path, citations.notes, orders, citations.answers, citations.words, ids, citations)


def _is_markup(data: bytes, path: Path) -> bool:
    """Whether a file is XML: by its suffix, else by how it begins."""
    suffix = path.suffix.lower()
    if suffix == ".xml" or suffix in SUFFIXES:
        return suffix == ".xml"
    return data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) or _MARKUP.match(data.removeprefix(BOM_UTF8)) is not None


def rows(text: Answered) -> list[dict[str, Any]]:
    """One row for each short reference, in order."""
    found = []
    path = str(text.path)
    for answer in text.answers:
        note, antecedent = text.note_of(answer), answer.antecedent
        start = answer.reference.offset + answer.reference.start
        found.append(row(answer, text.name, text.orders))
        found[-1].update(
            start=start,
            end=start + len(answer.reference.text),
            file=path,
            note=answer.note.label,
            note_id=answer.note.id,
            antecedent_note=note.label if note is not None else None,
            antecedent_id=antecedent.id if antecedent is not None else None,
            work_id=answer.work or None,
            decided_by=answer.reference.decided or None,
        )
    return found


def named(text: Answered, name: str) -> list[Note]:
    """The notes that a name means: an `xml:id`, or a number as printed. Raises `IbidemError` where there is none."""
    name = name.strip().removeprefix("#")
    found = [note for note in text.notes if note.id == name] or [note for note in text.notes if note.label == name]
    if not found:
        known = "It has no notes."
        if text.notes:
            first, last = text.notes[0], text.notes[-1]
            known = f"Its notes are {first.label} ({first.id}) to {last.label} ({last.id})."
        raise IbidemError(f"{text.path}: there is no note “{name}”. {known}")
    return found
