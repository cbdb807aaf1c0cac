"""Follow-up faults folded into their cause: an element of the wrong name does not fit its parent, nor do its attributes and children fit it."""

from collections.abc import Mapping, Sequence

from ibidem.relaxng.ask import Asked
from ibidem.relaxng.expect import elements_allowed
from ibidem.relaxng.match import Fault, Kind
from ibidem.relaxng.names import split
from ibidem.relaxng.places import Place
from ibidem.words.case import XML

_WITHIN = frozenset({Kind.ATTRIBUTE, Kind.ATTRIBUTE_VALUE, Kind.ATTRIBUTES_MISSING, Kind.INCOMPLETE, Kind.TEXT, Kind.VALUE})
_CHILDREN = frozenset({Kind.MISPLACED, Kind.EARLY, Kind.UNKNOWN})
_MANY = 50  # children that are compared


def folded(faults: Sequence[Fault], places: Mapping[int, Place], asked: Asked) -> list[tuple[Fault, str]]:
    """The faults that are causes. Where an element of another name would fit, what is wrong in it is left out and that name comes with it."""
    follow_ups: dict[int, list[Fault]] = {}  # by the place of the element that they are in
    misplaced = {id(places[fault.node]) for fault in faults if fault.kind is Kind.MISPLACED}
    for fault in faults:
        at = places[fault.node]
        if fault.kind in _WITHIN and id(at) in misplaced and split(fault.name)[0] != XML:
            follow_ups.setdefault(id(at), []).append(fault)
        elif fault.kind in _CHILDREN and id(at.parent) in misplaced:
            follow_ups.setdefault(id(at.parent), []).append(fault)
    kept: list[tuple[Fault, str]] = []
    left_out: set[int] = set()
    for fault in faults:
        if id(fault) in left_out:
            continue
        meant = ""
        if fault.kind is Kind.MISPLACED and (following := follow_ups.get(id(places[fault.node]))):
            meant = _meant(fault, places[fault.node], asked)
            if meant:
                left_out.update(map(id, following))
        kept.append((fault, meant))
    return kept


def _meant(fault: Fault, at: Place, asked: Asked) -> str:
    """An element that is allowed here and takes the attributes, the children and the words that this one has, or ""."""
    ns, _ = split(at.name)
    attributes = [name for name in map(split, at.attributes) if name[0] in ("", ns)]
    children = list(dict.fromkeys(map(split, at.children[:_MANY])))
    if not attributes and not children:
        return ""
    fitting = [
        name
        for name in elements_allowed(fault.state.parts)
        if name[0] == ns
        and all(asked.has_attribute(name, it) for it in attributes)
        and all(asked.may_hold(name, it) for it in children)
        and (asked.takes_text(name) or not at.has_text)
    ]
    # those that take words are for those that have some
    fitting.sort(key=lambda name: asked.takes_text(name) != at.has_text)
    return fitting[0][1] if fitting else ""
