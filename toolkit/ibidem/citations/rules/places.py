"""Rules 7 and 8: what place a reference names once it has inherited, and which works cannot have such a place."""

from dataclasses import replace

from ibidem.citations.locator import any_archival, is_archival, is_part_of_work, rank
from ibidem.citations.model import Citation, Level

_WHOLE_WORK = frozenset(("page", "folio", "column"))  # counted through a whole work, not anew in each chapter
_LOOSE = frozenset(("fonds", "opis", "delo"))


def accepts(candidate: Citation, levels: tuple[Level, ...]) -> bool:
    """Rule 8: a candidate is rejected when it cannot have a unit that the reference names."""
    if not levels:
        return True
    archival = any_archival(candidate.place)
    for level in levels:
        if is_archival(level.unit) and not archival:
            return False
        if archival and level.unit in ("volume", "chapter", "verse", "book"):
            return False
    return True


def inherit(antecedent: Citation, given: tuple[Level, ...]) -> tuple[str, tuple[Level, ...]]:
    """Rules 7a to 7d: the whole way to the place, and the number of the rule that completed it.

    Every level above the first one given comes from the antecedent; without any, all of them do.
    """
    place = antecedent.place
    given = _counted_alike(place, given)
    if not given:
        return "7a", tuple(_from(level, antecedent) for level in place)
    top = min(rank(level.unit) for level in given)
    above = [
        _from(level, antecedent) for level in place if rank(level.unit) < top and not _restarts(level, given[0], place)
    ]
    if any_archival(given):
        return "7d", (*above, *given)
    if given[0].unit in [level.unit for level in place] or all(is_part_of_work(level.unit) for level in above):
        return "7b", (*above, *given)
    return "7c", (*above, *given)


def _counted_alike(place: tuple[Level, ...], given: tuple[Level, ...]) -> tuple[Level, ...]:
    """Bare numbers after a passage of a classical text are its last steps (*Hom. Il. 2. 557*, then *ibid. 560*)."""
    if not given or not place or place[-1].unit != "verse":
        return given
    steps = [level.unit for level in place if not level.labelled]
    bare = all((level.unit == "page" and not level.labelled) or level.text.endswith(":") for level in given)
    if not bare or len(given) > len(steps):
        return given
    return tuple(replace(level, unit=unit) for level, unit in zip(given, steps[-len(given) :], strict=True))


def _restarts(level: Level, given: Level, place: tuple[Level, ...]) -> bool:
    """Whether a level above is of no account, as the unit given is counted through the whole work."""
    if is_part_of_work(level.unit) or level.unit == "article":
        return given.unit in _WHOLE_WORK and level.unit == "article"
    if given.unit in _WHOLE_WORK:
        return True
    return given.unit in ("paragraph", "section") and (
        "." in given.first or given.unit in {other.unit for other in place}
    )


def changes_work(antecedent: Citation, given: tuple[Level, ...]) -> bool:
    """Whether the levels given lead to another unit than the antecedent's (another delo, another volume)."""
    parts = [level for level in given if is_part_of_work(level.unit)]
    own = {level.unit: level.first for level in antecedent.place} if parts else {}
    return any(own.get(level.unit) != level.first for level in parts)


def plausible(levels: tuple[Level, ...], archival: bool) -> tuple[Level, ...]:
    """The levels given, without a lone *case 4* or *Op. 27* where nothing before it is an archive's."""
    if archival or sum(is_archival(level.unit) for level in levels) >= 2:
        return levels
    return tuple(level for level in levels if level.unit not in _LOOSE)


def _from(level: Level, antecedent: Citation) -> Level:
    return level if level.source else level.inherited(antecedent.id)
