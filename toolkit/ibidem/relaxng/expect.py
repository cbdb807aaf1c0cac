"""What patterns allow and what they demand: for messages only, so nothing is kept."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from ibidem.relaxng.names import listed
from ibidem.relaxng.pattern import (
    NOT_ALLOWED,
    Attribute,
    Choice,
    Data,
    Element,
    Group,
    Interleave,
    List,
    OneOrMore,
    Pattern,
    Value,
    attributes,
)

Name = tuple[str, str]
Patterns = Iterable[Pattern]


def elements_allowed(patterns: Patterns) -> list[Name]:
    """The elements that may come next, in the order of the schema."""
    return _unique(name for pattern in patterns for name in _first(pattern))


def _first(pattern: Pattern) -> Iterator[Name]:
    match pattern:
        case Element(names=names):
            yield from listed(names)
        case OneOrMore(part=part):
            yield from _first(part)
        case Choice(parts=parts) | Interleave(parts=parts):
            for part in parts:
                yield from _first(part)
        case Group(parts=parts):
            for part in parts:
                yield from _first(part)
                if not part.nullable:
                    break


def elements_required(patterns: Patterns) -> list[Name]:
    """The elements without which no way leads to the end."""
    return _common([_required(pattern, Element) for pattern in patterns if pattern is not NOT_ALLOWED])


def attributes_required(patterns: Patterns) -> list[Name]:
    return _common([_required(pattern, Attribute) for pattern in patterns if pattern is not NOT_ALLOWED])


def attributes_allowed(patterns: Patterns) -> list[Name]:
    return sorted(
        _unique(name for pattern in patterns for it in attributes(pattern) for name in listed(it.names)),
        key=lambda name: name[1],
    )


def _required(pattern: Pattern, kind: type[Element | Attribute]) -> list[Name]:
    match pattern:
        case Element(names=names) | Attribute(names=names):
            found = listed(names)
            return found if isinstance(pattern, kind) and len(found) == 1 else []
        case OneOrMore(part=part):
            return _required(part, kind)
        case Choice(parts=parts):
            return _common([_required(part, kind) for part in parts])
        case Group(parts=parts) | Interleave(parts=parts):
            return _unique(name for part in parts for name in _required(part, kind))
    return []


def values(patterns: Patterns, attribute: Name | None = None) -> list[str]:
    """The values that are written out for an attribute, or for the content of an element; else what the datatypes are called."""
    wanted: list[Pattern] = list(patterns)
    if attribute is not None:
        wanted = [it.value for each in wanted for it in attributes(each) if it.names.contains(*attribute)]
    found = [it for pattern in wanted for it in _values(pattern) if it]
    return list(dict.fromkeys(found))


def _values(pattern: Pattern) -> Iterator[str]:
    match pattern:
        case Value(string=string):
            yield string
        case Data(type=type_):
            patterns = [value for key, value in type_.parameters if key == "pattern"]
            yield plain_type(type_.name, patterns[0] if patterns else "")
        case OneOrMore(part=part) | List(part=part):
            yield from _values(part)
        case Choice(parts=parts) | Group(parts=parts) | Interleave(parts=parts):
            for part in parts:
                yield from _values(part)


def plain_type(name: str, pattern: str) -> str:
    """A datatype of XML Schema, and the form that a schema restricts it to, in words."""
    plain = _PLAIN.get(name, name)
    return _FORMS.get(pattern, f"{plain} of the form {pattern}") if pattern else plain


_PLAIN = {
    "anyURI": "an address (URI)",
    "boolean": "true or false",
    "date": "a date as 1919-03-02",
    "dateTime": "a date and time as 1919-03-02T10:00:00",
    "decimal": "a number",
    "double": "a number",
    "float": "a number",
    "gDay": "a day as ---02",
    "gMonth": "a month as --03",
    "gMonthDay": "a day of a month as --03-02",
    "gYear": "a year as 1919",
    "gYearMonth": "a month as 1919-03",
    "ID": "a name without spaces or colons",
    "integer": "a whole number",
    "language": "a language tag",
    "NCName": "a name without spaces or colons",
    "Name": "a name",
    "nonNegativeInteger": "a whole number from 0",
    "positiveInteger": "a whole number from 1",
    "string": "text",
    "time": "a time as 10:00:00",
    "token": "text",
}
# The forms that TEI gives its datatypes.
_FORMS = {
    r"[^\p{C}\p{Z}]+": "one word, without spaces",
    r"(\p{L}|\p{N}|\p{P}|\p{S})+": "one word, without spaces",
    r"[\-+]?\d+(\.\d+)?%?": "a number",
    r"(\-?[\d]+/\-?[\d]+)": "a fraction as 1/2",
    r"\S+": "an address (URI)",
    r"[0-9.,DHMPRSTWYZ/:+\-]+": "a date of ISO 8601 as 1919-03-02",
    r"(-?[0-9]+(\.[0-9]+)?,-?[0-9]+(\.[0-9]+)?(,-?[0-9]+(\.[0-9]+)?)?)": "points as 10,20 30,40",
    r"[\d]+(\.[\d]+){0,2}": "a version as 4.12.0",
    r"[\d]+[a-z]*[\d]*(\.[\d]+[a-z]*[\d]*){0,3}": "a version as 4.12.0",
    r"[\-+]?\d+(\.\d+)?(%|cm|mm|in|pt|pc|px|em|ex|ch|rem|vw|vh|vmin|vmax)": "a measure as 12cm",
}


def _common(sets: list[list[Name]]) -> list[Name]:
    return [name for name in sets[0] if all(name in other for other in sets[1:])] if sets else []


def _unique(names: Iterable[Name]) -> list[Name]:
    return list(dict.fromkeys(names))


def nearest(name: str, known: Iterable[str], alike: float = 0.7) -> str:
    """The name that was probably meant, or "". Capitals do not count."""
    # no names are alike whose lengths are not
    shortest, longest = len(name) * alike / (2 - alike), len(name) * (2 - alike) / alike
    small = {it.lower(): it for it in known if shortest <= len(it) <= longest}
    close = get_close_matches(name.lower(), small, n=3, cutoff=alike)
    # of names that are as near, one that begins the same
    return small[min(close, key=lambda it: it[0] != name[0].lower())] if close else ""


def meant(patterns: Patterns, ns: str, local: str) -> str:
    """The element allowed next that an unknown name probably means, or ""."""
    return nearest(local, [it for space, it in elements_allowed(patterns) if space == ns], alike=0.65)
