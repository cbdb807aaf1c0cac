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
        ("", "<p>»Eins«, »zwei«</p>", []),
        ("", "<p>«Un» »</p>", ["quotation-close"]),
        ("", "<p>„Eins“</p>", []),
        ("", "<p>“One „two”</p>", ["quotation-open"]),
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
    from ibidem.citations.calls import called_notes

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


# ---------- What must be reported, and what must not ----------


def found(source, *wanted):
    return [f for f in validate_file(source.path, []) if f.code in wanted]


def test_names_in_entries_are_no_mentions_wherever_the_entries_stand(make):
    entries = '<listPerson><person xml:id="a"><persName>Anna</persName></person></listPerson>'
    assert codes(make(f"{entries}<p>Nobody.</p>")) == []  # a list of persons in the body serves other files
    assert codes(make(f"{entries}<p><persName>Anna</persName></p>"), "name-entry") == ["name-entry"]
    assert codes(make(f'{entries}<p><persName corresp="#a">Anna</persName></p>')) == []


def prefix(ident="psn", match="([a-z]+)", to="#$1"):
    return f'<prefixDef ident="{ident}" matchPattern="{match}" replacementPattern="{to}"/>'


def declared(*prefixes):
    return f"<encodingDesc><listPrefixDef>{''.join(prefixes)}</listPrefixDef></encodingDesc>"


@pytest.mark.parametrize(
    ("pointer", "header", "expected"),
    [
        ("psn:a", declared(prefix()), []),
        ("psn:b", declared(prefix()), ["pointer-target"]),
        ("psn:A", declared(prefix()), ["prefix-match"]),
        ("psn:ab", declared(prefix(match="(a)")), ["prefix-match"]),  # all of it must match
        ("psn:a", declared(prefix(match="^(.+)$")), []),
        ("psn:1", declared(prefix(), prefix(match="\\d", to="https://example.org/")), []),  # either of two
        ("psn:a", declared(prefix(to="https://example.org/$1")), []),
        ("psn:a", declared(prefix(to="no.xml#$1")), ["pointer-file"]),
        ("psn:a", declared(prefix(match="([a-z]+")), ["prefix-pattern"]),
        ("psn:a", declared(prefix(to="#$2")), ["prefix-pattern"]),
        ("mailto:a@example.org", "", []),
        ("HTTPS://example.org", "", []),
        ("urn:cts:greekLit:tlg0012", "", []),
        ("doi:10.5281/1", "", []),
        ("isbn:1", "", ["prefix-undeclared"]),
        ("C:/scans/1.png", "", ["prefix-undeclared"]),
        ("a/b:c", "", ["pointer-file"]),  # a colon behind a slash ends no prefix
        ("#xpath(//p[1])", "", []),
        ("#xpath(//p[@n = 'a b'])", "", []),
        ("#left(a)", "", []),
        ("#right(z)", "", ["pointer-target"]),
        ("#range(left(a),right(a))", "", []),
        ("#range(a, z)", "", ["pointer-target"]),
        ("#string-index(a,3)", "", []),
        ("#match(a,'x(y)')", "", []),
        ("#", "", ["pointer-target"]),
        ("x" * 300 + ".xml", "", ["pointer-file"]),
        ("%61.xml", "", ["pointer-file"]),
        ("#%61", "", []),
    ],
)
def test_pointers(make, pointer, header, expected):
    source = make(f'<p xml:id="a"><ref target="{pointer}">x</ref></p>', header=header)
    assert sorted(set(codes(source)) - {"pointer-uri"}) == expected


def test_one_of_two_meanings_of_a_prefix_is_enough(make):
    header = declared(prefix(), prefix(to="https://example.org/$1"))
    assert codes(make('<p><ref target="psn:b">x</ref></p>', header=header)) == []


