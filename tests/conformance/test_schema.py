"""The schema of the edition: fresh, a strict subset of TEI P5, the same in RELAX NG and XSD, and able to refuse."""

from __future__ import annotations

import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest
import xmlschema
from lxml import etree

from conftest import ROOT, reference, tool
from ibidem.xslt import StylesheetError, transform, transform_with

SCHEMA = ROOT / "schema"
SAMPLES = {path.stem: path for path in sorted((ROOT / "tests" / "samples").glob("*.xml"))}
TEXTS = [path for path in sorted((ROOT / "tei").glob("*.xml")) if not path.name.endswith(".part.xml")]
DOCUMENTS = pytest.mark.parametrize("path", [*SAMPLES.values(), *TEXTS], ids=lambda path: path.name)
RNG = "{http://relaxng.org/ns/structure/1.0}"
SVRL = "{http://purl.oclc.org/dsdl/svrl}"


@cache
def rng(grammar: Path = SCHEMA / "ibidem.rng") -> etree.RelaxNG:
    return etree.RelaxNG(etree.parse(grammar))


@cache
def xsd() -> xmlschema.XMLSchema10:
    return xmlschema.XMLSchema10(str(SCHEMA / "ibidem.xsd"), allow="local", defuse="always")


def jing(schema: Path, path: Path) -> list[str]:
    done = subprocess.run([tool("jing"), schema, path], capture_output=True, text=True, check=False)
    return done.stdout.splitlines() if done.returncode else []


def xsd_errors(tree: etree._ElementTree) -> list[str]:
    return [str(error.reason) for error in xsd().iter_errors(tree, use_location_hints=False)]


@cache
def stylesheet(schema: str) -> str:
    return transform(ROOT / "xslt" / "schematron.xsl", schema).text


def svrl(schema: str, document: str) -> list[etree._Element]:
    root = etree.fromstring(transform_with(stylesheet(schema), document, "test").text.encode())
    return list(root.iter(f"{SVRL}failed-assert", f"{SVRL}successful-report"))


# ---------- Made from one grammar ----------


def test_rng_and_xsd_are_those_of_the_rnc(tmp_path):
    trang = tool("trang")
    (tmp_path / "ibidem.rnc").write_bytes((SCHEMA / "ibidem.rnc").read_bytes())
    for source, result in (("ibidem.rnc", "ibidem.rng"), ("ibidem.rng", "ibidem.xsd")):
        subprocess.run([trang, source, result], cwd=tmp_path, check=True)
    for name in ("ibidem.rng", "ibidem.xsd", "xml.xsd"):
        made, kept = ((folder / name).read_text(encoding="utf-8") for folder in (tmp_path, SCHEMA))
        assert made == kept, f"{name} is older than ibidem.rnc: run trang again"


# ---------- What is valid ----------


@DOCUMENTS
def test_valid_by_relax_ng(path):
    assert rng().validate(etree.parse(path)), rng().error_log


@DOCUMENTS
def test_valid_by_xsd(path):
    assert xsd_errors(etree.parse(path)) == []


@DOCUMENTS
def test_valid_by_schematron(path):
    found = svrl((SCHEMA / "ibidem.sch").read_text("utf-8"), path.read_text("utf-8"))
    assert [(failed.get("id"), failed.get("location")) for failed in found if failed.get("role") == "error"] == []


@DOCUMENTS
def test_valid_tei(path):
    if shutil.which("jing"):
        assert jing(reference("tei/tei_all.rng"), path) == []
    else:
        assert rng(reference("tei/tei_all.rng")).validate(etree.parse(path)), rng(
            reference("tei/tei_all.rng")
        ).error_log


# ---------- What is not ----------

