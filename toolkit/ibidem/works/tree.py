"""The archives that are cited, as a tree: archive, fonds, opis, delo, pages, each with the number of its citations."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from ibidem.citations.identify import fold_archive
from ibidem.report import plain
from ibidem.works.record import Cited, number_in


@dataclass(slots=True)
class Node:
    """An archive or a step in it."""

    text: str
    count: int = 0
    below: dict[tuple[str, str], "Node"] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)


def as_tree(works: Sequence[Cited]) -> str:
    """The tree, indented; archives by name, steps and pages by number."""
    top = Node("")
    for cited in works:
        record = cited.record
        if not record.path:
            continue
        node = _below(
            top, ("archive", fold_archive(record.archive)), record.archive or "(no archive named)", len(cited.places)
        )
        for step in record.path:
            node = _below(node, (step.unit, step.number), step.text, len(cited.places))
        for place in cited.places:
            locator = place.locator or "(no page)"
            node.places[locator] = node.places.get(locator, 0) + 1
    return "".join(f"{line}\n" for line in _lines(top, -1)) if top.below else "No archival units are cited.\n"


def _below(node: Node, key: tuple[str, str], text: str, count: int) -> Node:
    found = node.below.setdefault(key, Node(text))
    found.count += count
    return found


def _lines(node: Node, depth: int) -> list[str]:
    lines = []
    if depth >= 0:
        lines.append(f"{'  ' * depth}{plain(node.text)}: {node.count} citation{'' if node.count == 1 else 's'}")
    below = sorted(node.below.values(), key=lambda each: (number_in(each.text) if depth >= 0 else 0, each.text))
    for each in below:
        lines += _lines(each, depth + 1)
    if node.places:
        places = sorted(node.places.items(), key=lambda item: (number_in(item[0]), item[0]))
        lines.append(
            "  " * (depth + 1)
            + plain("; ".join(f"{place} × {count}" if count > 1 else place for place, count in places))
        )
    return lines
