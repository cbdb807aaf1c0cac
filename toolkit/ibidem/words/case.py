"""One fault of a grammar with what is around it, and what a grammar is asked about it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from ibidem.relaxng.match import Kind

TEI = "http://www.tei-c.org/ns/1.0"
XML = "http://www.w3.org/XML/1998/namespace"

Name = tuple[str, str]  # namespace and local part


class Schema(Protocol):
    """What a grammar knows. Where it cannot tell, it answers no: a cure is proposed only where it is known to help."""

    @property
    def is_tei(self) -> bool: ...

    def known(self, ns: str) -> Collection[str]:
        """The elements of a namespace."""

    def may_hold(self, parent: Name, child: Name) -> bool:
        """Whether a child is allowed somewhere in a parent."""

    def is_whole(self, parent: Name, child: Name) -> bool:
        """Whether a parent with this child alone is complete, but for its attributes."""

    def takes_text(self, name: Name) -> bool:
        """Whether an element may hold words."""

    def has_attribute(self, element: Name, attribute: Name) -> bool: ...

    def bearers(self, attribute: Name) -> Collection[Name]:
        """The elements that have an attribute."""

    def places(self, parent: Name, children: Sequence[Name], child: Name, strictly: bool = False) -> list[int]:
        """The positions among some children at which one more would be allowed: 0 is before the first.

        Those that put all in order; or, where other children are out of order and it is not asked `strictly`, those that put no further
        one out of order.
        """

    def goes_on(self, state: object, child: Name, then: Name) -> bool:
        """Whether what could come in a state can still come after a child."""

    def follows(self, parent: Name, children: Sequence[Name], child: Name) -> bool:
        """Whether a child may come after some children."""


@dataclass(frozen=True, slots=True)
class Around:
    """An element among others: its name, its parents from the nearest, its siblings and which of them it is, its children."""

    name: Name
    parents: tuple[Name, ...] = ()
    siblings: Sequence[Name] = ()
    index: int = 0
    children: Sequence[Name] = ()
    is_empty: bool = False
    # of the parent, so that it can be said whether to end it here
    uncles: Sequence[Name] = ()

    @property
    def local(self) -> str:
        return self.name[1]

    @property
    def parent(self) -> str:
        return self.parents[0][1] if self.parents else ""


@dataclass(frozen=True, slots=True)
class Case:
    """A fault: its kind, its element, the attribute and the value it is about, and what the schema would have taken, likeliest first."""

    kind: Kind
    at: Around
    attribute: Name = ("", "")
    value: str = ""
    allowed: Sequence[Name] = ()
    required: Sequence[Name] = ()
    is_general: bool = False  # `allowed` is what the parent takes at all, since what it takes here is not known
    missing: Sequence[Name] = ()  # where nothing is required by name: those of which one must come
    values: Sequence[str] = ()
    in_namespace: int = 0  # how many elements of the document have the namespace of the element
    attributes_in_namespace: int = 0
    meant: str = ""  # an element that would fit, with all that is in it
    state: object = None  # what the schema knows the place by


@dataclass(frozen=True, slots=True)
class Words:
    """What is said of a fault. `about` is the attribute (`@when`) or the element that it is about, `see` an element of TEI to read about."""

    code: str
    message: str
    hint: str = ""
    about: str = ""
    see: str = ""
    wrappers: tuple[str, ...] = ()  # the elements of which one should be around it
