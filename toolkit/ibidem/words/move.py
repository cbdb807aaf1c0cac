"""Cures for an element where it is not allowed, each tried on the schema before it is proposed: wrap it, move it, end its parent."""

from ibidem.words.case import Around, Case, Name, Schema
from ibidem.words.common import BLOCKS, ELEMENTS, LAST
from ibidem.words.show import either

_MANY = 200  # siblings; among more no place is looked for
_OFTEN = 40  # elements that take another one
_BESIDE = 20  # siblings that show what the parent is for
_PARAGRAPHS = ("p", "ab", "l")


def wrappers(case: Case, schema: Schema) -> list[str]:
    """The elements that are allowed here and that take it as their only content, the likeliest first."""
    ns, _ = case.at.name
    at = case.at
    following = at.siblings[at.index + 1] if at.index + 1 < len(at.siblings) else None
    found = [
        local
        for space, local in case.allowed
        if space == ns
        and schema.is_whole((space, local), at.name)
        and (following is None or schema.goes_on(case.state, (space, local), following))
    ]
    plain = [it for it in _PARAGRAPHS if it in found]
    if plain:
        return plain
    if sum(schema.may_hold((ns, it), at.name) for it in schema.known(ns)) > _OFTEN:
        # what is allowed nearly everywhere tells nothing of what should be around it: its neighbours do, or that it is part of an entry;
        # and a block wants to stand by itself
        beside = {name for _, name in at.siblings[:_BESIDE]}
        return (
            [] if at.local in BLOCKS else sorted(found, key=lambda it: (it not in beside, schema.takes_text((ns, it))))
        )
    return sorted(found, key=lambda it: (len(_takes((ns, it), schema)), ELEMENTS.get(it, LAST)))


def _takes(name: Name, schema: Schema) -> list[str]:
    """What an element takes: the fewer, the more it was made for what is to be put in."""
    return [it for it in schema.known(name[0]) if schema.may_hold(name, (name[0], it))]


def wrapping(case: Case, schema: Schema) -> str:
    found = wrappers(case, schema)
    if found and found[0] in _PARAGRAPHS:
        found = [it for it in found if it != "ab"] or found
        return f"Put it into {either(found[:2])}."
    return f"Put it into {either(found[:2])}." if found else ""


def moving(case: Case, schema: Schema, strictly: bool = False) -> str:
    """Where in its parent it would be allowed, seen from the nearest such place."""
    at = case.at
    if len(at.siblings) > _MANY:
        return ""
    rest = others(at)
    places = schema.places(at.parents[0], rest, at.name, strictly)
    if not places:
        return ""
    place = min(places, key=lambda it: (abs(it - at.index), it))
    if place == 0:
        return f"Move it to the beginning of the {at.parent}."
    if place == len(rest):
        return f"Move it to the end of the {at.parent}."
    return f"Move it before the {rest[place][1]}." if place < at.index else f"Move it after the {rest[place - 1][1]}."


def others(at: Around, but: Name = ("", "")) -> list[Name]:
    """The siblings of an element, those with one name left out."""
    around = [*at.siblings[: at.index], *at.siblings[at.index + 1 :]] if len(at.siblings) <= _MANY else []
    return [name for name in around if name != but]


def ending(case: Case, schema: Schema) -> str:
    """Whether it would be allowed after its parent."""
    at = case.at
    if len(at.parents) < 2 or not at.uncles or len(at.uncles) > _MANY:
        return ""
    if schema.follows(at.parents[1], at.uncles, at.name):
        return f"End the {at.parent} before it."
    return ""
