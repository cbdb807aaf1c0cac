"""Derivatives of patterns by a start tag, an attribute and a string, each computed once.

The theory is James Clark's ("An algorithm for RELAX NG validation").
"""

from typing import TYPE_CHECKING

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

if TYPE_CHECKING:
    from ibidem.relaxng.datatypes import Prefixes

_SPACE = " \t\r\n"
_SPACES = str.maketrans("\t\r\n", "   ")
_CACHED = 8192  # values remembered for each pattern
_LONGEST = 200  # a longer value is not remembered

Pairs = dict[Pattern, Pattern]  # what is begun -> what comes after it


class Derivatives:
    """The derivatives of the patterns of one grammar."""

    def __init__(self, patterns: Patterns) -> None:
        self.patterns = patterns
        self._open: dict[tuple[Pattern, str], Pairs] = {}
        self._attribute: dict[tuple[Pattern, str], Pairs] = {}
        self._closed: dict[tuple[Pattern, Pattern], Pattern] = {}
        self._values: dict[Pattern, dict[str, Pattern]] = {}

    def matches(self, pattern: Pattern, value: str, prefixes: "Prefixes | None") -> bool:
        """Whether the value of an attribute matches."""
        if pattern is TEXT:
            return True
        if isinstance(pattern, Data):
            return self._is_data(pattern, value, prefixes)
        if pattern.nullable and not value.strip(_SPACE):
            return True
        if isinstance(pattern, Choice):
            return any(self.matches(part, value, prefixes) for part in pattern.parts)
        if isinstance(pattern, Value):
            return bool(pattern.type.of(value, prefixes) == pattern.value)
        return self.derive_text(pattern, value, prefixes).nullable

    def opened(self, pattern: Pattern, name: str) -> Pairs:
        key = (pattern, name)
        pairs = self._open.get(key)
        if pairs is None:
            pairs = self._open[key] = self._pairs(pattern, name, Element)
        return pairs

    def attributed(self, pattern: Pattern, name: str) -> Pairs:
        if not pattern.attributes:
            return {}
        key = (pattern, name)
        pairs = self._attribute.get(key)
        if pairs is None:
            pairs = self._attribute[key] = self._pairs(pattern, name, Attribute)
        return pairs

    def late(self, pattern: Pattern, name: str) -> Pairs:
        return self._pairs(pattern, name, Element, late=True)

    def _pairs(self, pattern: Pattern, name: str, kind: type[Element | Attribute], late: bool = False) -> Pairs:
        """What elements or attributes of a name can begin in a pattern, and what comes after each.

        `late` passes over what must come before, to go on after a fault.
        """
        from ibidem.relaxng.names import split

        inner = self.late if late else self.opened if kind is Element else self.attributed
        pairs: Pairs = {}
        match pattern:
            case Element() | Attribute():
                if isinstance(pattern, kind) and pattern.names.contains(*split(name)):
                    pairs[pattern.content if isinstance(pattern, Element) else pattern.value] = EMPTY
            case Choice():
                for part in pattern.parts:
                    self._add(pairs, inner(part, name))
            case OneOrMore():
                again = self.patterns.optional(pattern)
                for begun, rest in inner(pattern.part, name).items():
                    pairs[begun] = self.patterns.group((rest, again))
            case Group() | Interleave():
                # attributes have no order, nor has what is interleaved
                ordered = isinstance(pattern, Group) and kind is Element
                make = self.patterns.group if isinstance(pattern, Group) else self.patterns.interleave
                parts = pattern.parts
                for place, part in enumerate(parts):
                    before = () if ordered else parts[:place]
                    found = inner(part, name)
                    self._add(pairs, {it: make((*before, rest, *parts[place + 1 :])) for it, rest in found.items()})
                    if ordered and not part.nullable and not late:
                        break
        return pairs

    def _add(self, pairs: Pairs, more: Pairs) -> None:
        for begun, rest in more.items():
            pairs[begun] = self.patterns.choice((pairs[begun], rest)) if begun in pairs else rest

    def without_attributes(self, pattern: Pattern, instead: Pattern) -> Pattern:
        """The pattern with every attribute replaced: by `notAllowed` at the end of a start tag, by `empty` to forgive."""
        if not pattern.attributes:
            return pattern
        if isinstance(pattern, Attribute):
            return instead
        key = (pattern, instead)
        made = self._closed.get(key)
        if made is None:
            made = self._closed[key] = self._mapped(pattern, instead)
        return made

    def _mapped(self, pattern: Pattern, instead: Pattern) -> Pattern:
        match pattern:
            case OneOrMore(part=part):
                return self.patterns.one_or_more(self.without_attributes(part, instead))
            case Choice(parts=parts):
                return self.patterns.choice(self.without_attributes(part, instead) for part in parts)
            case Group(parts=parts):
                return self.patterns.group(self.without_attributes(part, instead) for part in parts)
            case Interleave(parts=parts):
                return self.patterns.interleave(self.without_attributes(part, instead) for part in parts)
        return pattern

    def derive_text(self, pattern: Pattern, text: str, prefixes: "Prefixes | None") -> Pattern:
        """The derivative by a string (for patterns without data the string does not matter)."""
        if pattern is TEXT:
            return TEXT
        if not pattern.text and not pattern.data:
            return NOT_ALLOWED
        if len(text) > _LONGEST:
            return self._by_text(pattern, text, prefixes)
        cache = self._values.setdefault(pattern, {})
        known = cache.get(text)
        if known is None:
            if len(cache) >= _CACHED:
                cache.clear()
            known = self._by_text(pattern, text, prefixes)
            if prefixes is None:
                cache[text] = known
        return known

    def _by_text(self, pattern: Pattern, text: str, prefixes: "Prefixes | None") -> Pattern:
        matched = False
        match pattern:
            case Choice(parts=parts):
                return self.patterns.choice(self.derive_text(part, text, prefixes) for part in parts)
            case OneOrMore(part=part):
                rest = self.derive_text(part, text, prefixes)
                again = self.patterns.optional(pattern)
                # text, then (text | …)*: the same as (text | …)*, so that text in mixed content leads nowhere new
                return again if rest is TEXT else self.patterns.group((rest, again))
            case Group() | Interleave():
                return self._by_text_in(pattern, text, prefixes)
            case Data():
                matched = self._is_data(pattern, text, prefixes)
            case Value(type=type_, value=value):
                matched = type_.of(text, prefixes) == value
            case List(part=part):
                matched = self._is_list(part, text, prefixes)
        return EMPTY if matched else NOT_ALLOWED

    def _is_data(self, data: Data, text: str, prefixes: "Prefixes | None") -> bool:
        return data.type.allows(text, prefixes) and (
            data.excepted is None or not self.matches(data.excepted, text, prefixes)
        )

    def _is_list(self, part: Pattern, text: str, prefixes: "Prefixes | None") -> bool:
        words = [word for word in text.translate(_SPACES).split(" ") if word]
        if isinstance(part, OneOrMore) and _is_word(part.part):  # words of one kind, as nearly always
            return bool(words) and all(self.matches(part.part, word, prefixes) for word in words)
        for word in words:
            part = self.derive_text(part, word, prefixes)
        return part.nullable

    def _by_text_in(self, pattern: Group | Interleave, text: str, prefixes: "Prefixes | None") -> Pattern:
        ordered = isinstance(pattern, Group)
        make = self.patterns.group if ordered else self.patterns.interleave
        found: list[Pattern] = []
        for place, part in enumerate(pattern.parts):
            before = () if ordered else pattern.parts[:place]
            rest = self.derive_text(part, text, prefixes)
            if rest is not NOT_ALLOWED:
                found.append(make((*before, rest, *pattern.parts[place + 1 :])))
            if ordered and not part.nullable:
                break
        return self.patterns.choice(found)


def _is_word(pattern: Pattern) -> bool:
    """Whether a pattern is about one word of a list."""
    if isinstance(pattern, Choice):
        return all(map(_is_word, pattern.parts))
    return isinstance(pattern, Data | Value)