def test_a_pointer_with_a_prefix_is_a_use(make):
    person = '<listPerson><person xml:id="a"><persName>Anna</persName></person></listPerson>'
    name = '<p><persName ref="psn:a">Anna</persName></p>'
    assert codes(make(name, header=declared(prefix()), standoff=person)) == []
    assert "pointer-kind" in codes(
        make('<p xml:id="b"><persName ref="psn:b">A.</persName></p>', header=declared(prefix()))
    )


@pytest.mark.parametrize("pattern", ["(a+)+", "((a|a)*)*b", "(a*)*(a*)*(a*)*b", "(.*.*.*.*.*)x", "(a?){500}a{500}"])
def test_a_pattern_of_the_input_takes_no_time(make, pattern):
    import time

    pointers = "".join(f'<ref target="psn:{"a" * 900}!{i}">x</ref>' for i in range(50))
    started = time.process_time()
    found = set(codes(make(f"<p>{pointers}</p>", header=declared(prefix(match=pattern)))))
    assert time.process_time() - started < 60  # seconds; by trial and error it would be years
    assert found <= {"prefix-match", "prefix-pattern"} and found


def test_patterns_match_as_pythons_do():
    import random
    import re

    from ibidem.patterns import Budget, compiled

    chance = random.Random(1)
    for pattern in [
        "([a-c]+)-(\\d{1,3})?",
        "a|b|(cd)*",
        "((a|ab)(c|bcd)(d*))",
        "[^a-c]x",
        "(a*)*b",
        "x*?(x*)",
        "(?:ab)+?c",
        "a{2,3}.",
        "[\\-a]+",
    ]:
        for _ in range(300):
            text = "".join(chance.choice("abcdx-1") for _ in range(chance.randint(0, 7)))
            wanted = re.fullmatch(pattern, text)
            assert compiled(pattern).match(text, Budget()) == (
                [text, *(group or "" for group in wanted.groups())] if wanted else None
            ), (pattern, text)


@pytest.mark.parametrize(
    "pattern",
    ["(a", "a)", "*", "[a", "a{,2}", "a{3,2}", "(?=a)", "\\1", "a{99999}", "[z-a]", "\\p{Foo}", "\\", "(" * 60],
)
def test_patterns_that_are_none(pattern):
    from ibidem.patterns import BadPattern, compiled

    with pytest.raises(BadPattern):
        compiled(pattern)


def test_accents_written_in_two_ways_are_explained(make):
    source = make('<p xml:id="\u00e9"><ref target="#e\u0301">x</ref></p>')
    [finding] = found(source, "pointer-target")
    assert "form NFC" in finding.hint


def test_pointers_that_all_fail_have_one_cause(make):
    pages = "".join(f'<pb facs="#f{i}"/>' for i in range(40))
    [finding] = found(make(f"<p>{pages}</p>"), "pointer-target")
    assert "None of the 40" in finding.message
    [finding] = found(make("<p>" + "".join(f'<pb facs="{i}.png"/>' for i in range(40)) + "</p>"), "pointer-file")
    assert "None of the 40" in finding.message
    [finding] = found(
        make('<listWit><witness xml:id="A"/></listWit>' + '<p><app><lem wit="A">a</lem></app></p>' * 9), "pointer-word"
    )
    assert "“#A”" in finding.hint


def test_a_forgotten_mark_is_seen_whatever_the_base(make):
    source = make('<p xml:base="https://example.org/"><anchor xml:id="a"/><note corresp="a">x</note></p>')
    assert codes(source, "pointer") == ["pointer-word"]


def test_absurd_values_are_no_trouble(make):
    long = "9" * 6000
    source = make(
        f'<p>x<note n="{long}" place="end" xml:id="n1">y</note> <date when="{long}" when-iso="{long}-01-01" dur="P{long}Y">z</date>'
        f'<foreign xml:lang="en{"-abcdef" * 5000}!">x</foreign> <ref target="{"a:" * 5000}">x</ref> <ref target="#{"(" * 5000}">x</ref></p>'
    )
    assert set(codes(source)) <= {"date-value", "date-iso", "language-tag", "prefix-undeclared", "pointer-target"}