# A sample, what is exchanged in it, and for what: RELAX NG and XSD must both refuse the result.
MUTATIONS = {
    "element unknown to TEI": ("essay", "<lg><l>", "<stanza/><lg><l>"),
    "element of TEI that is not ours": ("essay", "<lg><l>", "<sp/><lg><l>"),
    "attribute unknown to TEI": ("essay", 'xml:id="p1"', 'id="p1"'),
    "attribute of TEI that is not ours": ("essay", 'xml:id="p1"', 'xml:id="p1" decls="#a"'),
    "paragraph in a paragraph": ("essay", "Ein Vers, der", "<p>Ein</p> Vers, der"),
    "bare text in a division": ("essay", "<head>Der Brief</head>", "<head>Der Brief</head>Am"),
    "bare name in a division": ("essay", "<head>Der Brief</head>", "<head>Der Brief</head><persName/>"),
    "kind of note": ("essay", 'place="end" type="commentary"', 'place="end" type="remark"'),
    "place of a note": ("essay", 'n="4" place="end"', 'n="4" place="below"'),
    "kind of bibl": ("essay", 'type="printed"', 'type="book"'),
    "kind of list of works": ("essay", 'type="expanded"', 'type="resolved"'),
    "kind of reference": ("essay", 'type="precedingWork"', 'type="ibid"'),
    "kind of name": ("essay", 'type="variant"', 'type="garbled"'),
    "confidence": ("essay", 'cert="medium"', 'cert="perhaps"'),
    "day that is none": ("essay", 'when="1919-03-02" cert', 'when="1919-02-30" cert'),
    "month 00": ("essay", 'when="1919-03-02" cert', 'when="1919-00" cert'),
    "date in the German way": ("essay", 'when="1919-03-02" cert', 'when="2.3.1919" cert'),
    "empty rend": ("essay", 'rend="italic"', 'rend=""'),
    "empty target": ("essay", 'target="#n2.b1"', 'target=""'),
    "id that is no name": ("essay", 'xml:id="p1"', 'xml:id="1p"'),
    "choice of one": ("essay", "<sic>siee</sic>", ""),
    "program without a version": ("essay", ' version="0.1.0"', ""),
    "source before publication": ("essay", "<publicationStmt>", "<sourceDesc><p/></sourceDesc><publicationStmt>"),
    "entries after the text": ("essay", "</text>", "</text><standOff><note>x</note></standOff>"),
    "back before the body": ("letter", "<text>", "<text><back/>"),
    "station of a letter": ("letter", 'type="received"', 'type="arrived"'),
    "paragraph after the postscript": ("letter", "</postscript>", "</postscript><p>late</p>"),
    "number that is none": ("letter", 'value="12"', 'value="twelve"'),
    "row outside a table": ("figure", "<ab ", "<row><cell>x</cell></row><ab "),
    "table without rows": ("figure", "<table ", "<table/><table "),
    "number of columns": ("figure", 'cols="3"', 'cols="three"'),
    "picture without a file": ("figure", "<head>The gauge</head>", "<graphic/><head>The gauge</head>"),
    "address with a space": ("figure", 'url="data:', 'url="da ta:'),
    "label without an item": ("figure", "<label>Autumn</label>", "<label>Autumn</label><label>Winter</label>"),
    "block after a nested division": ("figure", '<div xml:id="d3">', '<p>late</p><div xml:id="d3">'),
    "place without its readings": ("verse", "<app><lem", "<app/><app><lem"),
    "poem without a line": ("verse", "<trailer ", "<lg><head>x</head></lg><trailer "),
    "language that is no tag": ("languages", '<foreign xml:lang="zh">', '<foreign xml:lang="zh_CN">'),
    "kind of idno in two words": ("languages", 'type="fonds">Ф', 'type="fonds no">Ф'),
}


def mutated(sample: str, old: str, new: str) -> str:
    text = SAMPLES[sample].read_text("utf-8")
    assert old in text
    return text.replace(old, new, 1)


@pytest.mark.parametrize("mutation", MUTATIONS.values(), ids=MUTATIONS)
def test_mutation_is_refused(mutation):
    tree = etree.ElementTree(etree.fromstring(mutated(*mutation).encode(), etree.XMLParser(collect_ids=False)))
    assert not rng().validate(tree)
    assert xsd_errors(tree)


def test_an_id_is_given_once(tmp_path):
    path = tmp_path / "twice.xml"
    path.write_text(mutated("essay", 'xml:id="p2"', 'xml:id="p1"'), "utf-8")
    assert xsd_errors(etree.parse(path, etree.XMLParser(collect_ids=False)))
    assert any('"p1"' in line for line in jing(SCHEMA / "ibidem.rng", path))


