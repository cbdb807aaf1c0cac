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
from ibidem.xslt import run, transform

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
    root = etree.fromstring(run(stylesheet(schema), document, "file:///test.xml")[0])
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