def test_one_cause_is_one_finding(make):
    person = '<listPerson><person xml:id="a"><persName>Anna</persName></person></listPerson>'
    header = f"<profileDesc><particDesc>{person}</particDesc></profileDesc>"
    for body, code in [
        ("<p><persName>Anna</persName></p>", "name-entry"),
        ('<p><add hand="#a">x</add></p>', "pointer-kind"),
        ('<p><app><lem wit="https://example.org/A">a</lem><rdg>x</rdg></app></p>', "reading-witness"),
        ("<p><persName key='a'>Mao</persName><persName key='a'>Zhou</persName></p>", "space-missing"),
    ]:
        [finding] = found(make(body * 50, header=header), code)
        assert "50" in finding.message or "49" in finding.message
        assert len(found(make(body * 2, header=header), code)) == 2


def test_pointers_into_other_files(make, tmp_path):
    people = '<p>x</p><listPerson><person xml:id="ren"><persName>Ren</persName></person></listPerson>'
    make(people, name="people.xml")
    text = '<p><persName ref="people.xml#ren">R.</persName> <persName ref="people.xml#mao">M.</persName></p>'
    [finding] = [f for f in validate_file(make(text).path, []) if f.code.startswith("pointer")]
    assert finding.code == "pointer-target" and "people.xml has" in finding.message
    kind = make('<p><placeName ref="people.xml#ren">R.</placeName></p>')
    assert codes(kind, "pointer") == ["pointer-kind"]
    make("<p>x</p>", name="people.xml")  # it is read again when it has changed
    assert len(found(make(text), "pointer-target")) == 2


def test_no_file_outside_the_edition_is_read(make, tmp_path):
    from conftest import tei
    from ibidem.reading.read import read

    inner = tmp_path / "tei"
    inner.mkdir()
    (tmp_path / "people.xml").write_text(tei("<p>x</p>"))
    (inner / "link.xml").symlink_to(tmp_path / "people.xml")
    (inner / "a.xml").write_text(tei('<p><ref target="../people.xml#a">x</ref> <ref target="link.xml#a">x</ref></p>'))
    assert codes(read(inner / "a.xml")) == []
    (tmp_path / "edition.toml").write_text("")
    assert codes(read(inner / "a.xml")) == ["pointer-target"] * 2


def test_a_broken_or_strange_neighbour_is_left_alone(make, tmp_path):
    (tmp_path / "broken.xml").write_text("<TEI")
    (tmp_path / "scan.png").write_text("")
    (tmp_path / "folder.xml").mkdir()
    body = "".join(f'<ref target="{name}#a">x</ref>' for name in ("broken.xml", "scan.png", "folder.xml"))
    assert codes(make(f"<p>{body}</p>")) == []


def test_what_comes_by_xinclude_is_known(make):
    include = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{}"/>'
    make('<p xml:id="far">x</p>', name="part.xml")
    body = '<p><ref target="#{}">x</ref></p>'
    assert codes(make(include.format("part.xml") + body.format("far"))) == []
    assert codes(make(include.format("part.xml") + body.format("nowhere"))) == ["pointer-target"]
    assert codes(make(include.format("https://example.org/part.xml") + body.format("nowhere"))) == []


def test_xml_base_moves_the_addresses(make):
    assert codes(make('<p xml:base="https://example.org/"><ref target="people.xml#a">x</ref></p>')) == []


