"""Where the faults of a document are: a second pass of expat over its bytes, made only when there is something to report."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from ibidem.reading.events import Read
from ibidem.relaxng.names import split

_XML_ID = "http://www.w3.org/XML/1998/namespace}id"
_SPACE = " \t\r\n"


@dataclass(eq=False, slots=True)
class Place:
    """An element and what is around it. Names are written `namespace}local`, and `local` where there is no namespace."""

    name: str
    line: int
    column: int
    attributes: dict[str, str]
    parent: "Place | None"
    order_among: int  # 1 for the first child of its parent with its name
    index: int  # 0 for the first child of its parent
    children: list[str] = field(default_factory=list)
    has_text: bool = False
    _same: Counter[str] = field(default_factory=Counter)

    @property
    def before(self) -> list[str]:
        """The names of the elements that stand before it in its parent."""
        return self.parent.children[: self.index] if self.parent else []

    def ancestors(self) -> "Iterable[Place]":
        """Its parent, the parent of that, and so on."""
        place = self.parent
        while place is not None:
            yield place
            place = place.parent

    @property
    def near(self) -> str:
        """The `xml:id` of the nearest element that has one, itself first."""
        for place in (self, *self.ancestors()):
            if identifier := place.attributes.get(_XML_ID):
                return identifier
        return ""

    @property
    def xpath(self) -> str:
        """The path of the element, from its nearest `xml:id` where there is one."""
        steps: list[str] = []
        for place in (self, *self.ancestors()):
            local = split(place.name)[1]
            if identifier := place.attributes.get(_XML_ID):
                return "/".join([f"//{local}[@xml:id='{identifier}']", *reversed(steps)])
            alone = place.parent is None or place.parent._same[place.name] == 1
            steps.append(local if alone else f"{local}[{place.order_among}]")
        return "/" + "/".join(reversed(steps))


@dataclass(frozen=True, slots=True)
class Places:
    """The places of some elements, by their order in the document, and how often names are used in it.

    `used` counts elements and `attributes` attributes by their local names, `namespaces` the elements of each, and attributes with `@` before it.
    """

    by_order: dict[int, Place]
    used: Counter[str]
    attributes: Counter[str]
    namespaces: Counter[str]


def find(read: Read, orders: Collection[int]) -> Places:
    """Describe the elements with these numbers (0 is the root)."""
    wanted = set(orders)
    found: dict[int, Place] = {}
    names: Counter[str] = Counter()
    attribute_names: Counter[str] = Counter()
    open_places: list[Place] = []
    order = -1

    def attach(parser: Any) -> None:
        def start(name: str, attributes: list[str]) -> None:
            nonlocal order
            order += 1
            names[name] += 1
            attribute_names.update(attributes[::2])
            parent = open_places[-1] if open_places else None
            number, index = 1, 0
            if parent is not None:
                parent._same[name] += 1
                number, index = parent._same[name], len(parent.children)
                parent.children.append(name)
            place = Place(
                name, parser.CurrentLineNumber, parser.CurrentColumnNumber + 1,
                dict(zip(attributes[::2], attributes[1::2], strict=True)), parent, number, index,
            )  # fmt: skip
            open_places.append(place)
            if order in wanted:
                found[order] = place

        def text(data: str) -> None:
            place = open_places[-1]
            if not place.has_text and data.strip(_SPACE):
                place.has_text = True

        def end(_name: str) -> None:
            open_places.pop()

        parser.StartElementHandler = start
        parser.CharacterDataHandler = text
        parser.EndElementHandler = end

    read(attach)
    used: Counter[str] = Counter()
    used_attributes: Counter[str] = Counter()
    namespaces: Counter[str] = Counter()
    for counted, by_local, mark in ((names, used, ""), (attribute_names, used_attributes, "@")):
        for name, times in counted.items():
            ns, local = split(name)
            by_local[local] += times
            namespaces[mark + ns] += times
    return Places(found, used, used_attributes, namespaces)
