"""The schema of the edition: fresh, a strict subset of TEI P5, the same in RELAX NG and XSD, and able to refuse."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import combinations
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


@cache
def tei_all() -> Path:
    """The grammar of the whole TEI; it is not part of the project."""
    named = os.environ.get("IBIDEM_TEI_ALL")
    return Path(named) if named else reference("tei/tei_all.rng")


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
        assert jing(tei_all(), path) == []
    else:
        assert rng(tei_all()).validate(etree.parse(path)), rng(tei_all()).error_log


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
    "note-id": ("essay", 'xml:id="n4" n="4"', 'n="4"'),
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
    "range-from": ("essay", 'from="12" to="13"', 'to="13"'),
    "range-order": ("essay", 'from="12" to="13"', 'from="12" to="3"'),
    "date-order": ("letter", 'notAfter="1887-05-07"', 'notAfter="1887-04"'),
    "date-both": ("letter", 'when="1887-05-03">3 mai', 'when="1887-05-03" from="1887">3 mai'),
    "choice-pair": ("essay", "<sic>siee</sic>", "<orig>siee</orig>"),
    "choice-empty": ("essay", "<sic>siee</sic>", "<sic/>"),
    "emendation-resp": ("essay", '<corr resp="#editors">', "<corr>"),
    "application-id": ("essay", 'application xml:id="ibidem"', "application"),
    "resp-target": ("essay", '<corr resp="#editors">', '<corr resp="#place-wien">'),
    "document-quoted": ("essay", "<lg><l>", "<floatingText><body><p/></body></floatingText><lg><l>"),
    "speaker-type": ("essay", '<q type="written" who', "<q who"),
    "chain-next": ("figure", ' prev="#q1"', ""),
    "chain-prev": ("figure", ' next="#q2"', ""),
    "app-lem": ("verse", '<lem wit="#A">loose</lem>', '<rdg wit="#A">loose</rdg>'),
    "reading-witness": ("verse", '<rdg wit="#B">lose', "<rdg>lose"),
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


# ---------- A subset of TEI: proved element by element ----------
#
# For every element of ours: each sequence of children that our content model takes, tei_all's takes too (derivatives, run side by
# side until no new pair of states turns up); each attribute is there, alone, all together and with any other; each alternative
# of its value is one of theirs. As no content model of the elements in question depends on an attribute, that is the whole grammar.

WORD_TYPE = ("data", "token", (("pattern", r"[^\p{C}\p{Z}]+"),))
ANY = ("data", "string", ())


@dataclass(frozen=True, eq=False)
class Pattern:
    """A regular expression over element names (and "#text"), or over attribute names; equal patterns are one object."""

    kind: str
    parts: tuple[Pattern, ...] = ()
    name: str = ""

    @cached_property
    def nullable(self) -> bool:
        match self.kind:
            case "choice":
                return any(part.nullable for part in self.parts)
            case "group" | "both" | "more":
                return all(part.nullable for part in self.parts)
        return self.kind in ("empty", "text")

    @cached_property
    def names(self) -> frozenset[str]:
        return frozenset({self.name} if self.name else ()).union(*(part.names for part in self.parts))


@cache
def make(kind: str, *parts: Pattern, name: str = "") -> Pattern:
    return Pattern(kind, parts, name)


EMPTY, NONE, TEXT = make("empty"), make("none"), make("text", name="#text")


def choice(*parts: Pattern) -> Pattern:
    flat: dict[Pattern, None] = {}
    for part in parts:
        flat.update(dict.fromkeys(part.parts if part.kind == "choice" else (part,)))
    flat.pop(NONE, None)
    unique = sorted(flat, key=id)
    return make("choice", *unique) if len(unique) > 1 else (unique or [NONE])[0]


def pair(kind: str, first: Pattern, second: Pattern) -> Pattern:
    if NONE in (first, second):
        return NONE
    if EMPTY in (first, second):
        return second if first is EMPTY else first
    return make(kind, first, second)


def more(part: Pattern) -> Pattern:
    return part if part in (EMPTY, NONE, TEXT) or part.kind == "more" else make("more", part)


@cache
def after(pattern: Pattern, name: str) -> Pattern:
    """What may follow once `name` has been read: the derivative of the pattern."""
    if name not in pattern.names:
        return NONE
    if not pattern.parts:
        return TEXT if pattern is TEXT else EMPTY
    if pattern.kind == "choice":
        return choice(*(after(part, name) for part in pattern.parts))
    if pattern.kind == "more":
        return pair("group", after(pattern.parts[0], name), choice(EMPTY, pattern))
    first, second = pattern.parts
    read_first, read_second = pair(pattern.kind, after(first, name), second), after(second, name)
    if pattern.kind == "both":
        read_second = pair("both", first, read_second)
    elif not first.nullable:
        read_second = NONE
    return choice(read_first, read_second)


def counterexample(ours: Pattern, theirs: Pattern) -> list[str] | None:
    """The shortest sequence that the first pattern takes and the second refuses."""
    seen = {(ours, theirs)}
    queue: list[tuple[Pattern, Pattern, list[str]]] = [(ours, theirs, [])]
    for left, right, path in queue:
        if left.nullable and not right.nullable:
            return path
        for name in sorted(left.names):
            step = after(left, name), after(right, name)
            if step[0] is not NONE and step not in seen:
                seen.add(step)
                queue.append((*step, [*path, name]))
    return None


class Grammar:
    """The definitions of a RELAX NG schema in XML syntax, one for each element name."""

    def __init__(self, path: Path) -> None:
        root = etree.parse(path).getroot()
        self.defines = {node.get("name"): node for node in root.iter(f"{RNG}define")}
        assert len(self.defines) == sum(1 for _ in root.iter(f"{RNG}define")), "definitions in several parts"
        named = [node for node in root.iter(f"{RNG}element") if node.get("name")]
        self.elements = {node.get("name"): node for node in named}
        self.twice = {name for name in self.elements if sum(node.get("name") == name for node in named) > 1}
        self.start = self.content(root.find(f"{RNG}start"))

    def children(self, node: etree._Element) -> list[etree._Element]:
        if node.tag == f"{RNG}ref":
            node = self.defines[node.get("name")]
        return [child for child in node if isinstance(child.tag, str) and child.tag.startswith(RNG)]

    def content(self, node: etree._Element, *, attributes: bool = False, top: bool = True) -> Pattern:
        """The content of an element without its attributes, or its attributes without the content."""
        tag = node.tag.removeprefix(RNG)
        if tag == "notAllowed":
            return NONE
        if tag == "attribute" or (tag == "element" and not top):
            symbol = make("symbol", name=node.get("name", "*"))
            return symbol if attributes == (tag == "attribute") else EMPTY
        if tag in ("text", "data", "value", "list"):
            return EMPTY if attributes else TEXT
        parts = [self.content(child, attributes=attributes, top=False) for child in self.children(node)]
        if tag == "choice":
            return choice(*parts)
        assert tag in ("element", "define", "ref", "group", "start", "empty", "optional", "zeroOrMore", "oneOrMore"), (
            tag
        )
        whole = EMPTY
        for part in parts:
            whole = pair("both" if attributes else "group", whole, part)
        if tag in ("zeroOrMore", "oneOrMore"):
            whole = more(whole)
        return choice(EMPTY, whole) if tag in ("optional", "zeroOrMore") else whole

    def attributes(self, node: etree._Element, top: bool = True) -> Iterator[tuple[str, etree._Element]]:
        if node.tag == f"{RNG}attribute":
            yield node.get("name", "*"), node
        elif top or node.tag != f"{RNG}element":
            for child in self.children(node):
                yield from self.attributes(child, top=False)

    def values(self, node: etree._Element) -> frozenset[tuple[object, ...]]:
        """The alternatives of an attribute value; a list is known by its items."""
        tag = node.tag.removeprefix(RNG)
        if tag in ("text", "value"):
            return frozenset({(tag, node.text or "") if tag == "value" else ANY})
        if tag == "data":
            facets = tuple((param.get("name"), param.text) for param in node.iter(f"{RNG}param"))
            return frozenset({("data", node.get("type"), facets)})
        if tag == "list":
            return frozenset({("list", len(self.children(node)), self.values_of(node))})
        return self.values_of(node) or frozenset({ANY} if tag == "attribute" else ())

    def values_of(self, node: etree._Element) -> frozenset[tuple[object, ...]]:
        return frozenset().union(*(self.values(child) for child in self.children(node)))


def allows(theirs: frozenset[tuple[object, ...]], value: tuple[object, ...]) -> bool:
    """Whether one alternative of a value is among the others, by its name, as a plain word, or as a list of one."""
    if value in theirs or ANY in theirs:
        return True
    kind, what, *rest = value
    if kind == "value" and WORD_TYPE in theirs and str(what).isascii() and str(what).isalnum():
        return True
    if kind == "data" and what == "NCName" and ("data", "token", *rest) in theirs:
        return True
    for other in theirs:
        if other[0] == "list" and other[1] == 1:
            items = rest[0] if kind == "list" else {value}
            if all(allows(other[2], item) for item in items):
                return True
    return False


@cache
def grammars() -> tuple[Grammar, Grammar]:
    return Grammar(SCHEMA / "ibidem.rng"), Grammar(tei_all())


ELEMENTS = sorted(Grammar(SCHEMA / "ibidem.rng").elements)


def accepts(attributes: Pattern, names: frozenset[str]) -> bool:
    for name in sorted(names):
        attributes = after(attributes, name)
    return attributes.nullable


def entangled(grammar: Grammar, node: etree._Element, top: bool = True) -> bool:
    """Whether a choice of the element decides about attributes and content at once."""
    if node.tag == f"{RNG}element" and not top:
        return False
    alternatives = grammar.children(node)
    if node.tag == f"{RNG}choice":
        about = {
            attributes
            for child in alternatives
            for attributes in (True, False)
            if grammar.content(child, attributes=attributes, top=False).names
        }
        return len(about) == 2 or any(entangled(grammar, child, top=False) for child in alternatives)
    return any(entangled(grammar, child, top=False) for child in alternatives)


def test_the_root_is_a_root_of_tei():
    ours, theirs = grammars()
    assert counterexample(ours.start, theirs.start) is None
    assert set(ours.elements) <= set(theirs.elements)
    assert not (ours.twice | theirs.twice) & set(ours.elements)


@pytest.mark.parametrize("name", ELEMENTS)
def test_content_is_allowed_by_tei(name):
    ours, theirs = grammars()
    assert not entangled(theirs, theirs.elements[name])
    witness = counterexample(ours.content(ours.elements[name]), theirs.content(theirs.elements[name]))
    assert witness is None, f"{name}: {' '.join(witness)}"


@pytest.mark.parametrize("name", ELEMENTS)
def test_attributes_are_allowed_by_tei(name):
    ours, theirs = (grammar.content(grammar.elements[name], attributes=True) for grammar in grammars())
    required = frozenset(one for one in ours.names if not accepts(ours, ours.names - {one}))
    optional = sorted(ours.names - required)
    for chosen in [(), tuple(optional), *((one,) for one in optional), *combinations(optional, 2)]:
        assert accepts(theirs, required.union(chosen)), f"{name}: {' '.join(sorted(required.union(chosen)))}"


@pytest.mark.parametrize("name", ELEMENTS)
def test_values_are_allowed_by_tei(name):
    ours, theirs = (
        [(one, grammar.values(node)) for one, node in grammar.attributes(grammar.elements[name])]
        for grammar in grammars()
    )
    for attribute, values in ours:
        allowed = frozenset().union(*(them for one, them in theirs if one == attribute))
        for value in values:
            assert allows(allowed, value), f"{name}/@{attribute}: {value}"


def test_the_proof_can_fail():
    ours, theirs = grammars()
    assert counterexample(theirs.content(theirs.elements["p"]), ours.content(ours.elements["p"])) is not None
    assert counterexample(ours.content(ours.elements["div"]), theirs.content(theirs.elements["p"])) is not None
    assert not allows(frozenset({WORD_TYPE}), ANY)
    assert not allows(frozenset({("value", "end")}), ("value", "foot"))
    assert not accepts(theirs.content(theirs.elements["application"], attributes=True), frozenset({"ident"}))