def test_every_pointer_of_the_tei_is_one_here():
    from lxml import etree

    from conftest import reference
    from ibidem.targets import is_pointer
    from ibidem.tree import TEI

    specs = etree.parse(reference("tei/p5subset.xml"))
    members: dict[str, list] = {}
    for spec in specs.iter(TEI + "elementSpec", TEI + "classSpec"):
        for member in spec.iterfind(f"{TEI}classes/{TEI}memberOf"):
            members.setdefault(member.get("key"), []).append(spec)

    def elements(spec):
        if spec.tag == TEI + "elementSpec":
            return {spec.get("ident")}
        return {name for member in members.get(spec.get("ident"), []) for name in elements(member)}

    missing = []
    for attribute in specs.iter(TEI + "attDef"):
        if attribute.get("ident") == "xml:base" or not any(
            ref.get("key") == "teidata.pointer" for ref in attribute.iter(TEI + "dataRef")
        ):
            continue
        owner = next(attribute.iterancestors(TEI + "elementSpec", TEI + "classSpec"))
        missing += [
            (name, attribute.get("ident"))
            for name in elements(owner)
            if not is_pointer(attribute.get("ident"), etree.Element(TEI + name))
        ]
    # that of citeData names a property, which is no element; those of specifications concern no text
    assert set(missing) <= {("citeData", "property")}


WITNESSES = '<listWit><witness xml:id="A"/><witness xml:id="B"/></listWit>'


@pytest.mark.parametrize(
    ("app", "expected"),
    [
        ('<app><lem wit="#A">a</lem><rdg wit="#B">b</rdg></app>', []),
        (
            '<app><rdg wit="#A">a</rdg><rdg wit="#B"/></app>',
            [],
        ),  # no lemma: an apparatus may do without; an empty reading omits
        ('<app><lem>a</lem><rdg wit="#A #B">b</rdg></app>', []),  # a negative apparatus
        ('<app><lem wit="#A">a</lem><rdg wit="#A #B">b</rdg></app>', ["reading-twice"]),
        ('<app><rdg wit="#A #A">a</rdg><rdg wit="#B">b</rdg></app>', ["reading-twice"]),
        ('<app><rdg wit="#A" varSeq="1">a</rdg><rdg wit="#A" varSeq="2">b</rdg><rdg wit="#B">c</rdg></app>', []),
        (
            '<app><rdgGrp><rdg wit="#A">a</rdg></rdgGrp><rdgGrp><rdg wit="#A #B">b</rdg></rdgGrp></app>',
            ["reading-twice"],
        ),
        (
            '<app><lem wit="#A">a <app><lem wit="#A">x</lem><rdg wit="#B">y</rdg></app></lem><rdg wit="#B">b</rdg></app>',
            [],
        ),
        ('<app><lem wit="#A">a</lem><rdg>b</rdg><rdg wit="#B">c</rdg></app>', ["reading-witness"]),
        ('<app><lem wit="#A">a</lem><rdg>b</rdg><wit>B</wit></app>', ["witness-unused"]),
        ('<app><lem wit="#A #B">a</lem><rdg cause="conjecture" source="https://example.org">b</rdg></app>', []),
        (
            '<app><lem wit="#A">a</lem><rdg wit="#p">b</rdg></app><p xml:id="p">x</p>',
            ["pointer-kind", "witness-unused"],
        ),
        ("<app><note>Lost.</note></app>", []),
    ],
)
def test_apparatus(make, app, expected):
    assert sorted(codes(make(f"{WITNESSES}<p>x{app}</p>"))) == expected


def test_a_family_of_witnesses_stands_for_its_members(make):
    family = '<listWit xml:id="f"><witness xml:id="A"/><witness xml:id="B"/></listWit>'
    assert codes(make(f'{family}<p><app><lem wit="#f">a</lem></app></p>')) == []


def test_hands_that_are_only_described(make):
    hands = '<profileDesc><handNotes><handNote xml:id="h1">A.</handNote><handNote xml:id="h2">B.</handNote></handNotes></profileDesc>'
    assert codes(make("<p>x</p>", header=hands)) == []
    assert codes(make('<p><add hand="#h1">x</add></p>', header=hands)) == ["hand-unused"]


