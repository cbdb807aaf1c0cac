"""Classes of characters in regular expressions of XML Schema (Part 2, appendix F.1): whether a character is in one."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import cache

Contains = Callable[[str], bool]

# The letter of a group, and those that may follow it.
_GROUPS = {"L": "ultmo", "M": "nce", "N": "dlo", "P": "cdseifo", "Z": "slp", "S": "mcko", "C": "cfon"}
_CATEGORIES = frozenset({*_GROUPS, *(group + letter for group, letters in _GROUPS.items() for letter in letters)})


def of_category(name: str) -> Contains:
    """`\\p{Lu}`, and blocks as `\\p{IsCyrillic}`. Raises `ValueError` where there is none of that name."""
    if name.startswith("Is"):
        return _block(name)
    if name not in _CATEGORIES:
        raise ValueError(f"there is no category {name}")
    if len(name) == 1:
        return lambda char: unicodedata.category(char)[0] == name
    return lambda char: unicodedata.category(char) == name


def _block(name: str) -> Contains:
    from elementpath.regex import RegexError, unicode_subset

    try:
        block = unicode_subset(name)
    except RegexError:
        raise ValueError(f"there is no block {name}") from None
    return lambda char: ord(char) in block


@cache
def _name_characters() -> tuple[re.Pattern[str], re.Pattern[str]]:
    from ibidem.relaxng.datatypes import REST, START

    return re.compile(f"[{START}:]"), re.compile(f"[{REST}:]")


def inverse(contains: Contains) -> Contains:
    return lambda char: not contains(char)


def union(classes: Sequence[Contains]) -> Contains:
    return classes[0] if len(classes) == 1 else lambda char: any(contains(char) for contains in classes)


def difference(first: Contains, second: Contains) -> Contains:
    return lambda char: first(char) and not second(char)


def _is_space(char: str) -> bool:
    return char in " \t\n\r"


def _is_digit(char: str) -> bool:
    return unicodedata.category(char) == "Nd"


def _is_word(char: str) -> bool:
    return unicodedata.category(char)[0] not in "PZC"


def _begins_name(char: str) -> bool:
    return _name_characters()[0].match(char) is not None


def _is_in_name(char: str) -> bool:
    return _name_characters()[1].match(char) is not None


def any_char(char: str) -> bool:
    """The full stop: anything but the end of a line."""
    return char not in "\n\r"


ESCAPED: dict[str, Contains] = {
    "s": _is_space,
    "i": _begins_name,
    "c": _is_in_name,
    "d": _is_digit,
    "w": _is_word,
}
ESCAPED |= {letter.upper(): inverse(contains) for letter, contains in ESCAPED.items()}
# Characters by what stands for them after a backslash.
SINGLE = {"n": "\n", "r": "\r", "t": "\t"} | {char: char for char in "\\|.?*+(){}-[]^"}
