"""Citation trees: the units that `refsDecl/citeStructure` declares, in document order.

A unit is an element with all that is in it; where it is a milestone (`pb`, `lb` …), it reaches to the next one of its kind.
`cRefPattern` finds units that somebody names already, but cannot list them: it makes no tree.
"""

from bisect import bisect_left
from collections import Counter as Counted
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from lxml import etree

from ibidem.paths import BadPath, Counter, NotRead, Path, Spent, read_path
from ibidem.reading.read import Source
from ibidem.record.model import Words
from ibidem.tree import TEI, XML_ID, Element, language_of, normalize, text_of

_LOOKS = 40  # times as many elements are looked at, at most, as the document has
_MILESTONES = frozenset(TEI + name for name in ("pb", "lb", "cb", "gb", "milestone"))


@dataclass(frozen=True, slots=True)
class Structure:
    """A `citeStructure`: what its units are called, the way to them, what names them and what is said of them."""

    unit: str
    match: Path
    use: Path
    delim: str
    data: tuple[tuple[str, Path], ...]  # the address of a property, and the way to its values
    inner: tuple["Structure", ...]


@dataclass(frozen=True, eq=False, slots=True)
class Unit:
    """A citable unit. It begins with `element`; `limit` is where it ends: the first element after a milestone's part, or None for the end of `within`.

    `within` is the element itself, or what holds the milestone. `level` counts from 1; `parent` is "" at the top.
    `number` and `after` count elements of the document: its own, and the first one behind it.
    """

    identifier: str
    kind: str
    level: int
    parent: str
    element: Element
    within: Element
    limit: Element | None
    number: int
    after: int
    data: tuple[tuple[str, Words], ...] = ()


@dataclass(frozen=True, eq=False)
class Tree:
    """A citation tree: its identifier ("" for the default one), its structures, and its units in pre-order."""

    identifier: str
    description: str
    structures: tuple[Structure, ...]
    units: tuple[Unit, ...]
    places: Mapping[str, int]  # of a unit among `units`, by identifier
    beside: Mapping[str, int]  # how many units have a parent, by its identifier; "" is the top

    def below(self, place: int) -> int:
        """The place behind the last unit that stands below the one at a place."""
        level = self.units[place].level
        end = place + 1
        while end < len(self.units) and self.units[end].level > level:
            end += 1
        return end


def trees(source: Source) -> tuple[tuple[Tree, ...], tuple[str, ...]]:
    """The trees of a text, the default one first, and what is said of those that cannot be read."""
    declared = [each for each in source.find("t:teiHeader//t:refsDecl") if each.find(TEI + "citeStructure") is not None]
    declared.sort(key=lambda each: each.get("default") != "true")  # the first that is declared so, else the first
    found: list[Tree] = []
    complaints: list[str] = []
    names = {""}
    for number, declaration in enumerate(declared, start=1):
        name = (declaration.get("n") or declaration.get(XML_ID) or str(number)) if found else ""
        if name in names and found:
            name = f"{name}-{number}"
        names.add(name)
        try:
            found.append(_tree(source, declaration, name))
        except (BadPath, NotRead, Spent) as error:
            complaints.append(f"{source.path.name}: refsDecl {number} makes no citation tree: {_reason(error)}")
    return tuple(found), tuple(complaints)


def _reason(error: Exception) -> str:
    if isinstance(error, Spent):
        return "its paths look at too many elements. Write out the way, as /TEI/text/body/div, where // is written."
    return f"a path of it cannot be read ({error}). `ibidem validate` says which."


def _tree(source: Source, declaration: Element, name: str) -> Tree:
    counter = Counter(_LOOKS * sum(1 for _ in source.root.iter(etree.Element)) + 1000)
    structures = tuple(_structure(each) for each in declaration.iterchildren(TEI + "citeStructure"))
    units = _Units(source.root, counter)
    units.add(structures, None)
    # descLike: a structure may be described, and a refsDecl is described by the first of its structures
    description = next((text_of(each) for each in declaration.iterfind(f"*/{TEI}desc")), "")
    places = {unit.identifier: place for place, unit in enumerate(units.found)}
    beside = dict(Counted(unit.parent for unit in units.found))
    return Tree(name, description, structures, tuple(units.found), places, beside)


def _structure(element: Element) -> Structure:
    prefixes = dict(element.nsmap)
    use = read_path(element.get("use", ""), prefixes)
    if use.absolute:
        raise NotRead(element.get("use"))  # it would look at the whole text for each unit
    return Structure(
        element.get("unit") or "unit",
        read_path(element.get("match", ""), prefixes),
        use,
        element.get("delim", ""),
        tuple(_data(each) for each in element.iterchildren(TEI + "citeData")),
        tuple(_structure(each) for each in element.iterchildren(TEI + "citeStructure")),
    )


