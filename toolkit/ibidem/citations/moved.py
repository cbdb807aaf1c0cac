"""Two states of one text compared: which short references take their work from elsewhere, or stand for something else, than before."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from ibidem.answers import is_inherited, place_of
from ibidem.citations.answered import Answered
from ibidem.citations.model import Answer, Note
from ibidem.citations.notes import source_of

FIELDS = ("file", "note", "surface", "before", "before_note", "now", "now_note", "message")


@dataclass(frozen=True, slots=True)
class Move:
    """A reference whose antecedent, work or place is not what it was; the notes are "" where it is unresolved."""

    note: str
    surface: str
    before: str
    before_note: str
    now: str
    now_note: str
    is_new: bool  # whether the note that it takes its work from now was not there before
    same_note: bool  # whether both take it from one and the same note, whatever its number is

    @property
    def message(self) -> str:
        """*note 10: Ibid. meant APRF, F. 39 (note 9), now FRUS (note 9, new).*"""
        before = f"{self.before} (note {self.before_note})" if self.before_note else self.before
        new = ", new" if self.is_new else ", changed" if self.same_note and self.before != self.now else ""
        now = f"{self.now} (note {self.now_note}{new})" if self.now_note else self.now
        return f"note {self.note}: “{self.surface}” meant {before}, now {now}"

    def row(self, file: str) -> dict[str, Any]:
        """The same for a program."""
        return {
            "file": file, "note": self.note, "surface": self.surface, "before": self.before, "before_note": self.before_note or None,
            "now": self.now, "now_note": self.now_note or None, "message": self.message,
        }  # fmt: skip


def moves(before: Answered, now: Answered) -> list[Move]:
    """The references that are in both states and do not stand for the same, in order."""
    pairs = matched(before, now)
    later = {old.order: new for old, new in pairs}
    known = {new.order for new in later.values()}
    old_answers, new_answers = _by_note(before), _by_note(now)
    found = []
    for old, new in pairs:
        for was, is_now in _paired(old_answers.get(old.order, []), new_answers.get(new.order, [])):
            old_note, new_note = before.note_of(was), now.note_of(is_now)
            expected = later.get(old_note.order) if old_note is not None else None
            if expected is new_note and (old_note is None) == (new_note is None) and _means(was) == _means(is_now):
                continue
            found.append(
                Move(
                    new.label, is_now.reference.text, _shown(was), old_note.label if old_note else "",
                    _shown(is_now), new_note.label if new_note else "",
                    is_new=new_note is not None and new_note.order not in known,
                    same_note=new_note is not None and expected is new_note,
                )
            )  # fmt: skip
    return found


def matched(before: Answered, now: Answered) -> list[tuple[Note, Note]]:
    """The notes that are in both states: those with the same id, else those with the same words, else those that took their place."""
    old_ids = {note.id: note for note in before.notes if note.id in before.ids}
    same = [(old_ids[note.id], note) for note in now.notes if note.id in now.ids and note.id in old_ids]
    if _renumbered(same, now):
        same = []
    done = {id(note) for pair in same for note in pair}
    old = [note for note in before.notes if id(note) not in done]
    new = [note for note in now.notes if id(note) not in done]
    same += _by_words(old, new, replaced=not same)
    return sorted(same, key=lambda pair: pair[1].order)


def _renumbered(same: Sequence[tuple[Note, Note]], now: Answered) -> bool:
    """Whether the ids were given anew, so that words that stood under one now stand under another."""
    texts = {note.text for note in now.notes if len(note.text) > 20}
    changed = [old for old, new in same if old.text != new.text]
    return any(old.text in texts for old in changed)


def _by_words(old: Sequence[Note], new: Sequence[Note], *, replaced: bool) -> list[tuple[Note, Note]]:
    found = []
    matcher = SequenceMatcher(None, [note.text for note in old], [note.text for note in new])
    for what, a, a_end, b, b_end in matcher.get_opcodes():
        if what == "equal" or (what == "replace" and replaced and a_end - a == b_end - b):
            found += list(zip(old[a:a_end], new[b:b_end], strict=True))
    return found


def _paired(old: list[Answer], new: list[Answer]) -> Iterator[tuple[Answer, Answer]]:
    """The references of a note that are in both states."""
    if len(old) == len(new):
        yield from zip(old, new, strict=True)
        return
    matcher = SequenceMatcher(
        None, [answer.reference.text for answer in old], [answer.reference.text for answer in new]
    )
    for block in matcher.get_matching_blocks():
        yield from zip(old[block.a : block.a + block.size], new[block.b : block.b + block.size], strict=True)


def _by_note(text: Answered) -> dict[int, list[Answer]]:
    found: dict[int, list[Answer]] = {}
    for answer in text.answers:
        found.setdefault(answer.note.order, []).append(answer)
    return found


def _means(answer: Answer) -> tuple[object, ...]:
    """What a reference stands for, as it is compared; a place of its own that was corrected is no move."""
    return (answer.resolved, answer.work or source_of(answer), place_of(answer) if is_inherited(answer) else "")


def _shown(answer: Answer) -> str:
    if answer.antecedent is None:
        return "nothing that is known" if answer.target is None else "that note"
    return ", ".join(filter(None, (source_of(answer), place_of(answer) if is_inherited(answer) else "")))
