"""Numbered notes: an id for each, and numbers without gap, repeat or disorder."""

from collections.abc import Iterator

from ibidem.citations.calls import called_notes
from ibidem.finding import Severity
from ibidem.reading.read import Source
from ibidem.rules import Problem, rule
from ibidem.tree import XML_ID, text_of


@rule("note-id", Severity.WARNING)
def identifier(source: Source) -> Iterator[Problem]:
    """A note needs an `xml:id`, so that it can be cited and linked."""
    for note in called_notes(source):
        if note.get(XML_ID) is None:
            yield Problem(
                note,
                f"Note {note.get('n') or '(without a number)'} has no xml:id.",
                f'Write <note xml:id="n{note.get("n") or "…"}" …>.',
                about="@id" if note.get("id") else "",
            )


@rule("note-number")
def number(source: Source) -> Iterator[Problem]:
    """The numbers of notes follow one another; a new beginning at 1 (chapters, pages) is allowed."""
    last: int | None = None
    for note in called_notes(source):
        label = note.get("n", "")
        if not label.isdecimal() or len(label) > 9:
            continue
        current = int(label)
        if last is not None and current not in (last + 1, 1):
            what = {last: f"The number {current} is used twice"}.get(
                current,
                f"Note {current} follows note {last}"
                + (": a number is missing" if current > last else ": the order is wrong"),
            )
            yield Problem(
                note,
                f"{what}.",
                f"After {last} comes {last + 1}. Numbers follow the order in which the notes are called.",
            )
        last = current


@rule("note-empty")
def empty(source: Source) -> Iterator[Problem]:
    """A note says something."""
    for note in called_notes(source):
        if not text_of(note) and not len(note):
            yield Problem(
                note,
                f"Note {note.get('n') or ''} is empty.".replace("  ", " "),
                "Write its text, or remove the note and its call.",
            )
