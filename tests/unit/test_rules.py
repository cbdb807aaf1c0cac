"""Finer points of the structure rules, beyond the case of each code."""

import pytest

from ibidem.rules.dates import is_real, span_of
from ibidem.validate import validate_file


def codes(source, prefix=""):
    return [f.code for f in validate_file(source.path, []) if f.code.startswith(prefix)]


@pytest.mark.parametrize(
    "value",
    [
        "1949",
        "1949-02",
        "1949-02-28",
        "2000-02-29",
        "-0044-03-15",
        "--02-29",
        "---31",
        "1949-02-01T10:00:00",
        "12:30:00",
        "1949-02-01Z",
    ],
)
def test_real_dates(value):
    assert is_real(value)


@pytest.mark.parametrize(
    "value",
    [
        "",
        "49",
        "1949-13",
        "1949-00",
        "1949-02-29",
        "1900-02-29",
        "1790-04-00",
        "-00202",
        "1949-2-1",
        "1 February",
        "--13-01",
        "---32",
    ],
)
def test_unreal_dates(value):
    assert not is_real(value)


def test_a_year_contains_its_days():
    assert span_of("1949") == ((1949, 1, 1), (1949, 12, 31))
    assert span_of("--02-01") is None


def test_from_and_to_of_a_locator_are_no_dates(make):
    source = make('<p><bibl><citedRange unit="page" from="85" to="12">p.</citedRange></bibl></p>')
    assert codes(source, "date") == []


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>“One.</p><p>“Two.”</p>", []),
        ("<p>“One:</p><list><item>“a</item><item>“b”</item></list>", []),
        ("<p>“He said “no” twice.”</p>", []),
        ("<p>“One</p><p>Two.</p>", ["quotation-open"]),
        ("<p>“One.</p>", ["quotation-open"]),
        ("<p>One”.</p>", ["quotation-close"]),
        ("<p>“One <choice><sic>two</sic><corr>two”</corr></choice></p><p>Three.</p>", []),
        ("<p>“One <sic>two</sic></p><p>Three.</p>", []),
        ('<p>It’s ‘plain’ and "straight".</p>', []),
        ("<q><p>“One.</p><p>Two.”</p></q>", []),
        ("<p>A<note n='1' place='end' xml:id='n1'>“In a note</note> “and here”.</p>", ["quotation-open"]),
    ],
)
def test_quotation_marks(make, body, expected):
    assert codes(make(body), "quotation") == expected


@pytest.mark.parametrize(
    ("language", "body", "expected"),
    [
        ("de", "<p>„Eins“ und »zwei«</p>", []),
        ("de-AT", "<p>„Eins”</p>", ["quotation-open"]),
        ("ru", "<p>«Раз „два“ три»</p>", []),
        ("fr", "<p>« Un “deux” »</p>", []),
        ("cs", "<p>„Ano“</p>", []),
    ],
)
def test_quotation_marks_of_other_languages(make, language, body, expected):
    assert codes(make(body, language=language), "quotation") == expected


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ("1 2 3", 0),
        ("1 3", 1),
        ("1 1", 0),
        ("1 2 2", 1),
        ("2 1", 0),
        ("1 2 1 2", 0),
        ("5 6 7", 0),
        ("3 2", 1),
        ("a b", 0),
    ],
)
def test_numbers_of_notes(make, numbers, expected):
    body = "".join(f'<p>x<note xml:id="m{i}" n="{n}" place="end">t</note></p>' for i, n in enumerate(numbers.split()))
    assert len(codes(make(body), "note-number")) == expected


def test_notes_that_stand_apart_are_taken_in_the_order_of_their_calls(make):
    from ibidem.citations.collect import called_notes

    source = make(
        '<p>A<ref target="#b">1</ref> B<ref target="#a">2</ref></p>',
        back='<back><div><note xml:id="a" n="2">two</note><note xml:id="b" n="1">one</note></div></back>',
    )
    assert [note.get("n") for note in called_notes(source)] == ["1", "2"]


TRANSCRIBED = '<bibl type="transcription"><ptr target="source.txt"/></bibl>'


def fidelity(tmp_path, body, text, back=""):
    from conftest import tei

    (tmp_path / "source.txt").write_text(text, encoding="utf-8")
    path = tmp_path / "text.xml"
    path.write_text(tei(body, back=back).replace("<p>S</p>", TRANSCRIBED), encoding="utf-8")
    return [f for f in validate_file(path, []) if f.code == "fidelity"]


def test_fidelity_with_notes_lists_and_emendations(tmp_path):
    body = (
        '<head>Title</head><p>One<choice><sic>tow</sic><corr>two</corr></choice>.<note xml:id="n1" n="1" place="end">A note.</note></p>'
        '<list rend="numbered"><item>first</item><item>second<note xml:id="n2" n="2" place="end">Another.</note></item></list>'
    )
    text = "Title\n\nOnetow.1\n\n  1.  first\n  2.  second2\n\n  1.  A note.\n  2. Another.\nEnd\n"
    back = "<back><p>End</p></back>"
    assert fidelity(tmp_path, body, text, back) == []
    [found] = fidelity(tmp_path, body, text.replace("Another", "An other"), back)
    assert "An other" in found.message and found.line == 1


@pytest.mark.parametrize("text", ["One two", "One  two threes", "One two thre", "Onetwo three", "one two three"])
def test_any_difference_is_found(tmp_path, text):
    assert len(fidelity(tmp_path, "<p>One two three</p>", text)) == 1


def test_the_first_difference_is_at_its_element(tmp_path):
    [found] = fidelity(tmp_path, "<p>One</p>\n<p>two</p>\n<p>three</p>", "One\ntwo\nthreee")
    assert found.line == 3


def test_severity_can_be_changed(make):
    from ibidem.finding import Severity

    source = make("<p><date>soon</date></p>")
    [found] = [f for f in validate_file(source.path, [], {"date-bare": Severity.ERROR}) if f.code == "date-bare"]
    assert found.severity is Severity.ERROR


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("M\u043escow", True),  # a Cyrillic o
        ("\u041c\u043e\u0441\u043a\u0432a", True),  # Moskva in Cyrillic with a Latin a
        ("\u041c\u043e\u0441\u043a\u0432\u0430 and Moscow", False),
        ("\u03b3H2AX, \u0394H, \u03bcm", False),
        ("\u0434-Lampe", False),
        ("IBM\u043e\u0432\u0441\u043a\u0438\u0439", False),
        ("x" * 1_000_000 + "\u043e", False),
    ],
)
def test_mixed_scripts(make, text, found):
    from ibidem.rules.characters import mixed

    assert bool(list(mixed(make(f"<p>{text}</p>")))) is found
