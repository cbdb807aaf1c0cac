"""Schematron, feature by feature: small schemas, what they find, where, and what is refused."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from lxml import etree

from conftest import ROOT, reference, tei
from ibidem.errors import IbidemError
from ibidem.finding import Severity
from ibidem.schemas.model import named
from ibidem.schematron.check import check, report
from ibidem.schematron.fit import Fitted
from ibidem.schematron.sheet import made, sheets
from ibidem.validate import validate_data
from ibidem.xslt import run as run_sheet

SVRL = "{http://purl.oclc.org/dsdl/svrl}"
ARTICLE = ROOT / "tei" / "mikoyan-1949-ii.xml"


def schema_of(body: str, binding: str = "xslt3", **attributes: str) -> str:
    more = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return (
        f'<schema xmlns="http://purl.oclc.org/dsdl/schematron" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" '
        f'xmlns:xs="http://www.w3.org/2001/XMLSchema" queryBinding="{binding}"{more}>{body}</schema>'
    )


@pytest.fixture
def run(tmp_path):
    """Check an instance with a schema of this body; the findings."""

    def run(body, instance, phase="#DEFAULT", **attributes):
        (tmp_path / "rules.sch").write_text(body if body.startswith("<?") else schema_of(body, **attributes), "utf-8")
        data = instance if isinstance(instance, bytes) else instance.encode()
        return list(check(data, tmp_path / "text.xml", made(tmp_path / "rules.sch", phase)))

    return run


def said(findings):
    return [(it.code, it.message) for it in findings]


def one(context, message="m", test="true()", more=""):
    return f'<pattern><rule context="{context}"><report test="{test}" {more}>{message}</report></rule></pattern>'


# ---------- What is found ----------

# A schema, an instance, and what is found: (code, message, XPath).
FEATURES = {
    "the first rule that matches wins": (
        '<pattern><rule context="a[@x]"><report id="one" test="true()">1</report></rule>'
        '<rule context="a"><report id="two" test="true()">2</report></rule></pattern>',
        '<r><a x=""/><a/></r>',
        [("one", "1", "/r/a[1]"), ("two", "2", "/r/a[2]")],
    ),
    "each pattern sees each node, and each rule of one its own": (
        one("a", "1") + one("a | r/a | *[@x]", "2") + '<pattern><rule context="a"/><rule context="a"><report test="true()">3</report></rule></pattern>',
        '<r><a x=""/></r>',
        [("schematron", "1", "/r/a"), ("schematron", "2", "/r/a")],
    ),
    "in a group every rule that matches fires": (
        '<group><rule context="a"><report test="true()">1</report></rule><rule context="*"><report test="self::a">2</report></rule></group>',
        "<r><a/></r>",
        [("schematron", "1", "/r/a"), ("schematron", "2", "/r/a")],
    ),
    "attributes, text, comments, instructions and the document are contexts": (
        one("@x", "attribute") + one("text()", "text") + one("comment()", "comment")
        + one("processing-instruction('p')", "instruction") + one("/", "document"),
        '<?p?><r><a x="1">t<!--c--></a></r>',
        [
            ("schematron", "attribute", "/r/a"), ("schematron", "text", "/r/a"), ("schematron", "comment", "/r/a"),
            ("schematron", "instruction", "/r"), ("schematron", "document", "/r"),
        ],
    ),
    "variables have the scope of their parent": (
        '<let name="v" value="1"/><pattern><let name="v" value="2"/><rule context="r[$v = 2]"><let name="w" value="$v + 1"/>'
        '<report test="$w = 3"><value-of select="$v, \'$v\'"/></report></rule></pattern>'
        '<pattern><rule context="r"><report test="$v = 1"><value-of select="$v"/></report></rule></pattern>',
        "<r/>",
        [("schematron", "2 $v", "/r"), ("schematron", "1", "/r")],
    ),
    "a variable holds for the whole rule": (
        '<pattern><rule context="r"><report test="$late = 1">m</report><let name="late" value="1"/></rule></pattern>',
        "<r/>",
        [("schematron", "m", "/r")],
    ),
    "variables have types and content": (
        '<let name="n" as="xs:integer" value="3"/><let name="list"><i xmlns="">one</i><i xmlns="">two</i></let>'
        + one("r", '<value-of select="$n instance of xs:integer, $list/i[2]"/>').replace("xs:integer,", "Q{http://www.w3.org/2001/XMLSchema}integer,"),
        "<r/>",
        [("schematron", "true two", "/r")],
    ),
    "an abstract pattern, with values of its own and given ones": (
        '<pattern abstract="true" id="needs"><param name="child" value="c"/><rule abstract="true" id="base"><assert test="$child">no <name/></assert></rule>'
        '<rule context="$parent"><extends rule="base"/></rule></pattern>'
        '<pattern is-a="needs"><param name="parent" value="a | b"/></pattern><pattern is-a="needs"><param name="parent" value="c"/><param name="child" value="d"/></pattern>',
        "<r><a/><b><c/></b></r>",
        [("schematron", "no a", "/r/a"), ("schematron", "no c", "/r/b/c")],
    ),
    "an abstract rule of a container (2025)": (
        '<rules><rule abstract="true" id="base"><report test="true()">base</report></rule></rules>'
        '<pattern><rule context="r"><extends rule="base"/></rule></pattern>',
        "<r/>",
        [("schematron", "base", "/r")],
    ),
    "messages": (
        '<ns prefix="t" uri="u"/><pattern><rule context="t:a"><assert test="false()">'
        '<emph>{x} <value-of select="1"/></emph> <name path=".."/> <name path="name(..)"/> <span class="s">&lt;</span> <dir>d</dir><b xmlns="urn:b">b</b></assert></rule></pattern>',
        '<r xmlns="u"><a n="7"/></r>',
        [("schematron", "{x} 1 r r < db", "/r/a")],
    ),
    "the subject is the place": (
        '<pattern><rule context="r" subject="b"><assert test="false()" subject="a/@x">m</assert><assert test="false()">n</assert></rule></pattern>',
        '<r><a x="1"/><b/></r>',
        [("schematron", "m", "/r/a"), ("schematron", "n", "/r/b")],
    ),
    "functions, keys and variables of XSLT": (
        '<ns prefix="f" uri="u"/><xsl:key name="k" match="a" use="@n"/><xsl:variable name="z" select="\'z\'"/><xsl:function name="f:up">'
        '<xsl:param name="s"/><xsl:sequence select="upper-case($s)"/></xsl:function>'
        "<pattern><rule context=\"r\"><report test=\"key('k', $z)\"><value-of select=\"f:up(key('k', 'z')/@n)\"/></report></rule></pattern>",
        '<r><a n="z"/></r>',
        [("schematron", "Z", "/r")],
    ),
    "the code is the id of the assertion, else of the rule": (
        '<pattern><rule context="r" id="rule"><report test="true()" id="own">1</report><report test="true()">2</report></rule></pattern>',
        "<r/>",
        [("own", "1", "/r"), ("rule", "2", "/r")],
    ),
    "each item of a rule (2025)": (
        '<pattern><rule context="@codes" visit-each="tokenize(.)"><let name="all" value="."/>'
        '<report test="starts-with(., \'x\')">code <value-of select="."/></report></rule></pattern>',
        '<r codes="a x1 x2"/>',
        [("schematron", "code x1", "/r"), ("schematron", "code x2", "/r")],
    ),
    "instructions for repair are for other programs": (
        '<pattern><rule context="r"><report test="true()" sqf:fix="f" xmlns:sqf="http://www.schematron-quickfix.com/validator/process">m</report>'
        '<sqf:fix id="f" xmlns:sqf="http://www.schematron-quickfix.com/validator/process"><sqf:description><sqf:title>t</sqf:title></sqf:description>'
        '<sqf:delete/></sqf:fix></rule></pattern>',
        "<r/>",
        [("schematron", "m", "/r")],
    ),
    "a prefix of the schema may be any": (
        '<ns prefix="svrl" uri="v"/><ns prefix="f" uri="u"/>' + one("f:r[svrl:a]"),
        '<r xmlns="u"><a xmlns="v"/></r>',
        [("schematron", "m", "/r")],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("body", "instance", "expected"), FEATURES.values(), ids=FEATURES)
def test_features(run, body, instance, expected):
    found = run(body, instance)
    assert sorted((it.code, it.message, it.xpath) for it in found) == sorted(expected)


def test_a_finding_has_its_place_and_what_the_schema_says_of_it(run):
    body = (
        '<pattern><rule context="t:p" role="warning"><report test="true()" see="https://example.org/p" diagnostics="d none">Bad. Cure: good.</report></rule></pattern>'
        '<ns prefix="t" uri="u"/><diagnostics><diagnostic id="d">It has <value-of select="@n"/>.</diagnostic></diagnostics>'
    )
    (found,) = run(body, '<r xmlns="u">\n  <q xml:id="here"><p n="7"/></q>\n</r>')
    assert (found.line, found.column, found.xpath, found.near) == (2, 20, "//q[@xml:id='here']/p", "here")
    assert (found.message, found.hint, found.see) == ("Bad.", "Good. It has 7.", "https://example.org/p")
    assert found.severity is Severity.WARNING


@pytest.mark.parametrize(
    ("more", "severity"),
    [
        ("", "error"), ('role="fatal"', "error"), ('role="nonfatal"', "warning"), ('role="WARN"', "warning"), ('flag="x info"', "info"),
        ('role="hint"', "info"), ('role="my-own"', "error"), ('role="error" severity="info"', "info"), ('severity="$level"', "warning"),
    ],
)  # fmt: skip
def test_severity(run, more, severity):
    (found,) = run('<let name="level" value="\'warning\'"/>' + one("r", more=more), "<r/>")
    assert found.severity == severity


def test_places_in_a_text_with_entities_and_instructions(run):
    text = '<?p?>\n<!DOCTYPE r [<!ENTITY e "<b/>"><!ENTITY w "word">]>\n<r><a/>&e;<a>&w;</a></r>'
    found = run(one("a", '<value-of select="."/>', test="preceding::b") + one("processing-instruction()", "p"), text)
    assert [(it.message, it.line, it.column) for it in found] == [("word", 3, 11), ("p", 3, 1)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1251", "koi8-r", "gb18030"])
def test_encodings(run, encoding):
    text = f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?><r>Москва</r>'.encode(encoding)
    assert said(run(one("r", '<value-of select="."/>'), text)) == [("schematron", "Москва")]


def test_a_document_as_deep_and_wide_as_elsewhere(run):
    wide = " ".join(f'x{number}=""' for number in range(1000))
    deep = "<a>" * 254 + f"<b {wide}/>" + "</a>" * 254
    body = "".join(one("*", str(number), test="self::b") for number in range(200))
    assert len(run(body, deep)) == 200
    assert said(run(one("a", "long", test="string-length() ge 9000000"), "<a>" + "x" * 9_000_000 + "</a>")) == [
        ("schematron", "long")
    ]


def test_many_results_end(run):
    found = run(one("a") + one("b"), "<r>" + "<a/>" * 100_000 + "<b/></r>")
    assert len(found) == 1001 and "more than these 1000 faults" in found[-1].message


def test_base_uri(run):
    body = one("r", "m", test="ends-with(base-uri(), '/text.xml') and ends-with(base-uri(a), '/x/')")
    assert len(run(body, '<r><a xml:base="x/"/></r>')) == 1


# ---------- Phases and bindings ----------

PHASES = (
    '<phase id="p"><let name="v" value="1"/><active pattern="on"/></phase><phase id="q" when="/r/@q"><active pattern="off"/></phase>'
    '<phase id="part" from="a"><active pattern="on"/></phase>'
    '<pattern id="on"><rule context="r | b"><report test="true()">on</report></rule></pattern>'
    '<pattern id="off"><rule context="r"><report test="true()">off</report></rule></pattern>'
)


@pytest.mark.parametrize(
    ("phase", "instance", "expected"),
    [
        ("#DEFAULT", "<r/>", ["on"]),
        ("#ALL", "<r/>", ["on", "off"]),
        ("q", "<r/>", ["off"]),
        ("part", "<r><a><b/></a><b/></r>", ["on"]),
        ("#ANY", '<r q=""/>', ["off"]),
        ("#ANY", "<r/>", ["on", "off"]),
    ],
)
def test_phases(run, phase, instance, expected):
    assert [it.message for it in run(PHASES, instance, phase, defaultPhase="p")] == expected


def test_all_is_the_default(run):
    assert len(run(PHASES, "<r/>")) == 2


def test_the_first_binding_takes_the_first_node(run):
    body = one("r", '<value-of select="a"/>', test="contains(a, 'x')")
    instance = "<r><a>x</a><a>y</a></r>"
    assert said(run(body, instance, binding="xslt")) == [("schematron", "x")]
    (failed,) = run(body, instance, binding="xslt2")
    assert failed.code == "schematron-failed" and "line 1 of rules.sch" in failed.message


def test_schematron_1_5(run):
    old = schema_of(one("r", "old")).replace(
        "http://purl.oclc.org/dsdl/schematron", "http://www.ascc.net/xml/schematron"
    )
    assert said(run("<?xml version='1.0'?>" + old, "<r/>")) == [("schematron", "old")]


# ---------- What is in other files ----------


def test_parts_in_other_files(run, tmp_path):
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "a.sch").write_text(
        '<sch:pattern xmlns="http://www.tei-c.org/ns/1.0" xmlns:sch="http://purl.oclc.org/dsdl/schematron">'
        '<sch:include href="b.sch#rule"/></sch:pattern>'
    )
    (tmp_path / "parts" / "b.sch").write_text(
        '<library xmlns="http://purl.oclc.org/dsdl/schematron" xmlns:f="urn:f"><let name="shared" value="7"/>'
        '<pattern><rule context="r" id="rule"><extends href="#more"/><report test="true()">included</report></rule>'
        '<rule abstract="true" xml:id="more"><report test="$shared = 7">extended</report></rule></pattern></library>'
    )
    found = run('<extends href="parts/b.sch"/><include href="parts/a.sch"/>', "<r/>")
    assert said(found) == [("rule", "extended"), ("rule", "included")] * 2


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ('<include href="rules.sch#p"/><pattern id="p"><include href="rules.sch#p"/></pattern>', "takes itself in"),
        ('<include href="../outside.sch"/>', "outside"),
        ('<include href="file:///etc/passwd"/>', "outside"),
        ('<include href="https://example.org/a.sch"/>', "on the network"),
        ('<include href="none.sch"/>', "no such file"),
        ('<include href="#none"/>', "no element with the id none"),
        ('<include href="whole.sch"/>', "a whole schema"),
        ('<include href="broken.sch"/>', r"broken.sch:1: The file ends too early"),
        ('<xsl:include href="a.xsl"/>', "refers to another file"),
        ('<pattern documents="\'a.xml\'"/>', "other documents"),
        ('<pattern is-a="none"/>', "not there"),
        ('<pattern><rule context="r"><extends rule="none"/></rule></pattern>', "not there"),
        ('<pattern><rule abstract="true" id="a"><extends rule="a"/></rule><rule context="r"><extends rule="a"/></rule></pattern>', "itself"),
        ('<phase id="p"><active pattern="none"/></phase>', "not there"),
        ('<pattern>\n<rule context="r">\n<asert test="1"/></rule></pattern>', r"rules.sch:3: asert is not an element"),
        ('<pattern><assert test="1"/></pattern>', "assert cannot stand in pattern"),
        ('<pattern><rule><assert test="1"/></rule></pattern>', "needs the attribute context"),
        ('<pattern><rule context="r"><assert>m</assert></rule></pattern>', "needs the attribute test"),
        ('<pattern>\n<rule context="r">\n<assert test="a["/></rule></pattern>', r"rules.sch:3: .*a\["),
        ('<pattern>\n<rule context="r[">\n<assert test="a"/></rule></pattern>', r"rules.sch:2: .*“r\[”"),
        ('<let name="x" value="1 +"/>', r"rules.sch:1: .*“1 \+”"),
        ('<ns prefix="_i" uri="u"/>', "choose another"),
        (one("q:r"), "prefix 'q' has not been declared"),
        (one("r", test="$none"), "none"),
        (one("r", test="unknown(.)"), "unknown"),
    ],
)  # fmt: skip
def test_what_is_refused(run, tmp_path, body, why):
    inner = tmp_path / "inner"
    inner.mkdir()
    (tmp_path / "whole.sch").write_text(schema_of(""))
    (tmp_path / "broken.sch").write_text("<pattern>")
    with pytest.raises(IbidemError, match=why) as raised:
        run(body, "<r/>")
    assert "rules.sch" in str(raised.value) or "broken.sch" in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("text", "why"),
    [("<a/>", "and not schema"), ("<a", "ends within a tag"), (schema_of("", "sql"), "query binding sql")],
)
def test_what_is_no_schema(tmp_path, text, why):
    (tmp_path / "rules.sch").write_text(text)
    with pytest.raises(IbidemError, match=why):
        made(tmp_path / "rules.sch")


def test_a_phase_that_is_not_there(run):
    with pytest.raises(IbidemError, match="has no phase z"):
        run(PHASES, "<r/>", "z")


def test_files_of_the_edition_may_be_taken_in(run, tmp_path):
    (tmp_path / "edition.toml").write_text('[edition]\ntitle = "T"\n')
    (tmp_path / "shared.sch").write_text(
        f'<pattern xmlns="http://purl.oclc.org/dsdl/schematron">{one("r")[9:-10]}</pattern>'
    )
    (tmp_path / "schema").mkdir()
    (tmp_path / "schema" / "own.sch").write_text(schema_of('<include href="../shared.sch"/>'))
    assert len(list(check(b"<r/>", tmp_path / "a.xml", made(tmp_path / "schema" / "own.sch")))) == 1


def test_files_that_multiply_end(run, tmp_path):
    for number in range(31):
        twice = f'<include href="{number + 1}.sch"/>' * 2 if number < 30 else "<p>" + "x" * 1000 + "</p>"
        (tmp_path / f"{number}.sch").write_text(
            f'<pattern xmlns="http://purl.oclc.org/dsdl/schematron">{twice}</pattern>'
        )
    with pytest.raises(IbidemError, match="too large"):
        run('<include href="0.sch"/>', "<r/>")


def test_the_cache_follows_all_files(run, tmp_path):
    part = tmp_path / "part.sch"
    for message in ("first", "second"):
        part.write_text(
            f'<rule xmlns="http://purl.oclc.org/dsdl/schematron" context="r"><report test="true()">{message}</report></rule>'
        )
        os.utime(tmp_path / "rules.sch") if message == "second" else None
        assert said(run('<pattern><include href="part.sch"/></pattern>', "<r/>")) == [("schematron", message)]


# ---------- What fails, and what is not allowed ----------


def test_what_cannot_be_evaluated_leaves_the_rest(run):
    body = (
        '\n<pattern><rule context="a">\n<report test="xs:integer(.) gt 1">big</report>\n<report test="true()">seen</report></rule></pattern>'
        '\n<pattern><rule context="a"><let name="n" value="xs:integer(.)"/>\n<report test="$n gt 1">big</report></rule></pattern>'
        '\n<let name="bad" value="error()"/><pattern>\n<rule context="a[$bad]"><report test="true()">never</report></rule></pattern>'
        '<ns prefix="xs" uri="http://www.w3.org/2001/XMLSchema"/>'
    )
    found = run(body, "<r><a>2</a><a>two</a></r>")
    failed = [it for it in found if it.code == "schematron-failed"]
    assert sorted(it.message for it in found if it not in failed) == ["big", "big", "seen", "seen"]
    assert [(it.xpath, re.findall("line . of", it.message)) for it in failed if it.xpath] == [
        ("/r/a[2]", ["line 3 of"]),
        ("/r/a[2]", ["line 5 of"]),
    ]
    (context,) = (it for it in failed if not it.xpath)
    assert "line 8 of rules.sch" in context.message and all(it.severity is Severity.ERROR for it in failed)


SECRET = "file:///etc/hostname"


@pytest.mark.parametrize(
    "expression",
    [
        f"string(doc('{SECRET}'))", f"string(document('{SECRET}'))", f"unparsed-text('{SECRET}')", f"unparsed-text-lines('{SECRET}')", f"json-doc('{SECRET}')",
        f"doc-available('{SECRET}')", f"unparsed-text-available('{SECRET}')", "collection('file:///etc')", "uri-collection('file:///etc')",
        "environment-variable('HOME')", "environment-variable('PATH')", "available-environment-variables()[. != 'LANG' and not(starts-with(., 'LC_'))]",
        "function-lookup(QName('http://www.w3.org/2005/xpath-functions', 'environment-variable'), 1)('HOME')",
        f"transform(map{{'stylesheet-location': '{SECRET}', 'source-node': .}})?output", "string(doc('https://example.org/'))",
        "load-xquery-module('x', map{'location-hints': 'file:///etc/hostname'})?functions",
    ],
)  # fmt: skip
def test_nothing_is_reached(run, expression):
    found = run(one("r", "reached", test=expression.replace("<", "&lt;")), "<r/>")
    assert [it.code for it in found] in ([], ["schematron-failed"])


def test_nothing_is_evaluated_or_written(run, tmp_path):
    evaluate = '<pattern><rule context="r"><xsl:variable name="v" as="item()*"><xsl:evaluate xpath="\'1\'"/></xsl:variable><report test="$v = 1">reached</report></rule></pattern>'
    assert [it.code for it in run(evaluate, "<r/>")] == ["schematron-failed"]
    target = tmp_path / "written.xml"
    write = (
        '<ns prefix="f" uri="u"/><xsl:template name="w"><xsl:result-document href="HREF"><x/></xsl:result-document></xsl:template>'
        '<pattern><rule context="r"><xsl:result-document href="HREF"><x/></xsl:result-document><report test="true()">m</report></rule></pattern>'
    )
    run(write.replace("HREF", target.as_uri()), "<r/>")
    assert not target.exists()


# ---------- Rules in RELAX NG ----------

GRAMMAR = (
    '<grammar xmlns="http://relaxng.org/ns/structure/1.0" xmlns:sch="http://purl.oclc.org/dsdl/schematron" xmlns:u="urn:u" ns="urn:u">'
    "{rules}<start><element name='r'>{within}<zeroOrMore><element name='a'><attribute name='x'/></element></zeroOrMore></element></start></grammar>"
)


def findings_of(path: Path, *schemas: Path, **options):
    return validate_data(path.read_bytes(), path, tuple(map(named, schemas)), {}, rules=False, **options)


def test_rules_in_a_grammar(tmp_path):
    within = (
        '<sch:assert test="u:a">no a</sch:assert><sch:rule context="u:a"><sch:report test="@x = 1">one</sch:report></sch:rule>'
        '<sch:pattern><sch:rule context="@x"><sch:report test=". = 2" role="warning">two</sch:report></sch:rule></sch:pattern>'
    )
    (tmp_path / "g.rng").write_text(GRAMMAR.format(rules='<sch:ns prefix="u" uri="urn:u"/>' * 2, within=within))
    (tmp_path / "a.xml").write_text('<r xmlns="urn:u"><a x="1"/><a x="2"/><a/></r>')
    found = findings_of(tmp_path / "a.xml", tmp_path / "g.rng")
    assert [(it.code, it.message) for it in found][:2] == [("schematron", "one"), ("schematron", "two")]
    assert [it.code for it in found] == ["schematron", "schematron", "attribute-missing"]
    assert [it.code for it in findings_of(tmp_path / "a.xml", tmp_path / "g.rng", schematron=False)] == [
        "attribute-missing"
    ]
    (tmp_path / "b.xml").write_text('<r xmlns="urn:u"/>')
    assert said(findings_of(tmp_path / "b.xml", tmp_path / "g.rng")) == [("schematron", "no a")]


def test_rules_in_a_grammar_that_is_taken_in(tmp_path):
    rules = '<sch:pattern><sch:rule context="u:a"><sch:report test="true()">seen</sch:report></sch:rule></sch:pattern>'
    (tmp_path / "inner.rng").write_text(GRAMMAR.format(rules=rules, within=""))
    (tmp_path / "g.rng").write_text(
        '<grammar xmlns="http://relaxng.org/ns/structure/1.0"><include href="inner.rng"/></grammar>'
    )
    (tmp_path / "a.xml").write_text('<r xmlns="urn:u"><a x=""/></r>')
    assert said(findings_of(tmp_path / "a.xml", tmp_path / "g.rng")) == [("schematron", "seen")]
    (tmp_path / "inner.rng").write_text(GRAMMAR.format(rules="", within=""))
    os.utime(tmp_path / "g.rng", (1, 1))
    assert findings_of(tmp_path / "a.xml", tmp_path / "g.rng") == []


def test_the_same_rules_are_run_once(tmp_path):
    pattern = '<sch:pattern id="{}"><sch:rule context="u:a">\n<sch:report test="true()">{}</sch:report></sch:rule></sch:pattern>'
    (tmp_path / "g.rng").write_text(GRAMMAR.format(rules=pattern.format("p1", "seen"), within=""))
    ns = '<sch:ns prefix="u" uri="urn:u"/>'
    for name, more in (("same", ""), ("other", pattern.format("p3", "x").replace("true()", "false()"))):
        body = ns + pattern.format("p2", "seen") + more
        (tmp_path / f"{name}.sch").write_text(
            f'<sch:schema xmlns:sch="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt2">{body}</sch:schema>'
        )
    assert len(sheets([named(tmp_path / "g.rng"), named(tmp_path / "same.sch")])) == 1
    assert len(sheets([named(tmp_path / "g.rng"), named(tmp_path / "other.sch")])) == 1
    assert len(sheets([named(tmp_path / "g.rng")])) == 1


def test_a_grammar_without_rules_needs_neither_lxml_nor_saxon(tmp_path):
    (tmp_path / "a.xml").write_text(tei("<p>x</p>"))
    script = (
        "import sys; from pathlib import Path; from ibidem.schemas.model import named; from ibidem.validate import validate_data\n"
        "p = Path('a.xml'); print(validate_data(p.read_bytes(), p, (named(Path(sys.argv[1])),), {}, rules=False), {'lxml', 'saxonche'} & set(sys.modules))"
    )
    command = [sys.executable, "-c", script, str(ROOT / "schema" / "ibidem.rng")]
    runs = [subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True).stdout for _ in range(2)]
    assert runs[1].strip() == "[] set()"


def test_the_known_rules_of_a_grammar_need_saxon_and_little_else(tmp_path):
    (tmp_path / "a.xml").write_text(tei("<p>x</p>"))
    script = (
        "import sys; from pathlib import Path; from ibidem.schemas.model import named; from ibidem.validate import validate_data\n"
        "p = Path('a.xml'); print(validate_data(p.read_bytes(), p, (named(Path(sys.argv[1])),), {}, rules=False))\n"
        "print({'saxonche', 'lxml', 'tempfile', 'shutil', '_hashlib', 'ibidem.schematron.make'} & set(sys.modules))"
    )
    command = [sys.executable, "-c", script, str(reference("tei/tei_all.rng"))]
    runs = [subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True).stdout for _ in range(2)]
    assert runs[1].split() == ["[]", "{'saxonche'}"]


# ---------- The TEI's own ----------

# What is exchanged in the article, for what, and words of the message that tei_all.sch then has.
BROKEN = {
    "l in l": ("<body>", "<body><l><l>x</l></l>", "Metrical lines"),
    "p in p": ("<body>", "<body><p><p>x</p></p>", "aragraphs may not occur inside other paragraphs"),
    "when and from": ("<body>", '<body><p><date when="1949" from="1949"/></p>', "@when attribute cannot be used"),
    "subtype without type": ("<body>", '<body><p><seg subtype="x">x</seg></p>', "@subtype"),
    "ptr with two targets of a kind": ("<body>", '<body><p><ptr target="#a" cRef="b"/></p>', "cRef"),
    "span to nowhere": (
        "<body>",
        '<body><p><span from="#a" to="#b" target="#c">x</span></p>',
        "Only one of the attributes @target and @from",
    ),
}


@pytest.mark.parametrize(("old", "new", "words"), BROKEN.values(), ids=BROKEN)
def test_tei_all(old, new, words):
    text = re.sub(r"<body\b[^>]*>", new, ARTICLE.read_text("utf-8"), count=1)
    assert new in text
    for name in ("tei/tei_all.sch", "tei/tei_all.rng"):
        (sheet,) = sheets([named(reference(name))])
        found = list(check(text.encode(), ARTICLE, sheet))
        assert any(words in it.message for it in found), said(found)
        assert all(it.line == text[: text.index(new)].count("\n") + 1 for it in found)


def test_tei_all_finds_nothing_in_the_article():
    (sheet,) = sheets([named(reference("tei/tei_all.rng")), named(reference("tei/tei_all.sch"))])
    assert sheet.schema.suffix == ".sch" and list(check(ARTICLE.read_bytes(), ARTICLE, sheet)) == []


# ---------- Rules that are left out ----------

# A context, and the elements that its rule is about, without which it is left out; none where that is not certain.
ABOUT = {
    "a": "a", "t:a": "a", "//a": "a", "/t:r/ a // t:b": "b", "child::a": "a", "a | t:b|c/d": "a b d", "a[b[c]/@d]/e[1] [f]": "e", "Q{u|[v]}a": "a",
    "a[. = ('|', ']b', &quot;'[&quot;)]/c": "c", "*": "", "*:a": "", "t:*": "", "a | *": "", "@a": "", "a/@a": "", "attribute::a": "", "self::a": "",
    "descendant::a": "", "/": "", ".": "", "text()": "", "a/node()": "", "a except a[b]": "", "a intersect b": "", "a union b": "", "a[1]except b": "",
    "(a | b)/c": "", "a (: | :)": "", "a[(: ' :) b] | q['x']": "", ".[self::a]": "", "element(a)": "", "key('k', 'v')/a": "",
}  # fmt: skip


@pytest.mark.parametrize("context", ABOUT)
def test_what_a_rule_is_about(tmp_path, context):
    (tmp_path / "rules.sch").write_text(
        schema_of(f'<ns prefix="t" uri="u"/>{one(context)}<xsl:key name="k" match="a" use="@k"/>')
    )
    sheet = made(tmp_path / "rules.sch")
    about = [name for name in ABOUT[context].split() if name]
    assert [mark.split() for mark in re.findall(r"<\?_i ?(.*?)\?>", sheet.text)] == [about, []]
    kept = ["<r/>", *(f"<r><{name}/></r>" for name in about)]
    assert ["<xsl:if" in Fitted(sheet.text).text(document) for document in kept] == [not about, *(True for _ in about)]


def test_no_rule_is_left_out_where_a_schema_applies_templates_by_itself(tmp_path):
    applies = '<pattern><rule context="r"><xsl:variable name="v"><xsl:apply-templates mode="#current"/></xsl:variable></rule></pattern>'
    (tmp_path / "rules.sch").write_text(schema_of(applies + one("a")))
    text = made(tmp_path / "rules.sch").text
    assert text.count("<?_i?>") == 3 and "<xsl:if" in Fitted(text).text("<r/>")


@pytest.mark.parametrize(("body", "document", "_"), FEATURES.values(), ids=FEATURES)
def test_a_fitted_stylesheet_reports_what_the_whole_does(tmp_path, body, document, _):
    """Whatever stands in the document, and with a context that fails, in the same line."""
    fails = '<pattern><rule context="z[1 idiv count(@y) = 1]"><report test="true()">z</report></rule></pattern>'
    (tmp_path / "rules.sch").write_text(schema_of(body + fails))
    whole = made(tmp_path / "rules.sch").text
    for text in ("<r/>", "<r><z x='no'/></r>", document, document.replace("</r>", "<z x='no'/></r>")):
        assert run_sheet(Fitted(whole).text(text), text, "file:///a.xml") == run_sheet(whole, text, "file:///a.xml")


def test_a_later_document_gets_the_rules_that_it_needs(tmp_path):
    (tmp_path / "rules.sch").write_text(schema_of(one("a", "1") + one("b", "2") + one("*", "3")))
    sheet = made(tmp_path / "rules.sch")
    for body, expected in (("<a/>", "133"), ("<c/>", "33"), ("<a/><b/>", "12333"), ("<b/>", "233"), ("<a/>", "133")):
        found = check(f"<r>{body}</r>".encode(), tmp_path / "a.xml", sheet)
        assert "".join(sorted(it.message for it in found)) == expected


@pytest.mark.parametrize("name", ["essay", "figure", "languages", "letter", "verse"])
def test_the_rules_of_tei_all_that_a_sample_needs(name):
    (sheet,) = sheets([named(reference("tei/tei_all.rng"))])
    text = (ROOT / "tests" / "samples" / f"{name}.xml").read_text("utf-8")
    fitted = Fitted(sheet.text).text(text)
    assert len(fitted) < len(sheet.text) / 2 and fitted.count("\n") == sheet.text.count("\n")
    assert run_sheet(fitted, text, "file:///a.xml") == run_sheet(sheet.text, text, "file:///a.xml")


# ---------- On the command line ----------


def ibidem(*arguments, cwd):
    return subprocess.run(
        [sys.executable, "-m", "ibidem", *map(str, arguments)], cwd=cwd, capture_output=True, timeout=120, check=False
    )


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "rules.sch").write_text(
        schema_of(PHASES.replace('"r | b"', '"*:p"').replace('"r"', '"*:p"'), defaultPhase="p")
    )
    (tmp_path / "a.xml").write_text(tei("<p>x</p>"))
    (tmp_path / "b.xml").write_text(tei("<p>x</p>"))
    return tmp_path


def test_a_phase_is_chosen(folder):
    for phase, expected in (("q", ["off"]), ("#ALL", ["off", "on"]), ("#DEFAULT", ["on"])):
        result = ibidem(
            "validate", "--no-rules", "--schema", "rules.sch", "--phase", phase, "--format", "json", "a.xml", cwd=folder
        )
        found = json.loads(result.stdout)["findings"]
        assert sorted({it["message"] for it in found if it["xpath"].endswith("body/p")}) == expected, result.stderr
    result = ibidem("validate", "--schema", "rules.sch", "--phase", "none", "a.xml", cwd=folder)
    assert result.returncode == 2 and b"has no phase none" in result.stderr


def test_a_file_that_is_not_well_formed(folder):
    (folder / "a.xml").write_text("<TEI")
    for more in ((), ("--no-rules",)):
        result = ibidem("validate", *more, "--schema", "rules.sch", "--format", "json", "a.xml", cwd=folder)
        assert [it["code"] for it in json.loads(result.stdout)["findings"]] == ["not-well-formed"]


# The grammar of SVRL, as ISO/IEC 19757-3 has it, in our words: what a report must hold and in which order.
SVRL_ORDER = re.compile(
    r"(ns-prefix-in-attribute-values )*(active-pattern (fired-rule ((failed-assert|successful-report) )*)*)+"
)
SVRL_ATTRIBUTES = {
    "schematron-output": "title phase schemaVersion", "ns-prefix-in-attribute-values": "prefix uri", "active-pattern": "id documents name role",
    "fired-rule": "id name context role flag document", "failed-assert": "id location test role flag", "successful-report": "id location test role flag",
    "diagnostic-reference": "diagnostic", "property-reference": "property role scheme",
    "text": "{http://www.w3.org/XML/1998/namespace}lang see icon fpi",
}  # fmt: skip


def assert_is_svrl(root):
    assert SVRL_ORDER.fullmatch("".join(etree.QName(child).localname + " " for child in root))
    for element in root.iter(SVRL + "*"):
        assert set(element.attrib) <= set(SVRL_ATTRIBUTES[etree.QName(element).localname].split()), element.attrib
    for result in root.iter(SVRL + "failed-assert", SVRL + "successful-report"):
        assert {"location", "test"} <= set(result.attrib)
        assert re.fullmatch(
            "(diagnostic-reference )*(property-reference )*text ",
            "".join(etree.QName(it).localname + " " for it in result),
        )


def test_svrl(folder):
    (folder / "c.xml").write_text("<TEI")
    (folder / "failing.sch").write_text(
        schema_of('<title>Failing</title><ns prefix="t" uri="http://www.tei-c.org/ns/1.0"/>' + one("t:p", test="error()", more='diagnostics="d" properties="e"')
        + '<diagnostics><diagnostic id="d" xml:lang="en">d</diagnostic></diagnostics><properties><property id="e" role="x">e</property></properties>'
        + one("t:body", more='diagnostics="d" properties="e" id="seen"'))
    )  # fmt: skip
    result = ibidem(
        "validate",
        "--schema",
        "rules.sch",
        "--schema",
        "failing.sch",
        "--format",
        "svrl",
        "a.xml",
        "b.xml",
        "c.xml",
        cwd=folder,
    )
    root = etree.fromstring(result.stdout)
    assert result.returncode == 1
    assert_is_svrl(root)
    assert {it.get("document") for it in root.iter(SVRL + "fired-rule")} == {"a.xml", "b.xml", "c.xml"}
    assert {it.get("id") for it in root.iter(SVRL + "failed-assert")} == {"schematron-failed", "not-well-formed"}
    assert "".join(next(root.iter(SVRL + "property-reference")).itertext()) == "e"


def test_svrl_of_one_file_has_the_title(folder):
    result = ibidem("validate", "--schema", ROOT / "schema" / "ibidem.sch", "--format", "svrl", "a.xml", cwd=folder)
    assert etree.fromstring(result.stdout).get("title") == "Ibidem: rules of an edition"


def test_svrl_needs_schematron(folder):
    for more in (("--schema", ROOT / "schema" / "ibidem.rng"), ("--no-schematron",)):
        result = ibidem("validate", *more, "--format", "svrl", "a.xml", cwd=folder)
        assert result.returncode == 2 and result.stdout == b"" and b"schematron" in result.stderr.lower()


def test_a_large_file_is_not_run(folder, monkeypatch):
    from ibidem import validate

    monkeypatch.setattr(validate, "LARGEST", 100)
    assert [it.code for it in findings_of(folder / "a.xml", folder / "rules.sch")] == ["file-large"]


def test_a_report_is_what_it_was_before_it_was_kept(folder):
    data = (folder / "a.xml").read_bytes()
    first = report(data, folder / "a.xml", made(folder / "rules.sch"))
    assert first == report(data, folder / "a.xml", made(folder / "rules.sch")) and "successful-report" in first[0]


def test_nothing_is_written_beside_the_report(folder):
    (folder / "failing.sch").write_text(
        schema_of('<let name="v" value="error()"/>' + one("*[$v]") + one("*", test="error()"))
    )
    result = ibidem("validate", "--no-rules", "--schema", "failing.sch", "a.xml", cwd=folder)
    assert result.returncode == 1 and result.stderr == b"" and b"schematron-failed" in result.stdout


def test_the_language_of_the_process_stays(folder):
    script = (
        "import locale, os; os.environ['SECRET'] = 'x'; before = locale.getencoding(); import ibidem.xslt as x; x._closed()\n"
        "p = x._closed().new_xpath_processor(); print(locale.getencoding() == before, p.evaluate('environment-variable(\"SECRET\")'), os.environ['SECRET'])"
    )
    result = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"LC_ALL": "C.UTF-8"},
    )
    assert result.stdout.split() == ["True", "None", "x"]