# The code of a rule, and a change after which it speaks.
FAULTS = {
    "note-place": ("essay", 'n="4" place="end"', 'n="4" place="inline"'),
    "insertion-resp": ("essay", 'place="inline" resp="#person-anna-beispiel"', 'place="inline"'),
    "remark-target": ("essay", '<note type="editorial" target="#n2.b1"', '<note type="editorial"'),
    "short-work": ("essay", 'subtype="ibid" corresp="#hhsta-15"', 'subtype="ibid"'),
    "short-source": ("essay", ' source="#n2.b1" resp', " resp"),
    "short-ref": ("essay", '<ref type="precedingWork" target="#n2.b1">Ebd</ref>', "Ebd"),
    "work-id": ("essay", '<bibl xml:id="redlich-1907"', "<bibl"),
    "work-archival": ("essay", 'xml:id="redlich-1907" type="printed"', 'xml:id="redlich-1907" type="archival"'),
    "expanded-work": ("essay", '<ptr target="#hhsta-15"/>', ""),
    "expanded-rule": (
        "essay",
        '<note type="explanation" n="7a">Ebd. ohne Stelle übernimmt die von Anmerkung 2.</note>',
        "",
    ),
    "date-both": ("letter", 'when="1887-05-03">3 mai', 'when="1887-05-03" from="1887">3 mai'),
    "choice-pair": ("essay", "<sic>siee</sic>", "<orig>siee</orig>"),
    "choice-empty": ("essay", "<sic>siee</sic>", "<sic/>"),
    "emendation-resp": ("essay", '<corr resp="#editors">', "<corr>"),
    "application-id": ("essay", 'application xml:id="ibidem"', "application"),
    "document-quoted": ("essay", "<lg><l>", "<floatingText><body><p/></body></floatingText><lg><l>"),
    "speaker-type": ("essay", '<q type="written" who', "<q who"),
    "chain-next": ("figure", ' prev="#q1"', ""),
    "chain-prev": ("figure", ' next="#q2"', ""),
    "app-lem": ("verse", '<lem wit="#A">loose</lem>', '<rdg wit="#A">loose</rdg>'),
    "gap-reason": ("verse", 'reason="torn" unit', "unit"),
    "foreign-language": ("languages", '<foreign xml:lang="zh">', "<foreign>"),
    "figure-description": ("figure", "<figDesc>A box without a floor, open below, in outline.</figDesc>", ""),
    "entry-established": ("essay", '<placeName type="established">', '<placeName type="form">'),
    "entry-id": ("essay", '<place xml:id="place-wien">', "<place>"),
    "variant-explained": ("essay", '<note type="identification"', '<note type="role"'),
    "event-date": ("essay", 'event-besuch" when="1919-03-02"', 'event-besuch"'),
    "event-pointer": ("essay", '<ptr type="participants"', "<ptr"),
}


@pytest.mark.parametrize("code", FAULTS)
def test_schematron_reports(code):
    schema = (SCHEMA / "ibidem.sch").read_text("utf-8")
    found = [failed for failed in svrl(schema, mutated(*FAULTS[code])) if failed.get("id") == code]
    assert found
    assert found[0].get("role") in ("error", "warning")
    message = " ".join(found[0].findtext(f"{SVRL}text", "").split())
    assert ". Cure: " in message
    assert message.endswith((".", "”"))


def test_every_rule_of_the_schematron_has_a_fault():
    rules = etree.parse(SCHEMA / "ibidem.sch").xpath("//@id[parent::*[@test]]")
    assert sorted(rules) == sorted(FAULTS)


# ---------- Schematron as such ----------

