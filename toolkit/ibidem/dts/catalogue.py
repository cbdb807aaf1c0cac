"""The texts of an edition as resources of DTS, in one collection."""

from collections.abc import Mapping
from dataclasses import dataclass

from ibidem.deposit.package import Built, Text
from ibidem.dts.trees import Tree, trees
from ibidem.record.model import Record


@dataclass(frozen=True, eq=False, slots=True)
class Resource:
    """A text, and its citation trees, the default one first."""

    text: Text
    trees: tuple[Tree, ...]

    @property
    def id(self) -> str:
        """The identifier of the text: the name of its folder."""
        return self.text.record.id


@dataclass(frozen=True, eq=False, slots=True)
class Catalogue:
    """The collection of an edition: its identifier, its record, its texts by identifier, and what is wrong with their references."""

    id: str
    record: Record
    resources: Mapping[str, Resource]
    complaints: tuple[str, ...]


def catalogue(built: Built) -> Catalogue:
    """The collection of a built edition."""
    resources: dict[str, Resource] = {}
    complaints: list[str] = []
    for text in built.texts:
        found, said = trees(text.source)
        resources[text.record.id] = Resource(text, found)
        complaints += said
    identifier = built.record.id or "edition"
    while identifier in resources:
        identifier += "-edition"
    return Catalogue(identifier, built.record, resources, tuple(complaints))