def _data(element: Element) -> tuple[str, Path]:
    path = read_path(element.get("use", ""), dict(element.nsmap))
    if path.absolute or path.position:
        raise NotRead(element.get("use"))
    return element.get("property", ""), path


@dataclass(frozen=True, eq=False, slots=True)
class _Match:
    """An element that a structure finds, with its number in the document and its position among those found with it."""

    structure: Structure
    element: Element
    number: int
    position: int


@dataclass(eq=False)
class _Units:
    """The units of a tree while they are collected: `found` in pre-order."""

    root: Element
    counter: Counter
    found: list[Unit] = field(default_factory=list)
    _seen: set[str] = field(default_factory=set)
    _global: dict[int, tuple[list[Element], list[int]]] = field(default_factory=dict)
    _numbers: dict[Element, int] = field(default_factory=dict)
    _order: dict[Element, int] = field(default_factory=dict)
    _ends: dict[Element, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._order = {element: number for number, element in enumerate(self.root.iter(etree.Element))}

    def add(self, structures: Iterable[Structure], parent: Unit | None) -> None:
        """Add the units of some structures below a unit, each with those below itself."""
        matches = [match for structure in structures for match in self._matches(structure, parent)]
        matches.sort(key=lambda match: match.number)
        limits = self._limits(matches, parent)
        for match, limit in zip(matches, limits, strict=True):
            unit = self._unit(match, limit, parent)
            if unit is not None:
                self.found.append(unit)
                self.add(match.structure.inner, unit)

    def _matches(self, structure: Structure, parent: Unit | None) -> list[_Match]:
        if parent is None:
            elements = structure.match.elements(self.root, self.counter)
        elif parent.within is parent.element:
            elements = structure.match.elements(parent.element, self.counter)
        else:
            elements = self._between(structure, parent)
        return [
            _Match(structure, element, self._order[element], position)
            for position, element in enumerate(elements, start=1)
        ]

    def _between(self, structure: Structure, parent: Unit) -> list[Element]:
        """What a structure finds in the part of a milestone, which holds nothing itself: it is looked for behind it."""
        if id(structure) not in self._global:
            elements = structure.match.everywhere().elements(self.root, self.counter)
            elements.sort(key=self._order.__getitem__)
            self._global[id(structure)] = (elements, [self._order[element] for element in elements])
        elements, numbers = self._global[id(structure)]
        return elements[bisect_left(numbers, parent.number + 1) : bisect_left(numbers, parent.after)]

    def _limits(self, matches: list[_Match], parent: Unit | None) -> list[Element | None]:
        """For each milestone the next one of its structure, or where the part that it stands in ends."""
        last = parent.limit if parent is not None else None
        following: dict[int, Element | None] = {}
        limits: list[Element | None] = []
        for match in reversed(matches):
            limits.append(following.get(id(match.structure), last))
            following[id(match.structure)] = match.element
        return limits[::-1]

    def _unit(self, match: _Match, limit: Element | None, parent: Unit | None) -> Unit | None:
        """The unit of a match; None where nothing names it, or another one has its name: it can be cited as part of what is around it only."""
        structure, element = match.structure, match.element
        value = normalize(structure.use.value(element, match.position, self.counter) or "")
        identifier = (parent.identifier if parent else "") + structure.delim + value
        if not value or identifier in self._seen:
            return None
        self._seen.add(identifier)
        milestone = element.tag in _MILESTONES
        within = self._holder(element, parent) if milestone else element
        end = limit if milestone else None
        after = self._order[end] if end is not None else self._end(within)
        return Unit(
            identifier,
            structure.unit,
            parent.level + 1 if parent else 1,
            parent.identifier if parent else "",
            element,
            within,
            end,
            match.number,
            after,
            tuple(self._said(structure, element)),
        )

    def _holder(self, milestone: Element, parent: Unit | None) -> Element:
        if parent is not None:
            return parent.within
        texts = list(milestone.iterancestors(TEI + "text"))
        return texts[-1] if texts else milestone.getroottree().getroot()

    def _end(self, element: Element) -> int:
        """The number of the first element behind one."""
        if element not in self._ends:
            node = element
            while node is not None and (following := _next(node)) is None:
                node = node.getparent()
            self._ends[element] = self._order[following] if node is not None else len(self._order)
        return self._ends[element]

    def _said(self, structure: Structure, element: Element) -> Iterable[tuple[str, Words]]:
        for name, path in structure.data:
            for value, holder in path.values(element, self.counter):
                if words := normalize(value):
                    yield name, Words(words, language_of(holder))


def _next(element: Element) -> Element | None:
    return next(element.itersiblings(etree.Element), None)
