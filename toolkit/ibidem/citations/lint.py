"""What is wrong in the notes of a text themselves, whoever reads them: an *Ibid.* that the style guides forbid, a pointer that leads astray.

One pass over the notes and the answers. Nothing is said where an editor has decided, or where a citation may only have been overlooked.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from ibidem.citations.archives import disagreeing, spelled_twice
from ibidem.citations.extents import Extent, outside
from ibidem.citations.fault import Fault, is_number, name_of, quoted
from ibidem.citations.identify import key_of
from ibidem.citations.model import Answer, Citation, Kind, Note, Scope
from ibidem.citations.names import CAPITALIZED, fold
from ibidem.citations.years import years_apart

_SMALL_NUMBER = re.compile(r"(?<!\d)\d{1,3}(?!\d|\s+[^\W\d_]{3,})")  # a page perhaps; no year, no day of a month
_IMPRINT = re.compile(r"\([^()]*(?:1[4-9]|20)\d\d\w?\)")
_AUTHOR_AGAIN = re.compile(r"\.?,\s[^\W\d_a-zа-я]|\.?,\s[“„«\"‘]")  # *Id., Art poétique, ibid.*
_AFTER_NUMBER = re.compile(r"(?:\d|\b[IVXLC]+)[,.]?\s*$")  # *p. 12, note 5*: a note of the work cited


def lint(notes: Sequence[Note], answers: Sequence[Answer], extents: Mapping[str, Extent] | None = None) -> list[Fault]:
    """The faults of a text, in the order of its notes. `extents` has the pages of works by the id of a citation or an entry, where markup says them."""
    found = [
        *_ibids(notes, answers),
        *_pointers(notes, answers),
        *outside(notes, answers, extents or {}),
        *spelled_twice(notes),
        *disagreeing(notes),
        *years_apart(notes),
    ]
    return sorted(found, key=lambda fault: (fault.note.order, fault.citation.start))


# ---------- Ibid. ----------


def _ibids(notes: Sequence[Note], answers: Iterable[Answer]) -> Iterator[Fault]:
    before = _last_citing(notes)
    # how many of the first so many notes perhaps have a citation that was not understood
    doubts = [0, *accumulate(not note.silent and _SMALL_NUMBER.search(note.text) is not None for note in notes)]
    for answer in answers:
        reference, note = answer.reference, answer.note
        if (
            reference.kind not in (Kind.IBID, Kind.IDEM)
            or reference.decided
            or reference.scope is Scope.AUTHOR
            or not _opens(reference, note)
        ):
            continue
        rule, last = answer.rule.split(",")[0], before[note.order]
        if rule == "3":
            yield from _after_several(answer, notes)
        elif rule == "5":
            yield from _after_comment(answer, notes, doubts)
        elif not answer.resolved and (last is None or last.chapter != note.chapter):
            yield from _at_the_beginning(answer, last, doubts)


def _opens(reference: Citation, note: Note) -> bool:
    """Whether it is the first citation of its note, and names neither an author nor a title."""
    if note.citations[:1] != (reference,):
        return False
    return _AUTHOR_AGAIN.match(note.text, reference.start + len(reference.sign)) is None


def _last_citing(notes: Sequence[Note]) -> dict[int, Note | None]:
    """For each note by its order the nearest one before it with a citation of a work."""
    found: dict[int, Note | None] = {}
    last = None
    for note in notes:
        found[note.order] = last
        if any(citation.entry is not None for citation in note.citations):
            last = note
    return found


def _at_the_beginning(answer: Answer, last: Note | None, doubts: Sequence[int]) -> Iterator[Fault]:
    note = answer.note
    if doubts[note.order - 1] > doubts[last.order if last else 0]:
        return
    if last is None:
        yield Fault(
            "ibid-first",
            note,
            answer.reference,
            f"{quoted(answer)}: nothing is cited before it.",
            "Write out what is meant.",
        )
    else:
        yield Fault(
            "ibid-chapter", note, answer.reference,
            f"{quoted(answer)}: nothing is cited before it in its chapter; what precedes it is in another, in note {last.label}.",
            "Cite the work again: a chapter is read by itself.",
        )  # fmt: skip


def _after_several(answer: Answer, notes: Sequence[Note]) -> Iterator[Fault]:
    antecedent = answer.antecedents[0]
    note = notes[antecedent.note - 1]
    count = len({key_of(citation) for citation in _apart(note)})
    if count > 1:
        yield Fault(
            "ibid-several", answer.note, answer.reference,
            f"{quoted(answer)} follows note {note.label}, which cites {count} works; most likely it means “{name_of(antecedent)}”.",
            "Name the work again, in a short form.",
        )  # fmt: skip


def _apart(note: Note) -> Iterator[Citation]:
    """The citations of a note that are surely of a work each: with a place or a year, and not one citation read as two."""
    end = -1
    for citation in note.citations:
        between = note.text[end : citation.start].strip() if 0 <= end <= citation.start and not note.marked else ";"
        if (
            citation.entry is not None
            and (citation.place or _IMPRINT.search(citation.text))
            and between not in ("", ",")
        ):
            yield citation
        end = citation.end


def _after_comment(answer: Answer, notes: Sequence[Note], doubts: Sequence[int]) -> Iterator[Fault]:
    antecedent = answer.antecedents[0]
    note = notes[antecedent.note - 1]
    first, last = antecedent.note, answer.note.order - 2  # the notes between, by their place in the list
    if doubts[last + 1] > doubts[first]:
        return
    one = first == last
    labels = notes[first].label if one else f"{notes[first].label} to {notes[last].label}"
    yield Fault(
        "ibid-comment", answer.note, answer.reference,
        f"{quoted(answer)} passes over {'note' if one else 'notes'} {labels}, which {'cites' if one else 'cite'} nothing;"
        f" it means “{name_of(antecedent)}” of note {note.label}.",
        "Name the work again, in a short form.",
    )  # fmt: skip


# ---------- Pointers and op. cit. ----------


@dataclass(slots=True)
class _Pointers:
    """What is known of the notes when a pointer is looked at."""

    labels: dict[str, dict[str, Note]]
    spoken: dict[str, int]  # each capitalized word, and the order of the first note that has it
    cited: dict[str, Note]  # each author, and the first note that cites a work of theirs in full

    def at(self, answer: Answer) -> Note | None:
        return self.labels[answer.note.chapter].get(answer.reference.pointer[0])


def _pointers(notes: Sequence[Note], answers: Sequence[Answer]) -> Iterator[Fault]:
    known = _Pointers({}, {}, {})
    for note in notes:
        known.labels.setdefault(note.chapter, {}).setdefault(note.label, note)
        for word in CAPITALIZED.findall(note.text):
            known.spoken.setdefault(fold(word), note.order)
        for citation in note.citations:
            if not citation.is_short:
                known.cited.update({name: note for name in citation.names if name not in known.cited})
    wrong = []
    for answer in answers:
        reference = answer.reference
        if reference.decided or reference.scope is Scope.ELSEWHERE or _of_a_work(reference):
            continue
        if reference.pointer and known.at(answer) is None:
            if answer.target is None:
                yield _missing(answer, notes, known)
        elif answer.rule.split(",")[0] == "17" and not _named_in(known.at(answer), reference.names):
            wrong.append(answer)
        elif not answer.resolved and reference.kind in (Kind.OPCIT, Kind.LOCCIT, Kind.SUPRA):
            yield from _never_cited(answer, known)
    shifts = Counter(shift for answer in wrong if (shift := _shift(answer, notes)))
    for answer in wrong:
        yield _wrong(answer, notes, shifts)


def _of_a_work(reference: Citation) -> bool:
    """Whether the note pointed at is one of the work cited, not of this text (*Heindl, Einleitung, L, Anm. 188*)."""
    return _AFTER_NUMBER.search(reference.text[: max(0, reference.sign_start - reference.start)]) is not None


def _named_in(note: Note | None, names: tuple[str, ...]) -> bool:
    return note is not None and any(name in {fold(word) for word in CAPITALIZED.findall(note.text)} for name in names)


def _shift(answer: Answer, notes: Sequence[Note]) -> int:
    """How far a pointer is off, or 0 where labels are not numbers or the place is far away."""
    label, right = answer.reference.pointer[0], notes[answer.antecedents[0].note - 1].label
    shift = int(right) - int(label) if is_number(right) and is_number(label) else 0
    return shift if abs(shift) <= 20 else 0


def _wrong(answer: Answer, notes: Sequence[Note], shifts: Counter[int]) -> Fault:
    antecedent = answer.antecedents[0]
    right = notes[antecedent.note - 1].label
    name = answer.reference.names[-1].capitalize() if answer.reference.names else "it"
    message = f"{quoted(answer)}: note {answer.reference.pointer[0]} cites nothing by {name}; note {right} does."
    shift = _shift(answer, notes)
    if (others := shifts[shift] - 1) > 0:
        message = f"{message[:-1]}, and {others} other {'pointer is' if others == 1 else 'pointers are'} off by {shift:+d} too."
    return Fault(
        "supra-wrong", answer.note, answer.reference, message, f"Write note {right}, if that is what is meant."
    )


def _missing(answer: Answer, notes: Sequence[Note], known: _Pointers) -> Fault:
    chapter = known.labels[answer.note.chapter]
    label, last = answer.reference.pointer[0], next(reversed(chapter))
    if is_number(label) and is_number(last) and int(label) > int(last):
        why = f"there is no note {label}; the last one is {last}."
    else:
        why = f"there is no note {label}."
    hint = "Correct the number."
    if answer.antecedents:
        hint = f"Correct the number: the work is cited in note {notes[answer.antecedents[0].note - 1].label}."
    return Fault("supra-missing", answer.note, answer.reference, f"{quoted(answer)}: {why}", hint)


def _never_cited(answer: Answer, known: _Pointers) -> Iterator[Fault]:
    """A name with *op. cit.* that stands in no note before, not even in passing."""
    names = answer.reference.names
    first = [known.spoken.get(name, 0) for name in names]
    if not names or any(0 < order < answer.note.order for order in first):
        return
    later = next((known.cited[name] for name in names if name in known.cited), None)
    hint = (
        f"Cite it in full here; note {later.label} does so later."
        if later
        else "Cite it in full here, or where it belongs."
    )
    name = names[-1].capitalize()
    yield Fault(
        "opcit-unknown",
        answer.note,
        answer.reference,
        f"{quoted(answer)}: no note before cites anything by {name}.",
        hint,
    )
