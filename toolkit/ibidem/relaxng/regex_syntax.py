"""The syntax of regular expressions of XML Schema (Part 2, appendix F)."""

from ibidem.relaxng.characters import ESCAPED, SINGLE, Contains, any_char, difference, inverse, of_category, union
from ibidem.relaxng.regex import Chars, Either, Node, Times

_LARGEST = 4096  # characters of an expression whose repetitions are written out: what one step may cost
_DEEPEST = 50  # parentheses or brackets within each other
_QUANTIFIERS: dict[str, tuple[int, int | None]] = {"?": (0, 1), "*": (0, None), "+": (1, None)}


def parse(source: str) -> Node:
    """The expression that is written so. Raises `ValueError` where it is none, or too large."""
    parser = _Parser(source)
    root = parser.expression(0)
    if parser.at < len(source):
        raise ValueError(f"{source[parser.at]} at character {parser.at + 1} closes nothing")
    if root.size > _LARGEST:
        raise ValueError(f"its repetitions come to {root.size} characters; {_LARGEST} is the most")
    return root


class _Parser:
    def __init__(self, source: str) -> None:
        self._source = source
        self.at = 0

    def _next(self) -> str:
        """The character to come, "" at the end."""
        return self._source[self.at : self.at + 1]

    def _take(self) -> str:
        if self.at == len(self._source):
            raise ValueError("it ends too early")
        self.at += 1
        return self._source[self.at - 1]

    def _skip(self, text: str) -> bool:
        """Whether a text is to come; if so it is passed over."""
        found = self._source.startswith(text, self.at)
        self.at += len(text) * found
        return found

    def expression(self, depth: int) -> Node:
        if depth > _DEEPEST:
            raise ValueError("it is nested too deeply")
        branches: list[list[Node]] = [[]]
        while self._next() not in ("", ")"):
            if self._skip("|"):
                branches.append([])
            else:
                part = self._quantified(self._atom(depth))
                branches[-1] += [part] if part else []
        return Either(branches)

    def _atom(self, depth: int) -> Node:
        char = self._take()
        match char:
            case "(":
                inner = self.expression(depth + 1)
                if not self._skip(")"):
                    raise ValueError("a parenthesis is not closed")
                return inner
            case "[":
                return Chars(self._class(depth))
            case "\\":
                single, contains = self._escape()
                return Chars(contains or single.__eq__)
            case ".":
                return Chars(any_char)
        if char in "?*+{}]":
            raise ValueError(f"{char} at character {self.at} has no meaning there; write \\{char} for the character")
        return Chars(char.__eq__)

    def _quantified(self, part: Node) -> Node | None:
        """A part as often as is written after it; None where that is never."""
        char = self._next()
        if char in _QUANTIFIERS and char:
            self.at += 1
            low, high = _QUANTIFIERS[char]
        elif self._skip("{"):
            low, high = self._quantity()
        else:
            return part
        return None if high == 0 else Times(part, low, high)

    def _quantity(self) -> tuple[int, int | None]:
        end = self._source.find("}", self.at)
        first, comma, last = self._source[self.at : end].partition(",")
        numbers = [first, last] if last else [first]
        if end < 0 or not all(it.isascii() and it.isdigit() and len(it) < 10 for it in numbers):
            raise ValueError("a number in braces is wanted, as {2}, {2,} or {2,4}")
        self.at = end + 1
        low = int(first)
        high = None if comma and not last else int(last or first)
        if high is not None and high < low:
            raise ValueError(f"{{{low},{high}}} has its numbers in the wrong order")
        return low, high

    def _escape(self) -> tuple[str, Contains | None]:
        """What comes after a backslash: one character, or a class."""
        char = self._take()
        if char in SINGLE:
            return SINGLE[char], None
        if char in ESCAPED:
            return "", ESCAPED[char]
        end = self._source.find("}", self.at)
        if char not in "pP" or not self._skip("{") or end < 0:
            raise ValueError(f"\\{char} has no meaning")
        contains = of_category(self._source[self.at : end])
        self.at = end + 1
        return "", contains if char == "p" else inverse(contains)

    # ---------- In brackets ----------

    def _class(self, depth: int) -> Contains:
        """A class of characters, its opening bracket passed."""
        if depth > _DEEPEST:
            raise ValueError("it is nested too deeply")
        negative = self._skip("^")
        chars: set[str] = set()
        classes: list[Contains] = []
        taken_off: Contains | None = None
        begun = self.at
        while not self._skip("]"):
            if self.at > begun and self._skip("-["):
                taken_off = self._class(depth + 1)
                if not self._skip("]"):
                    raise ValueError("nothing can follow what is taken off a class")
                break
            self._member(chars, classes, begun)
        if not chars and not classes:
            raise ValueError("a pair of brackets is empty")
        contains = union([frozenset(chars).__contains__, *classes] if chars else classes)
        contains = inverse(contains) if negative else contains
        return difference(contains, taken_off) if taken_off else contains

    def _member(self, chars: set[str], classes: list[Contains], begun: int) -> None:
        """A character, a range or a class in brackets."""
        place = self.at
        first, contains = self._char()
        if contains is not None:
            classes.append(contains)
        elif first == "-" and self._source[place] == "-" and place > begun and self._next() != "]":
            if not self._source.startswith("-[", self.at):
                raise ValueError("a hyphen in brackets stands first or last, or as \\-")
            chars.add(first)
        elif self._next() == "-" and self._source[self.at + 1 : self.at + 2] not in ("[", "]", ""):
            self.at += 1
            bare = "-" in (self._source[place], self._next())
            last, contains = self._char()
            if contains is not None or last < first or bare:
                raise ValueError(f"{self._source[place : self.at]} is no range")
            classes.append(lambda char: first <= char <= last)
        else:
            chars.add(first)

    def _char(self) -> tuple[str, Contains | None]:
        char = self._take()
        if char == "\\":
            return self._escape()
        if char == "[":
            raise ValueError("write \\[ for a bracket in brackets")
        return char, None
