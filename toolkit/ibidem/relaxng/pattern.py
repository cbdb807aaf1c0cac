"""Patterns of the simple syntax (section 5), each made once: two equal patterns are one object.

The builder applies what section 4.20 and 4.21 say of `notAllowed` and `empty`, flattens what is associative, and drops the second
of two equal alternatives; so derivatives of a finite grammar come back to patterns that are known.
"""

from collections.abc import Callable, Iterable, Iterator
from operator import attrgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ibidem.relaxng.datatypes import Datatype
    from ibidem.relaxng.names import NameClass
    from ibidem.relaxng.rows import Rows


class Pattern:
    """What all patterns have: whether nothing matches them, and what is in them outside elements (for attributes: outside attributes).

    `number` is the place of a pattern in the order of making, parts before what they are parts of.
    """

    __slots__ = ("attributes", "data", "nullable", "number", "text")

    def __init__(self, nullable: bool = False, parts: "tuple[Pattern, ...]" = ()) -> None:
        self.number = 0
        self.nullable = nullable
        self.attributes: bool = any(part.attributes for part in parts)
        self.data: bool = any(part.data for part in parts)
        self.text: bool = any(part.text for part in parts)


class Empty(Pattern):
    __slots__ = ()


class NotAllowed(Pattern):
    __slots__ = ()


class Text(Pattern):
    __slots__ = ()


EMPTY = Empty(nullable=True)
NOT_ALLOWED = NotAllowed()
TEXT = Text(nullable=True)
TEXT.text = True
_FIXED: tuple[Pattern, ...] = (EMPTY, NOT_ALLOWED, TEXT)
for _number, _pattern in enumerate(_FIXED):
    _pattern.number = _number


class Choice(Pattern):
    __slots__ = ("parts",)

    def __init__(self, parts: tuple[Pattern, ...]) -> None:
        super().__init__(any(part.nullable for part in parts), parts)
        self.parts = parts


class Group(Pattern):
    __slots__ = ("parts",)

    def __init__(self, parts: tuple[Pattern, ...]) -> None:
        super().__init__(all(part.nullable for part in parts), parts)
        self.parts = parts


class Interleave(Pattern):
    __slots__ = ("parts",)

    def __init__(self, parts: tuple[Pattern, ...]) -> None:
        super().__init__(all(part.nullable for part in parts), parts)
        self.parts = parts


class OneOrMore(Pattern):
    __slots__ = ("part",)

    def __init__(self, part: Pattern) -> None:
        super().__init__(part.nullable, (part,))
        self.part = part


class List(Pattern):
    __slots__ = ("part",)

    def __init__(self, part: Pattern) -> None:
        super().__init__()
        self.data = True
        self.part = part


class Data(Pattern):
    __slots__ = ("excepted", "type")

    def __init__(self, type_: "Datatype", excepted: Pattern | None) -> None:
        super().__init__()
        self.data = True
        self.type = type_
        self.excepted = excepted


class Value(Pattern):
    """One value of a datatype; `value` is what the datatype makes of `string`."""

    __slots__ = ("string", "type", "value")

    def __init__(self, type_: "Datatype", string: str, value: Any) -> None:
        super().__init__()
        self.data = True
        self.type = type_
        self.string = string
        self.value = value


class Attribute(Pattern):
    __slots__ = ("names", "value")

    def __init__(self, names: "NameClass", value: Pattern) -> None:
        super().__init__()
        self.attributes = True
        self.names = names
        self.value = value


class Element(Pattern):
    """An element of the schema. Its content is filled in later, since it may hold the element again."""

    __slots__ = ("_content", "_later", "names")

    def __init__(self, names: "NameClass", later: "Callable[[], Pattern] | None" = None) -> None:
        super().__init__()
        self.names = names
        self._content: Pattern = NOT_ALLOWED
        self._later = later

    @property
    def content(self) -> Pattern:
        if self._later is not None:
            self._content, self._later = self._later(), None
        return self._content

    @content.setter
    def content(self, content: Pattern) -> None:
        self._content = content


def attributes(pattern: Pattern) -> Iterator[Attribute]:
    """The attributes in a pattern, those in its elements left aside."""
    match pattern:
        case Attribute():
            yield pattern
        case OneOrMore(part=part):
            yield from attributes(part)
        case Choice(parts=parts) | Group(parts=parts) | Interleave(parts=parts):
            for part in parts:
                if part.attributes:
                    yield from attributes(part)


_BY_NUMBER = attrgetter("number")