@pytest.mark.parametrize(
    ("first", "last", "wrong"),
    [
        ("9", "7", True), ("7", "9", False), ("7", "7", False), ("85", "6", True), ("xii", "ix", True), ("ix", "xii", False), ("XIV", "XL", False),
        ("12v", "12r", True), ("12r", "12v", False), ("12r", "11v", True), ("xii", "5", False), ("A12", "B3", False), ("9a", "9b", False),
        ("099", "100", False), ("", "7", False), ("iiii", "iii", True), ("9" * 5000, "1", False),
    ],
)  # fmt: skip
def test_ranges(make, first, last, wrong):
    source = make(f'<p><bibl><citedRange unit="page" from="{first}" to="{last}">p.</citedRange></bibl></p>')
    assert codes(source, "range-order") == ["range-order"] * wrong


def test_a_shortened_number_is_spelt_out_in_the_hint(make):
    [finding] = found(make('<p><bibl><citedRange from="85" to="6">85-6</citedRange></bibl></p>'), "range-order")
    assert 'to="86"' in finding.hint


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ('<p><delSpan spanTo="#a"/>x<anchor xml:id="a"/></p>', False),
        ('<p><anchor xml:id="a"/>x<delSpan spanTo="#a"/></p>', True),
        ('<p xml:id="a">x<damageSpan spanTo="#a"/></p>', False),
        ('<p><w xml:id="a">x</w><w xml:id="b">y</w></p><spanGrp><span from="#b" to="#a">z</span></spanGrp>', True),
        ('<p><w xml:id="a">x</w></p><spanGrp><span from="#a" to="#a">z</span></spanGrp>', False),
        (
            '<p><anchor xml:id="a"/>x<anchor xml:id="b"/></p><listApp><app from="#b" to="#a"><lem>x</lem></app></listApp>',
            True,
        ),
    ],
)
def test_spans(make, body, wrong):
    assert codes(make(body), "span") == ["span-order"] * wrong


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ("<p/>", True), ("<p>  </p>", True), ("<p><hi/></p>", True), ("<p><lb/></p>", False), ("<p><pb/></p>", False), ("<p><!-- later --></p>", False),
        ("<lg><l n='3'/></lg>", False), ("<p><choice><sic>a a</sic><corr/></choice></p>", False), ("<table><row><cell/></row></table>", False),
        ("<p>x<persName ref='https://example.org/1'/></p>", False), ("<p>x<persName/></p>", True), ("<p>x<date when='1949'/></p>", False),
        ("<p>x<seg xml:id='s'/></p>", False), ("<p>x<ref target='https://example.org/'/></p>", False),
    ],
)  # fmt: skip
def test_empty_elements(make, body, wrong):
    assert codes(make(body), "element-empty") == ["element-empty"] * wrong


