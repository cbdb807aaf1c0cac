"""The rules of short references, each a small function under its number.

A rule looks at a reference and what has been cited before it, and chooses antecedents or passes. They are tried in the order
that they stand in here: the more a rule reads from the reference itself, the earlier it comes.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from ibidem.citations.locator import is_archival, is_part_of_work, rank
from ibidem.citations.model import Citation, Confidence, Level, Note


@dataclass
class Context:
    """What a rule may look at.

    `earlier` holds the citations of this note that stand before the reference; `previous` the nearest note with a citation and the
    notes without one that follow it.
    """

    note: Note
    earlier: list[Citation] = field(default_factory=list)
    previous: list[tuple[Note, list[Citation]]] = field(default_factory=list)
    by_name: dict[str, list[Citation]] = field(default_factory=dict)
    labels: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Choice:
    """What a rule decides."""

    antecedents: tuple[Citation, ...]
    confidence: Confidence
    reason: str
    alternatives: tuple[Citation, ...] = ()


Rule = Callable[[Citation, Context], Choice | None]
RULES: dict[str, Rule] = {}


def rule(number: str) -> Callable[[Rule], Rule]:
    def register(function: Rule) -> Rule:
        RULES[number] = function
        return function

    return register


@rule("6")
def by_name(reference: Citation, context: Context) -> Choice | None:
    """A name with the sign (*Redlich, ebd.*) means the last citation by that name; it may skip notes."""
    for name in sorted(reference.names):
        cited = next((c for c in reversed(context.by_name.get(name, [])) if accepts(c, reference)), None)
        if cited is not None:
            return Choice(
                (cited,),
                Confidence.HIGH,
                f"{{sign}} with “{name.capitalize()}” stands for the last citation by that name, in note {{label}}",
            )
    return None


@rule("1")
def same_note(reference: Citation, context: Context) -> Choice | None:
    """A citation that precedes it in the same note: the last one."""
    fitting = [citation for citation in context.earlier if accepts(citation, reference)]
    if not fitting:
        return None
    return Choice((fitting[-1],), Confidence.HIGH, "{sign} stands for the citation before it in the same note")


@rule("4")
def labelled_parts(reference: Citation, context: Context) -> Choice | None:
    """One sign followed by parts labelled with words of two citations of the previous note: both works."""
    cited = _previous(context)
    if len(cited) < 2 or not reference.words:
        return None
    shared = frozenset.intersection(*(citation.words | citation.names for citation in cited))
    meant = [c for c in cited if reference.words & ((c.words | c.names) - shared)]
    if len(meant) < 2:
        return None
    return Choice(
        tuple(meant),
        Confidence.MEDIUM,
        "{sign} stands for both citations of note {label}: its parts are labelled with words of each",
    )


@rule("2")
def previous_note(reference: Citation, context: Context) -> Choice | None:
    """The previous note has one citation: that one."""
    cited = _previous(context)
    if len(cited) != 1 or not accepts(cited[0], reference):
        return None
    return Choice((cited[0],), Confidence.HIGH, "{sign} stands for the one citation of note {label}, just before")


@rule("3")
def last_of_several(reference: Citation, context: Context) -> Choice | None:
    """The previous note has two or more: the last that can have the place named; the others are listed."""
    cited = _previous(context)
    fitting = [citation for citation in cited if accepts(citation, reference)]
    if len(cited) < 2 or not fitting:
        return None
    others = tuple(citation for citation in cited if citation is not fitting[-1])
    return Choice(
        (fitting[-1],),
        Confidence.MEDIUM,
        "{sign} stands for the last citation of note {label}, just before, which has several",
        others,
    )


@rule("5")
def over_comments(reference: Citation, context: Context) -> Choice | None:
    """The previous note is comment only: the nearest earlier note with a citation."""
    if not context.previous or context.previous[-1][1]:
        return None
    note, cited = context.previous[0]
    fitting = [citation for citation in cited if accepts(citation, reference)]
    if not fitting:
        return None
    passed = context.note.order - note.order - 1
    between = "the note between cites nothing" if passed == 1 else f"the {passed} notes between cite nothing"
    return Choice(
        (fitting[-1],),
        Confidence.MEDIUM,
        f"{{sign}} stands for the citation of note {{label}}, the nearest with one: {between}",
    )


def accepts(candidate: Citation, reference: Citation) -> bool:
    """Rule 8: a candidate is rejected when it cannot have a unit that the reference names."""
    archival = any(is_archival(level.unit) for level in candidate.levels)
    for level in reference.levels:
        if is_archival(level.unit) and not archival:
            return False
        if archival and not is_archival(level.unit) and level.unit in ("volume", "chapter", "verse"):
            return False
    return True


def inherit(antecedent: Citation, given: tuple[Level, ...]) -> tuple[str, tuple[Level, ...]]:
    """Rules 7a to 7d: the whole way to the place, and the number of the rule that completed it.

    Every level above the first one given comes from the antecedent; without any, all of them do.
    """
    taken = tuple(_from(level, antecedent) for level in antecedent.levels)
    if not given:
        return "7a", taken
    top = min(rank(level.unit) for level in given)
    above = tuple(level for level in taken if rank(level.unit) < top)
    if any(is_archival(level.unit) for level in given):
        return "7d", (*above, *given)
    if any(level.unit == given[0].unit for level in antecedent.levels) or all(
        is_part_of_work(level.unit) for level in above
    ):
        return "7b", (*above, *given)
    return "7c", (*above, *given)


def changes_work(antecedent: Citation, given: tuple[Level, ...]) -> bool:
    """Whether the levels given lead to another unit than the antecedent's (another delo, another volume)."""
    own = {level.unit: level.first for level in antecedent.levels}
    return any(is_part_of_work(level.unit) and own.get(level.unit) != level.first for level in given)


def _from(level: Level, antecedent: Citation) -> Level:
    return level if level.source else replace(level, source=antecedent.id)


def _previous(context: Context) -> list[Citation]:
    return context.previous[-1][1] if context.previous else []
