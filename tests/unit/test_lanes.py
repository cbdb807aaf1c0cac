"""One fault seen by several lanes is one finding, and no other fault is lost by that."""

import pytest

from conftest import ROOT
from ibidem.finding import Finding, Severity
from ibidem.lanes import merged
from ibidem.validate import validate_file

SCHEMA = ROOT / "schema"


def grammar(code, message="", about="", line=1):
    return Finding(code, Severity.ERROR, message, file="a.xml", line=line, column=1, about=about)


def assertion(message, hint="", line=1):
    return Finding("own", Severity.ERROR, message, hint, "a.xml", line, 1)


@pytest.mark.parametrize(
    ("refusal", "asserted", "kept"),
    [
        (grammar("attribute-missing", about="@reason"), assertion("It does not say why.", "Add reason."), 1),
        (grammar("attribute-missing", about="@reason"), assertion("It does not say where.", "Add place."), 2),
        (grammar("attribute-empty", about="@when"), assertion("A date needs @when."), 1),
        (
            grammar("date-value", "date/@when is “1949-13”, which is no date.", "@when"),
            assertion("1949-13 is no date."),
            1,
        ),
        (
            grammar("date-value", "date/@when is “1949-13”, which is no date.", "@when"),
            assertion("Either when, or from and to."),
            2,
        ),
        (grammar("child-missing", about="lem"), assertion("This place has no reading.", "Put it into lem."), 1),
        (grammar("child-missing", about="lem"), assertion("Nobody attests it.", "Add wit."), 2),
        (grammar("element-incomplete", about="sic corr orig reg"), assertion("A choice is between sic and corr."), 1),
        (grammar("text-bare", "div has bare text in it, “x”."), assertion("A div needs a head."), 2),
        (grammar("child-missing", about="lem"), assertion("Put it into lem.", line=2), 2),
    ],
)
def test_an_assertion_is_dropped_where_it_says_what_the_grammar_says(refusal, asserted, kept):
    assert len(merged([[refusal]], [asserted], [])) == kept


def test_of_rule_and_grammar_the_better_word():
    by_grammar = [
        grammar("id-repeated", "a", "@xml:id"),
        grammar("attribute-empty", "b", "@target"),
        grammar("date-value", "c", "@when"),
    ]
    by_rule = [
        grammar("id-repeated", "A", "@xml:id"),
        grammar("pointer-uri", "B", "@target"),
        grammar("date-value", "C", "@from"),
    ]
    assert {it.message for it in merged([by_grammar], [], by_rule)} == {"A", "b", "c", "C"}


def test_two_grammars_say_it_once():
    first = [
        grammar("date-value", "when", "@when"),
        grammar("element-order", "order"),
        grammar("element-incomplete", "incomplete"),
    ]
    second = [
        grammar("date-value", "when, too", "@when"),
        grammar("element-misplaced", "order, too"),
        grammar("attribute-empty", "n", "@n"),
    ]
    assert [it.message for it in merged([first, second], [], [])] == ["when", "order", "incomplete", "n"]


BOTH = [SCHEMA / "ibidem.rng", SCHEMA / "ibidem.xsd", SCHEMA / "ibidem.sch"]


@pytest.mark.parametrize(
    ("body", "codes"),
    [
        ('<p><date when="1949-13-01">x</date></p>', ["date-value"]),
        ('<p><ref target="[x y]">x</ref></p>', ["pointer-uri"]),
        ('<p xml:id="1">x</p>', ["id-name"]),
        ('<p xml:id="a">x</p><p xml:id="a">y</p>', ["id-repeated"]),
        ('<p><ref target="">x</ref></p>', ["attribute-empty"]),
        ('<p><date when="1949-13" from="1950" to="1949">x</date></p>', ["date-both", "date-order", "date-value"]),
        ('<p rend="">x <blink/></p>', ["attribute-empty", "element-unknown"]),
        ("<p>x</p>bare", ["text-bare"]),
        ("<div><p>x</p><head>y</head></div>", ["head-late"]),
        ("<p><item>x</item></p>", ["element-misplaced"]),
    ],
)
def test_all_lanes_at_once(body, codes, make):
    assert sorted(it.code for it in validate_file(make(body).path, BOTH)) == codes
