"""Regular expressions that come from the input, matched in bounded time.

Python's `re` tries one way after another: `(a+)+$` takes twice as long for each further character, and no list of forbidden forms catches all
such patterns. Here a pattern becomes a program of single steps, and no step is tried twice at one place of the text, so that a match costs at
most the product of the two lengths. Read are the expressions of XPath (Functions and Operators 3.1, 5.6.1) without back-references and blocks.
"""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import Any

_LONGEST = 1000  # characters of a pattern, and of a text that is matched
_STEPS = 2000  # of a program, after {n,m} is written out
_GROUPS = 20
_DEEPEST = 50

Test = Callable[[str], bool]


class Kind(Enum):
    """What a step does: test one character, try two ways, go on elsewhere, note a place, or stand at an end."""

    CHAR = "char"
    SPLIT = "split"
    JUMP = "jump"
    SAVE = "save"
    START = "start"
    END = "end"
    MATCH = "match"


# A step: its kind, and the test, the place noted or the step to go on with (of a split both, the one that is tried first before).
Step = tuple[Kind, Any, int]


class BadPattern(ValueError):
    """The pattern is none, or one that is not read here; the message says why."""


@dataclass
class Budget:
    """How many steps may still be made for one document."""

    left: int = 5_000_000

    @property
    def spent(self) -> bool:
        return self.left <= 0


@dataclass(frozen=True)
class Pattern:
    """A pattern as a program; `groups` is the number of its parentheses that capture."""

    steps: tuple[Step, ...]
    groups: int

    def match(self, text: str, budget: Budget) -> list[str] | None:
        """What the whole of a text is to a pattern: all of it, then each group; None where it does not match (or the budget is spent)."""
        if len(text) > _LONGEST:
            return None
        tried: set[tuple[int, int]] = set()
        ways: list[tuple[int, int, tuple[int, ...]]] = [(0, 0, (-1,) * (2 * self.groups))]
        while ways and not budget.spent:
            step, at, saved = ways.pop()
            if (step, at) in tried:
                continue
            tried.add((step, at))
            budget.left -= 1
            kind, value, other = self.steps[step]
            if kind is Kind.CHAR:
                if at < len(text) and value(text[at]):
                    ways.append((step + 1, at + 1, saved))
            elif kind is Kind.SPLIT:
                ways += [(other, at, saved), (value, at, saved)]
            elif kind is Kind.JUMP:
                ways.append((value, at, saved))
            elif kind is Kind.SAVE:
                ways.append((step + 1, at, (*saved[:value], at, *saved[value + 1 :])))
            elif at == (0 if kind is Kind.START else len(text)):
                if kind is not Kind.MATCH:
                    ways.append((step + 1, at, saved))
                    continue
                groups = [(saved[2 * n], saved[2 * n + 1]) for n in range(self.groups)]
                return [text, *(text[start:end] if start >= 0 <= end else "" for start, end in groups)]
        return None


@lru_cache(maxsize=256)
def compiled(pattern: str) -> Pattern:
    """The program of a pattern. Raises `BadPattern`."""
    if len(pattern) > _LONGEST:
        raise BadPattern(f"it is longer than {_LONGEST} characters")
    return _Reader(pattern).read()


