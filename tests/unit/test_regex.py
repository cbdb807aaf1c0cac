"""Regular expressions of XML Schema: what matches, what is refused, and time that grows with the value only."""

import random
import re

import pytest

from ibidem.relaxng.regex import expression

MATCHES = {
    "": (["", ], ["a"]),
    "a|": (["", "a"], ["b"]),
    "(a|b)*abb": (["abb", "aabb"], ["ab", "abba"]),
    "a{2,4}": (["aa", "aaaa"], ["a", "aaaaa"]),
    "a{2,}": (["aa", "aaaaaa"], ["a"]),
    "a{0}b": (["b"], ["ab"]),
    "(x{2}|y){2,3}": (["xxy", "yyy", "xxxxxx"], ["x", "yyyy"]),
    "((a*)*)*": (["", "aaa"], ["b"]),
    r"\d+(\.\d+)?": (["1.5", "10", "١"], ["1.", ".5"]),
    r"[^\p{C}\p{Z}]+": (["word", "é", "语"], ["a b", "a\u00a0b", "a\u200bb", ""]),
    r"[\i-[:]][\c-[:]]*": (["a", "_x.1"], ["1", "a:b"]),
    "[a-z-[aeiou]]+": (["xyz"], ["xay"]),
    "[^a-c]": (["d", "-"], ["b", ""]),
    "[-a]+": (["-a"], ["b"]),
    "[a-]+": (["-a"], ["b"]),
    r"[+-\-]+": (["+,-"], ["."]),
    r"[\-\]\[^]+": (["-]^["], ["a"]),
    r"\p{IsCyrillic}+": (["Микоян"], ["Mikoyan"]),
    r"\P{Lu}\w\W\S\s": (["aa-a "], ["Aa-a "]),
    ".": (["x", " "], ["\n", "\r", "xx"]),
    r"\n\t\\\.": (["\n\t\\."], ["nt\\."]),
    "^a$": (["^a$"], ["a"]),  # there are no anchors: these are characters
}  # fmt: skip


@pytest.mark.parametrize("source", MATCHES)
def test_it_matches_what_the_definition_says(source):
    good, bad = MATCHES[source]
    found = expression(source)
    assert [value for value in good if not found.matches(value)] == []
    assert [value for value in bad if found.matches(value)] == []


def written(chance: random.Random, depth: int = 0) -> str:
    """Some expression."""
    match chance.randrange(7 if depth < 3 else 2):
        case 0 | 1:
            return chance.choice("ab.")
        case 2:
            return f"({written(chance, depth + 1)}|{written(chance, depth + 1)})"
        case 3:
            return written(chance, depth + 1) + written(chance, depth + 1)
        case 4:
            return f"({written(chance, depth + 1)}){chance.choice('*+?')}"
        case 5:
            return f"({written(chance, depth + 1)}){chance.choice(['{0,2}', '{2}', '{1,3}', '{2,}'])}"
    return chance.choice(["[ab]", "[^a]", "[a-c]"])


def test_it_agrees_with_python():
    chance = random.Random(19490131)
    for _ in range(500):
        source = written(chance)
        theirs, ours = re.compile(source), expression(source)
        for _ in range(20):
            value = "".join(chance.choices("abc", k=chance.randrange(7)))
            assert ours.matches(value) == bool(theirs.fullmatch(value)), (source, value)


@pytest.mark.parametrize("source", ["(a+)+b", "(a|a)*b", "(a|aa)+b", "(.*a){12}b", "((a?){30}){30}b", "(a*)*(a*)*b"])
def test_no_expression_makes_it_hang(source):
    found = expression(source)
    for length in (500, 1000):
        found._steps = 0
        assert not found.matches("a" * length)
        assert found._steps <= length  # each step is worked out once at most
        assert len(found._terms) <= 4096  # and what it looks at does not grow with the value


@pytest.mark.parametrize(
    "source",
    [
        "(a", "a)", "[", "[]", "[^]", "a**", "*", "{2}", "a{", "a{1,", "a{3,2}", "a{x}", "\\", r"\q", r"\p{Xx}", r"\p{IsNone}", r"\pL", "[b-a]",
        "[a-b-c]", "[+--]", "[--a]", "[a-z-[b]c]", "]", "(a{1000}){1000}", "(" * 100 + ")" * 100,
    ],
)  # fmt: skip
def test_what_is_no_expression_is_refused(source):
    with pytest.raises(ValueError, match=r"\w"):
        expression(source)