@pytest.mark.parametrize(
    ("body", "language", "expected"),
    [
        ("<p>The <hi> end</hi>.</p>", "en", ["space-inside"]),
        ("<p>The <hi>\n  end\n</hi> came.</p>", "en", []),  # laid out by a program
        ('<p xml:space="preserve">The <hi> end</hi>.</p>', "en", []),
        ("<p>王<said>　「は」</said></p>", "ja", []),
        ("<p><persName><forename>A</forename><surname>B</surname></persName></p>", "en", []),
        ("<p><placeName>Berlin</placeName>er Luft</p>", "de", []),
        ("<p>l’<orgName>ONU</orgName></p>", "fr", []),
        ("<p>Mc<name>Donald</name></p>", "en", []),
        ("<p>he saw<persName>Mao</persName></p>", "en", ["space-missing"]),
        ("<p>um <time when='18:28:00'>18:28</time>Uhr</p>", "de", ["space-missing"]),
        ("<p><name>Mac</name>Donald, <orgName>NATO</orgName>s, <name>Anna</name>s</p>", "en", []),
        ("<p><mentioned>un- or in-</mentioned></p><entry><form>ver- sagen</form></entry>", "de", []),
        ("<p><persName>Mao</persName><persName>Zhou</persName></p>", "en", ["space-missing"]),
        ("<p><persName>毛泽东</persName><persName>周恩来</persName></p>", "zh", []),
        ("<p><w>The</w><w>End</w></p>", "en", []),
        ("<p><placeName>Rome</placeName><note n='1' place='end' xml:id='n1'>Or not.</note></p>", "en", []),
        ("<p>a, a, a, a, a, a, a, a, a, a, a, a , b.</p>", "en", ["space-before"]),
        ("<p>a, a , a , a , a , b.</p>", "en", []),  # the practice of the source
        ("<p>a, a, a, a, a, a, a, a, a, a, a, a : b !</p>", "fr", []),
        ("<p>a, a, a, a, a, a, a, a, a, a, a, a .5 and … or ...</p>", "en", []),
        ("<p>read the <hi>the</hi> end</p>", "en", ["word-doubled"]),
        ("<p>read the<lb/>the end</p>", "en", ["word-doubled"]),
        ("<p>read the</p><p>the end</p>", "en", []),
        ("<p>that <hi>that</hi> is</p>", "en", []),
        ("<p>the <choice><sic>teh</sic><corr>end</corr></choice></p>", "en", []),
        ("<p>the <app><lem>the</lem><rdg>a</rdg></app></p>", "en", ["word-doubled"]),
        ("<p>the com- mittee</p>", "en", ["word-hyphenated"]),
        ("<p>com-<lb break='no'/>mittee; pre- and post-war; Haus- und Hof; 1- to</p>", "en", []),
        ("<p>the <sic>com- mittee</sic></p>", "en", []),
    ],
)
def test_white_space_and_words(make, body, language, expected):
    shown = ("space", "word")
    assert [code for code in codes(make(body, language=language)) if code.startswith(shown)] == expected


@pytest.mark.parametrize(
    ("body", "language", "count"),
    [
        ('<p>“a” “b” “c” "d"</p>', "en", 1),
        ('<p>“a” "b"</p>', "en", 0),  # too few to have a style
        ("<p>“a” “b” “c” 6'2\" tall</p>", "en", 0),
        ('<p>“a” “b” “c” <code>"d"</code></p>', "en", 0),
        ("<p>it’s he’s she’s we’re 'tis it's</p>", "en", 1),
        ("<p>« a “b” c » « d » « e » « f »</p>", "fr", 0),  # one inside the other
        ("<p>« a » « b » « c » « d » “e”</p>", "fr", 1),
        ('<p>« a » « b » « c » « d » <quote xml:lang="en">“e”</quote></p>', "fr", 0),
    ],
)
def test_styles_of_marks(make, body, language, count):
    assert len(codes(make(body, language=language), "quotation-style")) == count


def test_a_mixture_is_one_finding(make):
    [finding] = found(make("<p>“a”</p>" * 50 + '<p>"b"</p>' * 500), "quotation-style")
    assert "1000 and 100" in finding.message


@pytest.mark.parametrize(
    ("attribute", "wrong"),
    [
        ('when-iso="19490228"', False), ('when-iso="1949-W05-2"', False), ('when-iso="1949-01/1949-03"', False), ('when-iso="19490230"', True),
        ('when-iso="February"', True), ('dur="P1Y2M"', False), ('dur="PT2H30M"', False), ('dur="P"', True), ('dur="2 hours"', True), ('dur="PT"', True),
        ('when-custom="1949-02-30"', False),
    ],
)  # fmt: skip
def test_dates_of_other_standards(make, attribute, wrong):
    assert codes(make(f"<p><date {attribute}>then</date></p>"), "date-iso") == ["date-iso"] * wrong


