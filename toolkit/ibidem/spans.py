"""What a path of `citeStructure` finds: elements with all that is in them; and milestones, each with what stands before the next."""

from bisect import bisect_left
from dataclasses import dataclass, field
from functools import cached_property

from lxml import etree

from ibidem.paths import Counter, Path
from ibidem.tree import TEI, Element

_LOOKS = 20  # times as many elements are looked at, at most, as the document has
_MILESTONES = frozenset(TEI + name for name in ("pb", "lb", "cb", "gb", "milestone"))


@dataclass(frozen=True, eq=False, slots=True)
class Span:
    """A part of a document. It begins with `element`, and ends before `limit`, or where that is None with `within`.

    `within` is the element itself; of a milestone, what holds its part.
    """

    element: Element
    within: Element
    limit: Element | None = None

    @property
    def is_milestone(self) -> bool:
        """Whether its content stands behind its element, and not in it."""
        return self.within is not self.element

    @property
    def end(self) -> Element:
        """The element that it ends with; of a milestone, the one that it ends before, or else within."""
        return self.limit if self.limit is not None else self.within


@dataclass(eq=False)
class Finder:
    """Finds spans in a document, and says where they are. Raises `Spent` when it has looked at too many elements."""

    root: Element
    counter: Counter
    _everywhere: dict[Path, tuple[list[Element], list[int]]] = field(default_factory=dict)
    _after: dict[Element, int] = field(default_factory=dict)

    @cached_property
    def _order(self) -> dict[Element, int]:
        return {element: number for number, element in enumerate(self.root.iter(etree.Element))}

    def spans(self, path: Path, inside: Span | None) -> list[Span]:
        """What a path finds in a span, or in the whole document, in the order of the document."""
        if inside is None:
            elements = path.elements(self.root, self.counter)
        elif inside.is_milestone:
            elements = self._between(path, inside)
        else:
            elements = path.elements(inside.element, self.counter)
        spans: list[Span] = []
        limit = inside.limit if inside is not None else None
        for element in reversed(elements):
            if element.tag in _MILESTONES:
                spans.append(Span(element, inside.within if inside is not None else _text_of(element), limit))
                limit = element
            else:
                spans.append(Span(element, element))
        return spans[::-1]

    def _between(self, path: Path, inside: Span) -> list[Element]:
        """What a path finds in the part of a milestone, which itself is empty: at any depth, behind it."""
        if path not in self._everywhere:
            elements = sorted(path.everywhere().elements(self.root, self.counter), key=self._order.__getitem__)
            self._everywhere[path] = (elements, [self._order[element] for element in elements])
        elements, numbers = self._everywhere[path]
        return elements[bisect_left(numbers, self.number(inside) + 1) : bisect_left(numbers, self.after(inside))]

    def number(self, span: Span) -> int:
        """How many elements begin before a span."""
        return self._order[span.element]

    def after(self, span: Span) -> int:
        """The number of the first element behind a span."""
        if span.limit is not None:
            return self._order[span.limit]
        if span.within not in self._after:
            node = span.within
            while node is not None and (following := _next(node)) is None:
                node = node.getparent()
            self._after[span.within] = self._order[following] if node is not None else len(self._order)
        return self._after[span.within]


def finder(root: Element) -> Finder:
    """A finder that looks at each element of a document some times, and not more."""
    return Finder(root, Counter(_LOOKS * sum(1 for _ in root.iter(etree.Element)) + 1000))


def _text_of(milestone: Element) -> Element:
    texts = list(milestone.iterancestors(TEI + "text"))
    return texts[-1] if texts else milestone.getroottree().getroot()


def _next(element: Element) -> Element | None:
    return next(element.itersiblings(etree.Element), None)