class _Reader:
    """Reads a pattern by descent and writes its program."""

    def __init__(self, pattern: str) -> None:
        self.text = pattern
        self.at = 0
        self.groups = 0
        self.depth = 0

    def read(self) -> Pattern:
        program = self._branches()
        if self.at < len(self.text):
            raise BadPattern(f"the parenthesis at character {self.at + 1} closes nothing")
        return Pattern((*program, (Kind.MATCH, None, 0)), self.groups)

    def _peek(self) -> str:
        return self.text[self.at : self.at + 1]

    def _take(self) -> str:
        char = self._peek()
        if not char:
            raise BadPattern("it ends too early")
        self.at += 1
        return char

    def _branches(self) -> list[Step]:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise BadPattern(f"its parentheses are nested more than {_DEEPEST} deep")
        program = self._branch()
        while self._peek() == "|":
            self.at += 1
            other = self._branch()
            program = _checked([
                (Kind.SPLIT, 1, len(program) + 2), *_moved(program, 1),
                (Kind.JUMP, len(program) + 2 + len(other), 0), *_moved(other, len(program) + 2),
            ])  # fmt: skip
        self.depth -= 1
        return program

    def _branch(self) -> list[Step]:
        program: list[Step] = []
        while (char := self._peek()) and char not in "|)":
            piece = self._repeated(self._atom())
            program = _checked(program + _moved(piece, len(program)))
        return program

    def _atom(self) -> list[Step]:  # noqa: PLR0911
        match char := self._take():
            case "(":
                return self._group()
            case "[":
                return [(Kind.CHAR, self._class(), 0)]
            case "\\":
                return [(Kind.CHAR, self._escape(), 0)]
            case ".":
                return [(Kind.CHAR, lambda c: c not in "\n\r", 0)]
            case "^":
                return [(Kind.START, None, 0)]
            case "$":
                return [(Kind.END, None, 0)]
            case "*" | "+" | "?" | "{" | "}" | "]":
                raise BadPattern(f"the {char} at character {self.at} has nothing before it")
        return [(Kind.CHAR, char.__eq__, 0)]

    def _group(self) -> list[Step]:
        place = None
        if self.text.startswith("?:", self.at):
            self.at += 2
        elif self._peek() == "?":
            raise BadPattern("it looks ahead or behind, which XPath does not have")
        else:
            place, self.groups = self.groups, self.groups + 1
            if self.groups > _GROUPS:
                raise BadPattern(f"it has more than {_GROUPS} groups")
        inner = self._branches()
        if self._peek() != ")":
            raise BadPattern("a parenthesis is not closed")
        self.at += 1
        if place is None:
            return inner
        return [(Kind.SAVE, 2 * place, 0), *_moved(inner, 1), (Kind.SAVE, 2 * place + 1, 0)]

    def _repeated(self, atom: list[Step]) -> list[Step]:
        program = atom
        while (char := self._peek()) and char in "*+?{":
            self.at += 1
            least, most = {"*": (0, None), "+": (1, None), "?": (0, 1)}.get(char) or self._counts()
            lazy = self._peek() == "?"
            if lazy:
                self.at += 1
            program = _times(program, least, most, lazy=lazy)
        return program

    def _counts(self) -> tuple[int, int | None]:
        end = self.text.find("}", self.at)
        least, comma, most = self.text[self.at : end].partition(",")
        if end < 0 or not least.isdecimal() or (most and not most.isdecimal()):
            raise BadPattern("the braces hold no numbers")
        self.at = end + 1
        if max(int(least), int(most or 0)) > _STEPS:
            raise BadPattern("it repeats too often")
        if most and int(most) < int(least):
            raise BadPattern("the second number in braces is less than the first")
        return int(least), (int(most) if most else None) if comma else int(least)

    def _class(self) -> Test:
        negated = self._peek() == "^"
        self.at += negated
        tests: list[Test] = []
        without: Test | None = None
        while (char := self._take()) != "]" or not tests:
            if char == "-" and self._peek() == "[" and tests:
                self.at += 1
                without = self._class()
                continue
            if char == "\\":
                tests.append(self._escape())
            elif self._peek() == "-" and self.text[self.at + 1 : self.at + 2] not in ("]", "[", ""):
                self.at += 1
                last = self._take()
                if last == "\\":
                    last = self._take()
                if last < char:
                    raise BadPattern(f"the range {char}-{last} runs backwards")
                tests.append(_between(char, last))
            else:
                tests.append(char.__eq__)
        return _any_of(tuple(tests), negated, without)

    def _escape(self) -> Test:
        char = self._take()
        if char in "pP":
            return self._category(negated=char == "P")
        if char in "nrt":
            return {"n": "\n", "r": "\r", "t": "\t"}[char].__eq__
        if char.lower() in _KINDS:
            test = _KINDS[char.lower()]
            return (lambda c: not test(c)) if char.isupper() else test
        if char.isalnum():
            raise BadPattern(f"\\{char} is not understood here")
        return char.__eq__

    def _category(self, *, negated: bool) -> Test:
        end = self.text.find("}", self.at)
        name = self.text[self.at + 1 : end]
        if self._peek() != "{" or end < 0 or not 1 <= len(name) <= 2:
            raise BadPattern("\\p is followed by no category such as {L} or {Lu}")
        self.at = end + 1
        return lambda c: unicodedata.category(c).startswith(name) is not negated


def _times(program: list[Step], least: int, most: int | None, *, lazy: bool) -> list[Step]:
    if len(program) * max(least, most or 0) > _STEPS:
        raise BadPattern("it repeats too often")
    made: list[Step] = []
    for _ in range(least):
        made += _moved(program, len(made))
    if most is None:
        begin = len(made)
        ways = (begin + 1, begin + len(program) + 2)
        made += [_split(*ways, lazy=lazy), *_moved(program, begin + 1), (Kind.JUMP, begin, 0)]
    else:
        end = len(made) + (most - least) * (len(program) + 1)
        for _ in range(most - least):
            ways = (len(made) + 1, end)
            made += [_split(*ways, lazy=lazy), *_moved(program, len(made) + 1)]
    return _checked(made)


def _moved(program: list[Step], by: int) -> list[Step]:
    """A program whose jumps are those it has when it stands `by` steps later."""
    moved = {Kind.SPLIT: (by, by), Kind.JUMP: (by, 0)}
    return [
        (kind, value + moved[kind][0], other + moved[kind][1]) if kind in moved else (kind, value, other)
        for kind, value, other in program
    ]


def _split(inner: int, after: int, *, lazy: bool) -> Step:
    return (Kind.SPLIT, after, inner) if lazy else (Kind.SPLIT, inner, after)


def _checked(program: list[Step]) -> list[Step]:
    if len(program) > _STEPS:
        raise BadPattern("it is too large")
    return program


def _between(first: str, last: str) -> Test:
    return lambda c: first <= c <= last


def _any_of(tests: tuple[Test, ...], negated: bool, without: Test | None) -> Test:
    @lru_cache(maxsize=512)
    def test(char: str) -> bool:
        return any(each(char) for each in tests) is not negated and not (without and without(char))

    return test


_KINDS: dict[str, Test] = {
    "d": lambda c: unicodedata.category(c) == "Nd",
    "s": lambda c: c in " \t\n\r",
    "w": lambda c: unicodedata.category(c)[0] not in "PZC",
    "i": lambda c: c.isalpha() or c in "_:",
    "c": lambda c: c.isalnum() or c in "_:.-·",
}