def test_changes_in_either_order(make):
    def changed(*days):
        return codes(
            make(
                "<p>x</p>",
                header="<revisionDesc>"
                + "".join(f'<change when="{day}">x</change>' for day in days)
                + "</revisionDesc>",
            )
        )

    assert changed("2024-03", "2024-02-01", "2023") == [] == changed("2023", "2024-02-01", "2024-03")
    assert changed("2024-03", "2024-03-05", "2024") == []  # a month and a day in it
    assert changed("2024", "2022", "2023") == ["change-order"]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", []), ("de-AT", []), ("zh-Hant-TW", []), ("grc", []), ("de-1901", []), ("x-volapuk", []), ("la-x-medieval", []), ("", []), ("i-default", []),
        ("sr-Latn-RS", []), ("und", []), ("en_US", ["language-tag"]), ("old french", ["language-tag"]), ("german", ["language-tag"]),
        ("e", ["language-tag"]), ("eng", ["language-long"]), ("ger-AT", ["language-long"]),
    ],
)  # fmt: skip
def test_codes_of_languages(make, language, expected):
    assert codes(make(f'<p><foreign xml:lang="{language}">x</foreign></p>'), "language") == expected


def test_languages_of_the_header(make):
    used = '<profileDesc><langUsage><language ident="en">E</language><language ident="de">D</language></langUsage></profileDesc>'
    assert codes(make('<p><foreign xml:lang="de-AT">x</foreign></p>', header=used)) == []
    assert codes(make('<p><foreign xml:lang="fr">x</foreign></p>' * 20, header=used)) == ["language-undeclared"]


def test_numbers_that_are_levels_repeat(make):
    assert codes(make('<div n="2"><p>x</p></div>' * 9)) == []
    assert codes(make('<div n="1"><p>x</p></div><div n="2"><p>x</p></div><div n="2" type="b"><p>x</p></div>')) == []


def test_sigla_may_differ_by_capitals(make):
    assert codes(make('<p xml:id="A">x</p><p xml:id="a">x</p>')) == []


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("a\u00adb c\u00add", 1),
        ("a\u200bb\u00adc", 2),
        ("\u0645\u06cc\u200c\u0631\u0648\u0645 👩\u200d🚀", 0),
        ("a\u200db", 1),
        ("a\u2066b", 1),
        ("a\u200eb", 0),
        ("a\u0096b", 1),
    ],
)
def test_hidden_characters(make, text, count):
    assert len(codes(make(f"<p>{text}</p>"), "character-hidden")) == count


CHAPTERS = '<div n="1"><head>A</head><p n="1">x</p><p n="2">y</p></div><div n="2"><head>B</head><p n="1">z</p></div>'


@pytest.mark.parametrize(
    ("structure", "expected"),
    [
        ('<citeStructure match="//body/div" use="@n"/>', []),
        ('<citeStructure match="/TEI/text/body/div" use="head"/>', []),
        ('<citeStructure match="//tei:body/tei:div[@n]" use="position()"/>', []),
        ('<citeStructure match="//div" use="@n"><citeStructure match=".//p" use="@n" delim="."/></citeStructure>', []),
        (
            '<citeStructure match="//div" use="@n"><citeData property="https://example.org" use="head"/></citeStructure>',
            [],
        ),
        (
            '<citeStructure match="//div" use="@n"><citeData property="https://example.org" use="trailer"/></citeStructure>',
            ["reference-empty"],
        ),
        ("<citeStructure match=\"//div[@n='1' or @n='2'][last()]\" use=\"@n\"/>", []),
        ("<citeStructure match=\"//div[@n=('1','9')]\" use=\"@n\"/>", []),
        ('<citeStructure match="//div" use="@xml:base"/>', ["reference-empty"]),
        ('<citeStructure match="//body//p" use="@n"/>', ["reference-repeated"]),
        ('<citeStructure match="//ab" use="@n"/>', ["reference-empty"]),
        ('<citeStructure match="div" use="@n"/>', ["reference-empty", "reference-path"]),
        ('<citeStructure match="//div"/>', ["reference-path"]),
        ('<citeStructure match="//div" use="@n["/>', ["reference-path"]),
        ('<citeStructure match="//*" use="/TEI/text"/>', ["reference-unchecked"]),
        ('<citeStructure match="//div" use="count(preceding::div)"/>', ["reference-unchecked"]),
        ('<citeStructure match="//*[//*[//*[//*]]]" use="@n"/>', ["reference-unchecked"]),
        ('<citeStructure match="//div[re:test(@n, \'(a+)+$\')]" use="@n"/>', ["reference-unchecked"]),
        ('<citeStructure match="//div[document(\'/etc/passwd\')]" use="@n"/>', ["reference-unchecked"]),
        ('<citeStructure match="//div[doc(\'https://example.org\')]" use="@n"/>', ["reference-unchecked"]),
        (f'<citeStructure match="{"//div" * 400}" use="@n"/>', ["reference-unchecked"]),
    ],
)
def test_citation_structures(make, structure, expected):
    source = make(CHAPTERS, header=f"<encodingDesc><refsDecl>{structure}</refsDecl></encodingDesc>")
    assert sorted(codes(source, "reference")) == expected


