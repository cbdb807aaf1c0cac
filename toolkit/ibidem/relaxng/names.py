"""Name classes: which names an element or an attribute may have (section 6.1)."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeAlias

# A name that no document can have: it stands for "any other" when two classes are compared.
_OTHER = "\x00"


@dataclass(frozen=True, slots=True)
class Name:
    """One name."""

    ns: str
    local: str

    def contains(self, ns: str, local: str) -> bool:
        return self.local == local and self.ns == ns

    def row(self) -> tuple[Any, ...]:
        return "name", self.ns, self.local


@dataclass(frozen=True, slots=True)
class NsName:
    """Every name of a namespace, but for some."""

    ns: str
    excepted: "NameClass | None" = None

    def contains(self, ns: str, local: str) -> bool:
        return self.ns == ns and not (self.excepted is not None and self.excepted.contains(ns, local))

    def row(self) -> tuple[Any, ...]:
        return "ns", self.ns, self.excepted and self.excepted.row()


@dataclass(frozen=True, slots=True)
class AnyName:
    """Every name, but for some."""

    excepted: "NameClass | None" = None

    def contains(self, ns: str, local: str) -> bool:
        return self.excepted is None or not self.excepted.contains(ns, local)

    def row(self) -> tuple[Any, ...]:
        return "any", self.excepted and self.excepted.row()


@dataclass(frozen=True, slots=True)
class NameChoice:
    """The names of any of several classes."""

    classes: "tuple[NameClass, ...]"

    def contains(self, ns: str, local: str) -> bool:
        return any(names.contains(ns, local) for names in self.classes)

    def row(self) -> tuple[Any, ...]:
        return "choice", tuple(names.row() for names in self.classes)


NameClass: TypeAlias = Name | NsName | AnyName | NameChoice


def of_row(row: tuple[Any, ...]) -> NameClass:
    """The name class that gave a row."""
    match row:
        case "name", ns, local:
            return Name(ns, local)
        case "ns", ns, excepted:
            return NsName(ns, excepted and of_row(excepted))
        case "any", excepted:
            return AnyName(excepted and of_row(excepted))
    return NameChoice(tuple(of_row(each) for each in row[1]))


def representatives(names: NameClass) -> Iterator[tuple[str, str]]:
    """Names such that two classes overlap exactly if one of the representatives of either is in both."""
    match names:
        case Name(ns, local):
            yield ns, local
        case NsName(ns, excepted):
            yield ns, _OTHER
            if excepted is not None:
                yield from representatives(excepted)
        case AnyName(excepted):
            yield _OTHER, _OTHER
            if excepted is not None:
                yield from representatives(excepted)
        case NameChoice(classes):
            for each in classes:
                yield from representatives(each)


@lru_cache(maxsize=4096)
def overlap(first: NameClass, second: NameClass) -> bool:
    """Whether some name is in both classes."""
    return any(
        first.contains(ns, local) and second.contains(ns, local)
        for names in (first, second)
        for ns, local in representatives(names)
    )


def listed(names: NameClass) -> list[tuple[str, str]]:
    """The names that a class spells out; a wildcard spells out none."""
    match names:
        case Name(ns, local):
            return [(ns, local)]
        case NameChoice(classes):
            return [name for each in classes for name in listed(each)]
        case _:
            return []


def is_infinite(names: NameClass) -> bool:
    """Whether a class has a wildcard (section 7.3)."""
    match names:
        case Name():
            return False
        case NameChoice(classes):
            return any(is_infinite(each) for each in classes)
        case _:
            return True


def split(name: str) -> tuple[str, str]:
    """Namespace and local part of a name as expat writes it: `namespace}local`."""
    ns, _, local = name.rpartition("}")
    return ns, local
