"""The rules of short references, each a small function under its number.

A rule looks at a reference and what has been cited before it, and chooses antecedents or passes. The rules for one kind of reference
are tried in the order in which they are registered: the more a rule reads from the reference itself, the earlier it comes.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from ibidem.citations.model import Citation, Confidence, Note
from ibidem.citations.read import Draft
from ibidem.citations.works import Known


@dataclass(slots=True)
class Context:
    """What a rule may look at.

    `earlier` holds the citations of this note that stand before the reference; `previous` the nearest note with a citation and, of
    the notes without one that follow it, the last; `labels` the notes of this chapter by label; `shifts` how far pointers have been off so far.
    """

    note: Note
    earlier: list[Citation] = field(default_factory=list)
    previous: list[tuple[Note, list[Citation]]] = field(default_factory=list)
    known: Known = field(default_factory=Known)
    labels: dict[str, Note] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    shifts: dict[int, int] = field(default_factory=dict)
    leading: Citation | None = None  # the chapter before *in id.*
    last: Citation | None = None
    last_full: Citation | None = None
    last_archival: Citation | None = None


@dataclass(slots=True)
class Choice:
    """What a rule decides: citations that a reference may stand for, the likeliest first, or a note that it points at."""

    antecedents: tuple[Citation, ...]
    confidence: Confidence
    reason: str
    alternatives: tuple[Citation, ...] = ()
    target: Note | None = None


Rule = Callable[[Draft, Context], Choice | None]
IBID: dict[str, Rule] = {}
OPCIT: dict[str, Rule] = {}
IDEM: dict[str, Rule] = {}
POINTER: dict[str, Rule] = {}


def rule(number: str, *tables: dict[str, Rule]) -> Callable[[Rule], Rule]:
    """Register a rule under its number, for the kinds of reference that it is about."""

    def register(function: Rule) -> Rule:
        for table in tables:
            table[number] = function
        return function

    return register