def test_structures_of_milestones(make):
    inner = '<citeStructure match=".//lb" use="@n" delim="."/>'
    header = f'<encodingDesc><refsDecl><citeStructure match="//body//pb" use="@n">{inner}</citeStructure></refsDecl></encodingDesc>'
    body = '<p><pb n="1"/><lb n="1"/>a<lb n="2"/>b</p><p>c<pb n="2"/><lb n="1"/>d{}</p>'
    assert codes(make(body.format(""), header=header), "reference") == []
    assert codes(make(body.format('<lb n="1"/>'), header=header), "reference") == ["reference-repeated"]


def test_a_path_that_looks_at_everything_again_is_stopped(make):
    deep = "<div>" * 120 + "<p>x</p>" * 2000 + "</div>" * 120
    source = make(
        deep, header='<encodingDesc><refsDecl><citeStructure match="//div//p" use="@n"/></refsDecl></encodingDesc>'
    )
    assert codes(source, "reference") == ["reference-unchecked"]


def test_many_structures_on_many_units_are_stopped(make):
    inner = '<citeStructure match="ab" use="@n" delim="."/>' * 300
    header = f'<encodingDesc><refsDecl><citeStructure match="/TEI/text/body/p" use="@n">{inner}</citeStructure></refsDecl></encodingDesc>'
    assert "reference-unchecked" in codes(make("".join(f'<p n="{i}">x</p>' for i in range(5000)), header=header))


def test_the_rules_are_linear(tmp_path):
    """Twice the text takes about twice the time, and no fault of a kind is told once for each element."""
    import time

    from conftest import tei
    from ibidem.reading.read import read_data
    from ibidem.rules import check

    paragraph = (
        '<p>The <hi>the</hi> end , “so” "so" it’s it\'s <persName ref="psn:a">Anna </persName><app><lem wit="#A">a</lem><rdg wit="#B">b</rdg></app> com- mittee '
        '<ref target="#n{0}">x</ref><anchor xml:id="n{0}"/><pb facs="#f{0}"/><rdg wit="W"/></p>'
    )
    header = declared(prefix()) + '<profileDesc><langUsage><language ident="en">E</language></langUsage></profileDesc>'

    def run(count):
        body = f'<listPerson><person xml:id="a"/></listPerson>{WITNESSES}' + "".join(
            paragraph.format(i) for i in range(count)
        )
        source = read_data(tei(body, header=header).encode(), tmp_path / "text.xml")
        started = time.process_time()
        return [f.code for f in check(source)], time.process_time() - started

    run(100)
    (few, short), (many, long) = run(1000), run(5000)  # of 11 elements each
    assert few == many and len(many) < 20
    assert long < 5 * short * 3
