"""Follow-up faults folded into their cause: an element of the wrong name, or one that is out of order."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ibidem.relaxng.ask import Asked
from ibidem.relaxng.expect import elements_allowed, elements_required
from ibidem.relaxng.match import Fault, Kind
from ibidem.relaxng.names import split
from ibidem.relaxng.places import Place, Places
from ibidem.words.case import XML, Name, Words
from ibidem.words.common import ELEMENTS, LAST

_WITHIN = frozenset(
    {Kind.ATTRIBUTE, Kind.ATTRIBUTE_VALUE, Kind.ATTRIBUTES_MISSING, Kind.INCOMPLETE, Kind.TEXT, Kind.VALUE}
)
_CHILDREN = frozenset({Kind.MISPLACED, Kind.EARLY, Kind.UNKNOWN})
_MANY = 50  # children that are compared
_MOST = 200  # children among which a place is looked for


def folded(faults: Sequence[Fault], places: Places, asked: Asked) -> list[tuple[Fault, str]]:
    """The faults that are causes. Where an element of another name would fit, that name comes with it, and what follows from it is left out."""
    at = {id(fault): places.by_order[fault.node] for fault in faults}
    misplaced = {id(at[id(fault)]) for fault in faults if fault.kind is Kind.MISPLACED}
    within: dict[int, list[Fault]] = {}  # by the place of the misplaced element that they are in
    lacking: dict[int, Fault] = {}  # by the place of the element that is not complete
    for fault in faults:
        place = at[id(fault)]
        if fault.kind is Kind.INCOMPLETE:
            lacking[id(place)] = fault
        if fault.kind in _WITHIN and id(place) in misplaced and split(fault.name)[0] != XML:
            within.setdefault(id(place), []).append(fault)
        elif fault.kind in _CHILDREN and id(place.parent) in misplaced:
            within.setdefault(id(place.parent), []).append(fault)
    kept: list[tuple[Fault, str]] = []
    left_out = _of_order(faults, at, asked)
    for fault in faults:
        if fault.kind is not Kind.MISPLACED or id(fault) in left_out:
            kept.append((fault, ""))
            continue
        place = at[id(fault)]
        following, lack = within.get(id(place), []), lacking.get(id(place.parent))
        meant = ""
        if lack is not None and (
            meant := _fitting(_lacking(lack, split(place.name), asked), place, places.used, asked)
        ):
            following = [*following, lack]
        elif _is_misnamed(place, following, asked):
            meant = _fitting(elements_allowed(fault.state.parts), place, places.used, asked)
        if meant:
            left_out.update(map(id, following))
        kept.append((fault, meant))
    return [(fault, meant) for fault, meant in kept if id(fault) not in left_out]


def _is_misnamed(at: Place, following: Sequence[Fault], asked: Asked) -> bool:
    """Whether most of what is in an element is not for it, and its parent does not take it anywhere."""
    own = len(at.attributes) + len(set(at.children))
    fits_parent = at.parent is not None and asked.may_hold(split(at.parent.name), split(at.name))
    return bool(following) and 2 * len(following) >= own and not fits_parent


def _of_order(faults: Sequence[Fault], at: Mapping[int, Place], asked: Asked) -> set[int]:
    """Where one element moved elsewhere puts its parent in order, what else is out of order in that parent follows from it."""
    by_parent: dict[int, list[Fault]] = {}
    for fault in faults:
        place = at[id(fault)]
        if fault.kind is Kind.INCOMPLETE:
            by_parent.setdefault(id(place), []).append(fault)
        elif fault.kind in (Kind.EARLY, Kind.MISPLACED) and place.parent is not None:
            by_parent.setdefault(id(place.parent), []).append(fault)
    left_out: set[int] = set()
    for several in by_parent.values():
        first, parent = several[0], at[id(several[0])].parent
        if len(several) < 2 or first.kind is Kind.INCOMPLETE or parent is None or len(parent.children) > _MOST:
            continue
        children = list(map(split, parent.children))
        index = at[id(first)].index
        if asked.places(
            split(parent.name), [*children[:index], *children[index + 1 :]], children[index], strictly=True
        ):
            left_out.update(map(id, several[1:]))
    return left_out


def _lacking(lack: Fault, child: Name, asked: Asked) -> list[Name]:
    """What an element that is not complete needs, unless it may be around the child that is not allowed."""
    names = elements_required(lack.state.parts) or asked.needed(lack.state, elements_allowed(lack.state.parts))
    return [name for name in names if not asked.is_whole(name, child)]


def _fitting(names: Sequence[Name], at: Place, used: Counter[str], asked: Asked) -> str:
    """Which of some elements takes the attributes, the children and the words that this one has, or ""."""
    ns, local = split(at.name)
    attributes = [name for name in map(split, at.attributes) if name[0] in ("", ns)]
    children = list(dict.fromkeys(map(split, at.children[:_MANY])))
    if not attributes and not children and not at.has_text:
        return ""
    fitting = [
        name
        for name in names
        if name[0] == ns
        and name[1] != local
        and all(asked.has_attribute(name, it) for it in attributes)
        and all(asked.may_hold(name, it) for it in children)
        and (asked.takes_text(name) or not at.has_text)
    ]
    # those that take words are for those that have some
    fitting.sort(key=lambda name: (asked.takes_text(name) != at.has_text, -used[name[1]], ELEMENTS.get(name[1], LAST)))
    return fitting[0][1] if fitting else ""


@dataclass(slots=True)
class _Wanting:
    """Elements side by side that want the same element around them: the last of them, and which finding speaks of the first."""

    last: int
    wrappers: set[str]
    number: int


class Known:
    """What was said of the inside of an element: that something is missing, late, or not wrapped, is not said again.

    `beside` counts the elements that stand beside that of a finding and want the same, by the number of the finding.
    """

    def __init__(self) -> None:
        self.beside: Counter[int] = Counter()
        self._lacking: set[tuple[int, str]] = set()
        self._bare: set[int] = set()  # elements of which it was said that words in them want a paragraph
        self._wanting: dict[int, _Wanting] = {}  # by the parent

    def covers(self, fault: Fault, at: Place, said: Words, number: int) -> bool:
        """Whether it was said already; if not, the finding with this number says it now."""
        within = id(at) if fault.kind in (Kind.INCOMPLETE, Kind.TEXT) else id(at.parent)
        if said.code in ("phrase-unwrapped", "text-bare") and within in self._bare:
            return True
        if fault.kind in (Kind.INCOMPLETE, Kind.EARLY):
            if any((within, name) in self._lacking for name in said.about.split()):
                return True
        elif fault.kind is Kind.MISPLACED:
            if (within, split(at.name)[1]) in self._lacking:
                return True  # it is there, and late
            if said.wrappers and self._is_beside(within, at.index, said, number):
                return True
        if said.code in ("phrase-unwrapped", "text-bare"):
            self._bare.add(within)
        is_early = said.code == "child-missing" and fault.kind is Kind.EARLY
        self._lacking.update((within, name) for name in said.wrappers or ((said.about,) if is_early else ()))
        return False

    def _is_beside(self, parent: int, index: int, said: Words, number: int) -> bool:
        """Whether the element before wants the same around it."""
        before = self._wanting.get(parent)
        wrappers = set(said.wrappers)
        if before is not None and before.last == index - 1 and (common := before.wrappers & wrappers):
            before.last, before.wrappers = index, common
            self.beside[before.number] += 1
            return True
        self._wanting[parent] = _Wanting(index, wrappers, number)
        return False
