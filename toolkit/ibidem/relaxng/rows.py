"""Patterns as rows of numbers and strings: what the cache holds of them, and patterns again when they are asked for."""

import marshal
from collections.abc import Callable, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from ibidem.relaxng.datatypes import Datatype
from ibidem.relaxng.pattern import (
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

if TYPE_CHECKING:
    from ibidem.relaxng.names import NameClass

Row = tuple[Any, ...]

_SEVERAL: dict[str, Any] = {"choice": Choice, "group": Group, "interleave": Interleave}
_ONE: dict[str, Any] = {"more": OneOrMore, "list": List}
_KINDS = {kind: name for name, kind in (_SEVERAL | _ONE).items()}


def packed(patterns: Sequence[Pattern]) -> bytes:
    """The patterns of a grammar; what an element holds stands apart, since it may hold the element again."""
    rows = [marshal.dumps(row(pattern)) for pattern in patterns]
    contents = {it.number: it.content.number for it in patterns if isinstance(it, Element)}
    return marshal.dumps((rows, contents))


class Rows:
    """The patterns of `packed`, and `more` after them. A row is unpacked when its pattern is asked for."""

    def __init__(self, data: bytes, size: int, more: list[Row]) -> None:
        self._data = data
        self._size = size
        self._more = more
        self._types: dict[Row, Datatype] = {}

    def __len__(self) -> int:
        return self._size + len(self._more)

    @cached_property
    def _unpacked(self) -> tuple[list[bytes], dict[int, int]]:
        rows, contents = marshal.loads(self._data)
        return rows, contents

    def _row(self, number: int) -> Row:
        row: Row = (
            marshal.loads(self._unpacked[0][number]) if number < self._size else self._more[number - self._size]
        )
        return row

    @cached_property
    def _numbers(self) -> dict[Row, int]:
        return {self._row(number): number for number in range(len(self))}

    def number(self, pattern: Pattern) -> int | None:
        """The number that an equal pattern had in the earlier run."""
        return self._numbers.get(row(pattern))

    def restored(self, number: int, patterns: Patterns) -> Pattern:
        """The pattern of a row, and so its parts, entered into `patterns`."""
        row = self._row(number)
        make: Callable[..., Pattern] = partial(patterns.again, number)
        of = patterns.numbered
        match row[0]:
            case "element":
                return make(Element, _names(row[1]), partial(of, self._unpacked[1][number]))
            case "attribute":
                return make(Attribute, _names(row[1]), of(row[2]))
            case "data":
                return make(Data, self._type(row[1]), None if row[2] is None else of(row[2]))
            case "value":
                type_ = self._type(row[1])
                return make(Value, type_, row[2], type_.of(row[2]) if row[3] is None else row[3])
            case "more" | "list":
                return make(_ONE[row[0]], of(row[1]))
        return make(_SEVERAL[row[0]], tuple(of(part) for part in row[1]))

    def _type(self, row: Row) -> Datatype:
        return self._types.get(row) or self._types.setdefault(row, Datatype(*row))


def row(pattern: Pattern, number: Callable[[Pattern], int] = lambda pattern: pattern.number) -> Row:  # noqa: PLR0911
    """A pattern as a row; `number` says by which numbers its parts are named."""
    match pattern:
        case Choice(parts=parts) | Group(parts=parts) | Interleave(parts=parts):
            return _KINDS[type(pattern)], tuple(map(number, parts))
        case OneOrMore(part=part) | List(part=part):
            return _KINDS[type(pattern)], number(part)
        case Attribute(names=names, value=value):
            return "attribute", names.row(), number(value)
        case Element(names=names):
            return "element", names.row()
        case Data(type=type_, excepted=excepted):
            return "data", _type_row(type_), None if excepted is None else number(excepted)
        case Value(type=type_, string=string, value=value):
            return "value", _type_row(type_), string, value if isinstance(value, str | tuple) else None
    return ()


def parts(pattern: Pattern) -> tuple[Pattern, ...]:
    """The patterns that the row of a pattern names."""
    match pattern:
        case Choice(parts=inner) | Group(parts=inner) | Interleave(parts=inner):
            return inner
        case OneOrMore(part=part) | List(part=part) | Attribute(value=part):
            return (part,)
        case Data(excepted=Pattern() as excepted):
            return (excepted,)
    return ()


def _type_row(type_: Datatype) -> Row:
    return type_.library, type_.name, type_.parameters


def _names(row: Row) -> "NameClass":
    from ibidem.relaxng.names import of_row  # a document like those before it needs none

    return of_row(row)
