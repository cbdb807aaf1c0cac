"""Citation trees: the units that `refsDecl/citeStructure` declares, in document order.

A unit is an element with all that is in it; where it is a milestone (`pb`, `lb` …), it reaches to the next one of its kind.
`cRefPattern` finds units that somebody names already, but cannot list them: it makes no tree.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ibidem.paths import BadPath, NotRead, Path, Spent, read_path
from ibidem.reading.read import Source
from ibidem.record.model import Words
from ibidem.spans import Finder, Span, finder
from ibidem.tree import TEI, XML_ID, Element, language_of, normalize, text_of


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
    """A citable unit and where it is. `level` counts from 1; `parent` is "" at the top; `data` is what `citeData` says, by property.

    `number` and `after` count elements of the document: its own, and the first one behind it.
    """

    identifier: str
    kind: str
    level: int
    parent: str
    span: Span
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
    structures = tuple(_structure(each) for each in declaration.iterchildren(TEI + "citeStructure"))
    units = _Units(finder(source.root))
    units.add(structures, None)
    # descLike: a structure may be described, and a refsDecl is described by the first of its structures
    description = next((text_of(each) for each in declaration.iterfind(f"*/{TEI}desc")), "")
    places = {unit.identifier: place for place, unit in enumerate(units.found)}
    beside = dict(Counter(unit.parent for unit in units.found))
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
    """A span that a structure finds, and its position among those found with it."""

    structure: Structure
    span: Span
    position: int


@dataclass(eq=False)
class _Units:
    """The units of a tree while they are collected: `found` in pre-order."""

    finder: Finder
    found: list[Unit] = field(default_factory=list)
    _seen: set[str] = field(default_factory=set)

    def add(self, structures: Iterable[Structure], parent: Unit | None) -> None:
        """Add the units of some structures below a unit, each with those below itself."""
        inside = parent.span if parent else None
        matches = [
            _Match(structure, span, position)
            for structure in structures
            for position, span in enumerate(self.finder.spans(structure.match, inside), start=1)
        ]
        for match in sorted(matches, key=lambda match: self.finder.number(match.span)):
            if (unit := self._unit(match, parent)) is not None:
                self.found.append(unit)
                self.add(match.structure.inner, unit)

    def _unit(self, match: _Match, parent: Unit | None) -> Unit | None:
        """The unit of a match; None where nothing names it, or another one has its name: it can be cited as part of what is around it only."""
        structure, span = match.structure, match.span
        value = normalize(structure.use.value(span.element, match.position, self.finder.counter) or "")
        identifier = (parent.identifier if parent else "") + structure.delim + value
        if not value or identifier in self._seen:
            return None
        self._seen.add(identifier)
        return Unit(
            identifier,
            structure.unit,
            parent.level + 1 if parent else 1,
            parent.identifier if parent else "",
            span,
            self.finder.number(span),
            self.finder.after(span),
            tuple(self._said(structure, span.element)),
        )

    def _said(self, structure: Structure, element: Element) -> Iterable[tuple[str, Words]]:
        for name, path in structure.data:
            for value, holder in path.values(element, self.finder.counter):
                if words := normalize(value):
                    yield name, Words(words, language_of(holder))
