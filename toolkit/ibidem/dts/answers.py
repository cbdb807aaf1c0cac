"""The answers of the endpoints. Each takes the parameters of a request, and raises `Refused` where the specification wants an error."""

from collections.abc import Sequence

from ibidem.dts.catalogue import Catalogue, Resource
from ibidem.dts.links import Links, Query
from ibidem.dts.objects import HEAD, MEDIA_TYPES, Json, citable_unit, collection, number_of, page, resource
from ibidem.dts.refused import bad, missing
from ibidem.dts.trees import Tree, Unit


def collected(catalogue: Catalogue, links: Links, query: Query, size: int, media: Sequence[str] = MEDIA_TYPES) -> Json:
    """The collection endpoint: the edition with its texts, or a text; with `nav=parents`, what each of them is part of."""
    identifier, direction = query.get("id") or catalogue.id, query.get("nav") or "children"
    if direction not in ("children", "parents"):
        raise bad("nav is children or parents.")
    if identifier == catalogue.id:
        below = [*catalogue.resources.values()] if direction == "children" else []
        shown, view = page(below, size, "collection", query, links)
        return HEAD | collection(catalogue, links) | {"member": [resource(each, links, media) for each in shown]} | view
    answer = HEAD | resource(_resource(catalogue, identifier, "id"), links, media)
    above = [collection(catalogue, links)] if direction == "parents" else []
    page(above, size, "collection", query, links)
    return answer | ({"member": above} if direction == "parents" else {})


def navigated(catalogue: Catalogue, links: Links, query: Query, size: int, media: Sequence[str] = MEDIA_TYPES) -> Json:
    """The navigation endpoint: a unit, the ends of a range, and the units below or between them, in pre-order."""
    text = asked_resource(catalogue, query)
    answer = HEAD | {
        "@id": links.to("navigation", query),
        "@type": "Navigation",
        "resource": resource(text, links, media),
    }
    _check_range(query)
    down = number_of(query, "down", 0) if query.get("down") else None
    if not text.trees:
        return answer | {"member": []}
    tree = tree_of(text, query)
    ends = {name: _place(tree, query[name]) for name in ("ref", "start", "end") if query.get(name)}
    answer |= {name: citable_unit(tree.units[place]) for name, place in ends.items()}
    if down is None:
        if not ends:
            raise bad("Say how deep: down=1, down=-1 for all, or a ref, or start and end.")
        return answer
    shown, view = page(_members(tree, ends, down), size, "navigation", query, links)
    return answer | {"member": [citable_unit(unit) for unit in shown]} | view


def _members(tree: Tree, ends: dict[str, int], down: int) -> Sequence[Unit]:
    """The units to a depth below a unit, in a range, or below the root; -1 is to the bottom."""
    if down < -1:
        raise bad("down is -1, for all levels, or the number of levels.")
    if down == 0:
        if "ref" not in ends:
            raise bad("down=0 asks for what stands beside a unit: name it by ref.")
        return siblings(tree, tree.units[ends["ref"]])
    if "ref" in ends:
        first, last, level = ends["ref"], tree.below(ends["ref"]), tree.units[ends["ref"]].level
    elif "start" in ends:
        first, end = ends["start"], ends["end"]
        _check_order(first, end)
        last, level = tree.below(end), max(tree.units[first].level, tree.units[end].level)
    else:
        first, last, level = 0, len(tree.units), 0
    units = tree.units[first:last]
    return units if down == -1 else [unit for unit in units if unit.level <= level + down]


def siblings(tree: Tree, unit: Unit) -> list[Unit]:
    """The units with the same parent, this one among them."""
    first = tree.places[unit.parent] if unit.parent else -1
    last = tree.below(first) if unit.parent else len(tree.units)
    return [each for each in tree.units[first + 1 : last] if each.level == unit.level]


def asked_part(catalogue: Catalogue, query: Query) -> tuple[Resource, tuple[Unit, Unit] | None]:
    """What the document endpoint is asked for: a text, and the first and the last unit of it, or None for all of it."""
    text = asked_resource(catalogue, query)
    _check_range(query)
    names = [query[name] for name in ("ref", "start", "end") if query.get(name)]
    if not names:
        return text, None
    if not text.trees:
        raise missing(f"The text {text.id} has no citation tree.")
    tree = tree_of(text, query)
    first, last = (_place(tree, name) for name in (names[0], names[-1]))
    _check_order(first, last)
    return text, (tree.units[first], tree.units[last])


def asked_resource(catalogue: Catalogue, query: Query) -> Resource:
    """The text that `resource` names."""
    if not query.get("resource"):
        raise bad("Name a resource.")
    return _resource(catalogue, query["resource"], "resource")


def _resource(catalogue: Catalogue, identifier: str, name: str) -> Resource:
    if identifier not in catalogue.resources:
        raise missing(f"There is no {name} “{identifier}”.")
    return catalogue.resources[identifier]


def tree_of(text: Resource, query: Query) -> Tree:
    """The tree that `tree` names; the default one has no name."""
    name = query.get("tree", "")
    found = next((tree for tree in text.trees if tree.identifier == name), None)
    if found is None:
        raise missing(f"The text {text.id} has no citation tree “{name}”. The default one is asked for without tree.")
    return found


def _check_range(query: Query) -> None:
    if query.get("ref") and (query.get("start") or query.get("end")):
        raise bad("ref is used without start and end.")
    if bool(query.get("start")) is not bool(query.get("end")):
        raise bad("start and end are used together.")


def _place(tree: Tree, identifier: str) -> int:
    if identifier not in tree.places:
        raise missing(f"There is no unit “{identifier}” in this citation tree.")
    return tree.places[identifier]


def _check_order(first: int, last: int) -> None:
    if last < first:
        raise bad("end stands before start.")
