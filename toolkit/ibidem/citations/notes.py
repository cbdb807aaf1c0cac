"""Short references in a plain list of notes: what goes in, what comes out, one row for each reference."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

from ibidem.citations.detect import language_of
from ibidem.citations.locator import any_archival, is_archival, is_part_of_work
from ibidem.citations.model import Answer, Kind, Level, Note
from ibidem.citations.resolve import resolve
from ibidem.citations.terms import Lexicon, lexicon

_NUMBERED = re.compile(r"^(.*?)0*(\d+[a-z]?)$", re.DOTALL)
Raw = tuple[int, str | None, str] | tuple[int, str | None, str, str]


def resolve_notes(
    notes: Iterable[Raw], lang: str = "", doc: str = "", terms: tuple[Path, ...] = ()
) -> list[dict[str, Any]]:
    """Answer the short references of a text given as `(ord, id, text)` or `(ord, id, text, context)`; one row for each."""
    given = list(notes)
    _, answers = answer_notes(given, lang, terms)
    orders = [entry[0] for entry in given]
    return [row(answer, doc, orders) for answer in answers]


def answer_notes(given: Sequence[Raw], lang: str = "", terms: tuple[Path, ...] = ()) -> tuple[list[Note], list[Answer]]:
    """The notes of a text, their citations entered, and the answers to its short references.

    `context` is the running text before the note's call. `lang` is a language tag; without one, the words decide.
    """
    labels = _labels([(order, identifier or "") for order, identifier, *_ in given])
    listed = [
        Note(position, label, identifier or f"note-{order}", text, chapter, context=rest[0] if rest else "")
        for position, ((order, identifier, text, *rest), (label, chapter)) in enumerate(
            zip(given, labels, strict=True), start=1
        )
    ]
    return listed, resolve(listed, words=words_for((note.text for note in listed), lang, terms))


def words_for(texts: Iterable[str], lang: str = "", terms: tuple[Path, ...] = ()) -> Lexicon:
    """The words by which some notes are read: those of their language, which is guessed where `lang` is ""."""
    return lexicon(lang or language_of(islice(texts, 200)), terms)


def _labels(ids: Sequence[tuple[int, str]]) -> list[tuple[str, str]]:
    """The label and the chapter of each note, as far as its id tells them (*chapter-2fn5*); else its place in the order, and one chapter."""
    found = [_NUMBERED.match(identifier) for _, identifier in ids]
    if not all(found):
        return [
            (identifier if match and not match[1] else str(order), "")
            for (order, identifier), match in zip(ids, found, strict=True)
        ]
    parts = [(match[2], match[1]) for match in found if match]
    chapters = Counter(chapter for _, chapter in parts)
    numbers = [int(re.sub(r"\D", "", label)[:9]) for label, _ in parts]
    rising = sum(1 for a, b in pairwise(numbers) if 0 <= b - a <= 20)
    if len(chapters) * 3 > len(ids) + 2 or rising < 0.6 * (len(ids) - 1) or (numbers and numbers[0] > 50 + len(ids)):
        return [(str(order), "") for order, _ in ids]
    return parts


def row(answer: Answer, doc: str, orders: Sequence[int]) -> dict[str, Any]:
    """One answer as a row; `orders` has the number of each note in its file."""
    reference, antecedent = answer.reference, answer.antecedent
    order = answer.target.order if answer.target is not None else antecedent.note if antecedent is not None else None
    return {
        "doc": doc,
        "note_ord": orders[answer.note.order - 1],
        "start": reference.start,
        "end": reference.end,
        "surface": reference.text,
        "kind": reference.kind,
        "scope": reference.scope,
        "antecedent_ord": orders[order - 1] if order is not None else None,
        "same_note": order == answer.note.order,
        "resolved_source": source_of(answer) or None,
        "resolved_locator": locator_of(answer) or None,
        "locator": [
            {
                "unit": level.unit,
                "from": level.first,
                "to": level.last,
                "text": level.text,
                "inherited": bool(level.source),
            }
            for level in answer.levels
        ],
        "rule": answer.rule,
        "confidence": answer.confidence,
        "explanation": answer.explanation,
        "alternatives": [orders[citation.note - 1] for citation in answer.alternatives],
    }


def source_of(answer: Answer) -> str:
    """The work that a reference stands for, in words, an archival unit with its whole path; "" where it stands for none."""
    antecedent = answer.antecedent
    name = answer.label or answer.work or (antecedent.label or antecedent.text if antecedent is not None else "")
    if answer.work or not any_archival(answer.levels):
        return name
    path = [level.text for level in answer.levels if is_archival(level.unit) and is_part_of_work(level.unit)]
    return ", ".join([name, *(step for step in path if step not in name)])


def locator_of(answer: Answer) -> str:
    """The place in the work, after inheritance: *p. 72, Anm. 262*. What makes up the work (its archive, its volume) is not part of it."""
    if answer.reference.kind in (Kind.NOTEREF, Kind.INFRA):
        return ""
    if answer.reference.item:
        return answer.reference.item
    return ", ".join(level.text for level in _printed(answer)).replace(":, ", ":")


def _printed(answer: Answer) -> Iterator[Level]:
    titled = answer.reference.kind is Kind.SHORT and answer.reference.titled
    for level in answer.levels:
        if is_archival(level.unit):
            if not level.source:
                yield level
        elif not is_part_of_work(level.unit) or (level.labelled and not titled):
            yield level