# A schema, an instance, and what is reported: (id, message, location).
SCHEMATRON = {
    "the first rule that matches wins": (
        '<pattern><rule context="a[@x]"><report id="one" test="true()">1</report></rule>'
        '<rule context="a"><report id="two" test="true()">2</report></rule></pattern>',
        '<r><a x=""/><a/></r>',
        [("one", "1", "/Q{}r[1]/Q{}a[1]"), ("two", "2", "/Q{}r[1]/Q{}a[2]")],
    ),
    "attributes, text and the document are contexts": (
        '<pattern><rule context="@x"><report test="true()">attribute</report></rule>'
        '<rule context="text()"><report test="true()">text</report></rule>'
        '<rule context="/"><report test="true()">document</report></rule></pattern>',
        '<r x="1">t</r>',
        [(None, "document", "/"), (None, "attribute", "/Q{}r[1]/@x"), (None, "text", "/Q{}r[1]/text()[1]")],
    ),
    "variables have the scope of their parent": (
        '<let name="v" value="1"/><pattern><let name="v" value="2"/><rule context="r[$v = 2]"><let name="w" value="$v + 1"/>'
        '<report test="$w = 3"><value-of select="$v, \'$v\'"/></report></rule></pattern>'
        '<pattern><rule context="r"><report test="$v = 1"><value-of select="$v"/></report></rule></pattern>',
        "<r/>",
        [(None, "2 $v", "/Q{}r[1]"), (None, "1", "/Q{}r[1]")],
    ),
    "abstract pattern and abstract rule": (
        '<pattern abstract="true" id="needs"><rule abstract="true" id="base"><assert test="$child">no <name/></assert></rule>'
        '<rule context="$parent"><extends rule="base"/></rule></pattern>'
        '<pattern is-a="needs"><param name="parent" value="a | b"/><param name="child" value="c"/></pattern>',
        "<r><a/><b><c/></b></r>",
        [(None, "no a", "/Q{}r[1]/Q{}a[1]")],
    ),
    "messages": (
        '<ns prefix="t" uri="u"/><pattern><rule context="t:a" role="info"><assert test="false()" diagnostics="d">'
        '<emph>{x}</emph> <name path=".."/> <name path="name(..)"/> <span class="s">&lt;</span></assert></rule></pattern>'
        '<diagnostics><diagnostic id="d">about <value-of select="@n"/></diagnostic></diagnostics>',
        '<r xmlns="u"><a n="7"/></r>',
        [(None, "{x} r r <", "/Q{u}r[1]/Q{u}a[1]")],
    ),
    "the subject is the place": (
        '<pattern><rule context="r"><assert test="false()" subject="a/@x">m</assert></rule></pattern>',
        '<r><a x="1"/></r>',
        [(None, "m", "/Q{}r[1]/Q{}a[1]/@x")],
    ),
    "functions and keys": (
        '<ns prefix="f" uri="u"/><xsl:key name="k" match="a" use="@n"/><xsl:function name="f:up"><xsl:param name="s"/>'
        '<xsl:sequence select="upper-case($s)"/></xsl:function>'
        "<pattern><rule context=\"r\"><report test=\"key('k', 'z')\"><value-of select=\"f:up(key('k', 'z')/@n)\"/></report></rule></pattern>",
        '<r><a n="z"/></r>',
        [(None, "Z", "/Q{}r[1]")],
    ),
    "the default phase": (
        '<phase id="p"><active pattern="on"/></phase><pattern id="on"><rule context="r"><report test="true()">on</report></rule></pattern>'
        '<pattern id="off"><rule context="r"><report test="true()">off</report></rule></pattern>',
        "<r/>",
        [(None, "on", "/Q{}r[1]")],
    ),
}


def schema_of(body: str, binding: str = "xslt3") -> str:
    phase = ' defaultPhase="p"' if "<phase" in body else ""
    return (
        f'<schema xmlns="http://purl.oclc.org/dsdl/schematron" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" '
        f'queryBinding="{binding}"{phase}>{body}</schema>'
    )


@pytest.mark.parametrize(("body", "instance", "expected"), SCHEMATRON.values(), ids=SCHEMATRON)
def test_schematron(body, instance, expected):
    found = svrl(schema_of(body), instance)
    assert [(it.get("id"), it.findtext(f"{SVRL}text"), it.get("location")) for it in found] == expected


def test_schematron_diagnostics():
    body, instance, _ = SCHEMATRON["messages"]
    (found,) = svrl(schema_of(body), instance)
    assert found.get("role") == "info"
    assert "".join(found.find(f"{SVRL}diagnostic-reference").itertext()) == "about 7"


def test_schematron_phase_is_a_parameter():
    body, instance, _ = SCHEMATRON["the default phase"]
    made = transform(ROOT / "xslt" / "schematron.xsl", schema_of(body), {"phase": "#ALL"}).text
    assert [
        text.text for text in etree.fromstring(transform_with(made, instance, "test").text.encode()).iter(f"{SVRL}text")
    ] == ["on", "off"]


def test_schematron_of_the_first_binding_takes_the_first_node():
    body = (
        '<pattern><rule context="r"><report test="contains(a, \'x\')"><value-of select="a"/></report></rule></pattern>'
    )
    instance = "<r><a>x</a><a>y</a></r>"
    assert [it.findtext(f"{SVRL}text") for it in svrl(schema_of(body, "xslt"), instance)] == ["x"]
    with pytest.raises(StylesheetError):
        svrl(schema_of(body, "xslt2"), instance)


def test_schematron_of_the_tei():
    schema = reference("tei/tei_all.sch").read_text("utf-8")
    document = mutated("verse", "<l n=", "<l><l>x</l></l><l n=")
    assert any("Metrical lines" in "".join(it.itertext()) for it in svrl(schema, document))


@pytest.mark.parametrize(
    "body",
    [
        '<include href="a.sch"/>',
        '<pattern is-a="none"/>',
        '<pattern><rule context="r"><extends rule="none"/></rule></pattern>',
    ],
)
def test_schematron_refuses_what_it_cannot_do(body):
    with pytest.raises(Exception, match=r"another file|not there"):
        stylesheet(schema_of(body))
