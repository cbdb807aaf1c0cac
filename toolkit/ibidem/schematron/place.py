"""Where the nodes of a report are: their paths, as `fn:path` writes them, followed through the events of the document."""

import re
from collections import Counter
from collections.abc import Collection
from typing import Any

from ibidem.reading.events import Read
from ibidem.relaxng.places import Place, find

_STEP = re.compile(r"/Q\{([^}]*)\}([^/\[]+)\[(\d+)\]")
# An element of a path: its name as expat writes it, and its number among those of that name.
Step = tuple[str, int]


class _Branch(dict[Step, "_Branch"]):
    """What is looked for below an element; `path` where the element itself is."""

    path: tuple[Step, ...] | None = None


def steps(path: str) -> tuple[Step, ...]:
    """The elements on the way to a node; an attribute, a text or the document is at the last of them, or at the root."""
    return tuple((f"{ns}}}{name}" if ns else name, int(number)) for ns, name, number in _STEP.findall(path))


def places(read: Read, paths: Collection[str]) -> dict[str, Place]:
    """The element at which each path ends; that of the document is the root."""
    by_steps = {path: steps(path) for path in paths}
    orders = _orders(read, {way for way in by_steps.values() if way})
    found = find(read, {0, *orders.values()}).by_order
    return {path: found[orders.get(way, 0)] for path, way in by_steps.items()}


def _orders(read: Read, ways: Collection[tuple[Step, ...]]) -> dict[tuple[Step, ...], int]:
    """The numbers of elements in the order of the document, 0 for the root."""
    top = _Branch()
    for way in ways:
        branch = top
        for step in way:
            branch = branch.setdefault(step, _Branch())
        branch.path = way
    orders: dict[tuple[Step, ...], int] = {}
    open_branches: list[tuple[_Branch | None, Counter[str]]] = [(top, Counter())]
    number = -1

    def attach(parser: Any) -> None:
        def start(name: str, _attributes: list[str]) -> None:
            nonlocal number
            number += 1
            branch, seen = open_branches[-1]
            seen[name] += 1
            below = branch.get((name, seen[name])) if branch else None
            if below is not None and below.path is not None:
                orders[below.path] = number
            open_branches.append((below, Counter()))

        def end(_name: str) -> None:
            open_branches.pop()

        parser.StartElementHandler = start
        parser.EndElementHandler = end

    read(attach)
    return orders