class Patterns:
    """Makes the patterns of one grammar, and finds again those that an earlier run made."""

    def __init__(self, kept: "Rows | None" = None) -> None:
        self._made: dict[tuple[Any, ...], Any] = {}
        self._kept = kept
        self._numbered: list[Pattern | None] = [*_FIXED, *[None] * (len(kept) - len(_FIXED) if kept else 0)]
        self.needs_context = False  # whether a value depends on the prefixes around it
        self.has_ids = False  # whether there are ID, IDREF or IDREFS

    def __len__(self) -> int:
        return len(self._numbered)

    def numbered(self, number: int) -> Pattern:
        """The pattern with a number."""
        pattern = self._numbered[number]
        if pattern is None:
            assert self._kept is not None
            pattern = self._kept.restored(number, self)
        return pattern

    def _enter(self, pattern: Pattern, number: int) -> None:
        pattern.number = number
        self._numbered[number] = pattern

    def _add(self, pattern: Pattern) -> None:
        pattern.number = len(self._numbered)
        self._numbered.append(pattern)

    def _make(self, kind: Any, *arguments: Any) -> Any:
        key = (kind, *arguments)
        pattern = self._made.get(key)
        if pattern is None:
            pattern = self._made[key] = kind(*arguments)
            number = self._kept.number(pattern) if self._kept else None
            if number is None:
                self._add(pattern)
            else:
                self._enter(pattern, number)
        return pattern

    def again(self, number: int, kind: Any, *arguments: Any) -> Any:
        """A pattern that was made before as it is wanted now: nothing is flattened, sorted or left out."""
        pattern = kind(*arguments)
        if kind is not Element:  # two elements may have the same names
            self._made[kind, *arguments] = pattern
        self._enter(pattern, number)
        return pattern

    def element(self, names: "NameClass") -> Element:
        element = Element(names)
        self._add(element)
        return element

    def attribute(self, names: "NameClass", value: Pattern) -> Pattern:
        made: Pattern = self._make(Attribute, names, value)
        return NOT_ALLOWED if value is NOT_ALLOWED else made

    def data(self, type_: "Datatype", excepted: Pattern | None) -> Pattern:
        self.needs_context |= type_.needs_context
        self.has_ids |= type_.name in ("ID", "IDREF", "IDREFS")
        made: Pattern = self._make(Data, type_, None if excepted is NOT_ALLOWED else excepted)
        return made

    def value(self, type_: "Datatype", string: str, value: Any) -> Pattern:
        self.needs_context |= type_.needs_context
        made: Pattern = self._make(Value, type_, string, value)
        return made

    def a_list(self, part: Pattern) -> Pattern:
        made: Pattern = self._make(List, part)
        return NOT_ALLOWED if part is NOT_ALLOWED else made

    def one_or_more(self, part: Pattern) -> Pattern:
        if part is NOT_ALLOWED or part is EMPTY or isinstance(part, OneOrMore):
            return part
        made: Pattern = self._make(OneOrMore, part)
        return made

    def optional(self, part: Pattern) -> Pattern:
        return self.choice((part, EMPTY))

    def choice(self, parts: Iterable[Pattern]) -> Pattern:
        """The union; its order is that of making, so that equal unions are one."""
        flat: dict[Pattern, None] = {}
        for part in parts:
            if isinstance(part, Choice):
                flat.update(dict.fromkeys(part.parts))
            elif part is not NOT_ALLOWED:
                flat[part] = None
        if EMPTY in flat and any(part.nullable for part in flat if part is not EMPTY):
            del flat[EMPTY]
        return self._of(Choice, sorted(flat, key=_BY_NUMBER), NOT_ALLOWED)

    def group(self, parts: Iterable[Pattern]) -> Pattern:
        return self._of(Group, self._flat(Group, parts), EMPTY)

    def interleave(self, parts: Iterable[Pattern]) -> Pattern:
        flat = self._flat(Interleave, parts)
        return self._of(Interleave, sorted(flat, key=_BY_NUMBER), EMPTY)

    def _flat(self, kind: type[Group | Interleave], parts: Iterable[Pattern]) -> list[Pattern]:
        flat: list[Pattern] = []
        for part in parts:
            if part is NOT_ALLOWED:
                return [NOT_ALLOWED]
            if isinstance(part, kind):
                flat.extend(part.parts)
            elif part is not EMPTY:
                flat.append(part)
        return flat

    def _of(self, kind: Any, parts: list[Pattern], none: Pattern) -> Pattern:
        if len(parts) < 2:
            return parts[0] if parts else none
        made: Pattern = self._make(kind, tuple(parts))
        return made
