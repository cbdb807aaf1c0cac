"""A grammar as bytes and back, so that a schema is read, simplified and checked once.

Patterns are numbered in the order of their making and refer to each other by number; what an element holds comes last, since it may
hold the element again.
"""

import marshal
from typing import Any

from ibidem.relaxng.datatypes import TRANSLATED, Datatype
from ibidem.relaxng.grammar import Grammar
from ibidem.relaxng.names import AnyName, Name, NameChoice, NameClass, NsName
from ibidem.relaxng.pattern import (
    EMPTY,
    NOT_ALLOWED,
    TEXT,
    Attribute,
    Choice,
    Data,
    Element,
    Group,
    Interleave,
    List,
    OneOrMore,
    Pattern,
    Patterns,
    Value,
)

_SEVERAL: dict[str, Any] = {"choice": Choice, "group": Group, "interleave": Interleave}
_KINDS = {kind: name for name, kind in _SEVERAL.items()}


def dump(grammar: Grammar) -> bytes:
    """The bytes of a grammar."""
    patterns = list(grammar.patterns.in_order())
    number = {pattern: place for place, pattern in enumerate(patterns)}
    rows = [_row(pattern, number) for pattern in patterns]
    contents = [(number[it], number[it.content]) for it in patterns if isinstance(it, Element)]
    expressions = {
        value: TRANSLATED[value]
        for pattern in patterns
        if isinstance(pattern, Data | Value)
        for key, value in pattern.type.parameters
        if key == "pattern"
    }
    start = number[grammar.start]
    elements = [number[element] for element in grammar.in_schema]
    flags = grammar.needs_prefixes, grammar.has_ids
    return marshal.dumps((rows, contents, expressions, start, elements, flags))


def restore(data: bytes) -> Grammar:
    """The grammar of such bytes."""
    rows, contents, expressions, start, elements, flags = marshal.loads(data)
    TRANSLATED.update(expressions)
    patterns = Patterns()
    made: list[Any] = [EMPTY, NOT_ALLOWED, TEXT]
    types: dict[Any, Datatype] = {}
    for row in rows[len(made) :]:
        made.append(_pattern(row, made, patterns, types))
    for element, content in contents:
        made[element].content = made[content]
    patterns.needs_context, patterns.has_ids = flags
    return Grammar(patterns, made[start], [made[element] for element in elements])


def _row(pattern: Pattern, number: dict[Pattern, int]) -> tuple[Any, ...]:  # noqa: PLR0911
    match pattern:
        case Choice(parts=parts) | Group(parts=parts) | Interleave(parts=parts):
            return _KINDS[type(pattern)], tuple(number[part] for part in parts)
        case OneOrMore(part=part):
            return "more", number[part]
        case List(part=part):
            return "list", number[part]
        case Attribute(names=names, value=value):
            return "attribute", _names_row(names), number[value]
        case Element(names=names):
            return "element", _names_row(names)
        case Data(type=type_, excepted=excepted):
            return "data", _type_row(type_), None if excepted is None else number[excepted]
        case Value(type=type_, string=string, value=value):
            return "value", _type_row(type_), string, value if isinstance(value, str | tuple) else None
    return ()


def _type_row(type_: Datatype) -> tuple[Any, ...]:
    return type_.library, type_.name, type_.parameters


def _pattern(row: tuple[Any, ...], made: list[Any], patterns: Patterns, types: dict[Any, Datatype]) -> Any:
    kind = row[0]
    if kind in _SEVERAL:
        return patterns.again(_SEVERAL[kind], tuple(made[part] for part in row[1]))
    if kind == "element":
        return patterns.element(_names(row[1]))
    if kind == "attribute":
        return patterns.again(Attribute, _names(row[1]), made[row[2]])
    if kind in ("more", "list"):
        return patterns.again(OneOrMore if kind == "more" else List, made[row[1]])
    type_ = types.get(row[1]) or types.setdefault(row[1], Datatype(*row[1]))
    if kind == "data":
        return patterns.again(Data, type_, None if row[2] is None else made[row[2]])
    return patterns.again(Value, type_, row[2], type_.of(row[2]) if row[3] is None else row[3])


def _names_row(names: NameClass) -> tuple[Any, ...]:
    match names:
        case Name(ns, local):
            return "name", ns, local
        case NsName(ns, excepted):
            return "ns", ns, excepted and _names_row(excepted)
        case AnyName(excepted):
            return "any", excepted and _names_row(excepted)
        case NameChoice(classes):
            return "choice", tuple(_names_row(each) for each in classes)


def _names(row: tuple[Any, ...]) -> NameClass:
    match row:
        case "name", ns, local:
            return Name(ns, local)
        case "ns", ns, excepted:
            return NsName(ns, excepted and _names(excepted))
        case "any", excepted:
            return AnyName(excepted and _names(excepted))
    return NameChoice(tuple(_names(each) for each in row[1]))
