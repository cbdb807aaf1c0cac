"""RELAX NG: James Clark's suite, agreement with jing, and work that grows with the document and no faster."""

from __future__ import annotations

import copy
import random
import re
import subprocess
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from conftest import ROOT, reference, tool
from ibidem.reading.events import DEEPEST, NotWellFormed, of_bytes
from ibidem.reading.read import parse
from ibidem.relaxng.accept import accepts
from ibidem.relaxng.ask import Asked
from ibidem.relaxng.datatypes import _FORMS, _RANGES, _TIMES, datatype
from ibidem.relaxng.error import SchemaError
from ibidem.relaxng.grammar import Grammar, read_grammar
from ibidem.relaxng.match import MOST, match
from ibidem.relaxng.validate import check, load
from ibidem.words.case import XML
from ibidem.words.replaced import DROPPED, ELEMENTS, ELSEWHERE

TEI = "{http://www.tei-c.org/ns/1.0}"
RNG = "http://relaxng.org/ns/structure/1.0"
XSD = "http://www.w3.org/2001/XMLSchema-datatypes"
IBIDEM = ROOT / "schema" / "ibidem.rng"
DOCUMENTS = [
    *sorted((ROOT / "tests" / "samples").glob("*.xml")),
    *sorted(path for path in (ROOT / "tei").glob("*.xml") if not path.name.endswith(".part.xml")),
]

# ---------- The suite ----------

_EDITION = "the suite has names by the fourth edition of XML 1.0; the fifth allows this one"
# Number of the case, and why it comes out otherwise.
KNOWN = dict.fromkeys((69, 71, 72, 73, 78), _EDITION)


def faults(root, grammar: Grammar) -> list:
    """The faults of a tree; the fast way says the same."""
    read = of_bytes(etree.tostring(root, encoding="utf-8"))
    found = match(read, grammar)
    assert accepts(read, grammar) == (not found and not grammar.needs_prefixes)
    return found


@cache
def suite() -> list[etree._Element]:
    return list(etree.parse(reference("relaxng/spectest.xml"), etree.XMLParser(load_dtd=False)).iter("testCase"))


def content(case: etree._Element) -> str:
    return etree.tostring(next(case.iterchildren("*")), encoding="unicode", with_tail=False)


def lay(case: etree._Element, folder: Path) -> None:
    """Write the files that a case wants beside its schema."""
    for part in case.iterchildren("resource", "dir"):
        place = folder / part.get("name")
        if part.tag == "dir":
            place.mkdir()
            lay(part, place)
        else:
            place.write_text(content(part), "utf-8")


def verdicts(case: etree._Element, folder: Path) -> list[tuple[str, str]]:
    """What the suite says of each schema and instance of a case, and what we say."""
    lay(case, folder)
    schema = folder / "schema.rng"
    found: list[tuple[str, str]] = []
    grammar: Grammar | None = None
    for part in case.iterchildren("correct", "incorrect", "valid", "invalid"):
        if part.tag in ("correct", "incorrect"):
            schema.write_text(content(part), "utf-8")
            try:
                grammar = read_grammar(schema)
                found.append((part.tag, "correct"))
            except SchemaError:
                found.append((part.tag, "incorrect"))
        elif grammar is None:
            found.append((part.tag, "no schema"))
        else:
            try:
                found.append((part.tag, "invalid" if faults(etree.fromstring(content(part)), grammar) else "valid"))
            except NotWellFormed:
                found.append((part.tag, "not well-formed"))
    return found


def test_the_suite(tmp_path):
    wrong: dict[int, list[tuple[str, str]]] = {}
    judged = 0
    for number, case in enumerate(suite()):
        folder = tmp_path / str(number)
        folder.mkdir()
        said = verdicts(case, folder)
        judged += len(said)
        if differing := [pair for pair in said if pair[0] != pair[1]]:
            wrong[number] = differing
    assert judged == 965
    assert sorted(wrong) == sorted(KNOWN), wrong


# ---------- Agreement with jing ----------

GARBLED = ["", "x y", "#", "a#b#c", "2020-13-01", "-1", "é", "\u00a0", "1,5", "%", "zh_CN", "1887", "[URL]", ":"]


def mutate(root: etree._Element, chance: random.Random) -> None:
    """Spoil one thing, or change it into what may be as good."""
    elements = list(root.iter("*"))[1:]
    change = chance.choice((restructure, rewrite_attribute, rewrite))
    change(chance.choice(elements), elements, chance)


def restructure(element: etree._Element, elements: list[etree._Element], chance: random.Random) -> None:
    parent = element.getparent()
    match chance.randrange(5):
        case 0:
            parent.remove(element)
        case 1:
            place = chance.choice(elements)
            if place is not element and element not in place.iterancestors():
                place.insert(chance.randint(0, len(place)), element)
        case 2:
            element.addnext(copy.deepcopy(element))
        case 3:
            if (following := element.getnext()) is not None:
                following.addnext(element)
        case 4:
            for child in list(element):
                element.addprevious(child)
            parent.remove(element)


def rewrite_attribute(element: etree._Element, elements: list[etree._Element], chance: random.Random) -> None:
    marked = chance.choice([it for it in elements if it.attrib])
    name, value = chance.choice(sorted(marked.attrib.items()))
    match chance.randrange(3):
        case 0:
            del marked.attrib[name]
        case 1:
            name, value = chance.choice([(name, value), ("colspan", "2"), ("{urn:x}y", "1")])
            element.set(name, element.get(name, value))
        case 2:
            marked.set(name, chance.choice(GARBLED))


def rewrite(element: etree._Element, elements: list[etree._Element], chance: random.Random) -> None:
    match chance.randrange(4):
        case 0:
            element.tag = chance.choice(elements).tag
        case 1:
            element.tag += "s"
        case 2:
            element.text = (element.text or "") + "words"
        case 3:
            element.insert(0, etree.Element("{urn:x}thing"))


@pytest.fixture(scope="module")
def mutants(tmp_path_factory) -> list[Path]:
    folder = tmp_path_factory.mktemp("mutants")
    chance = random.Random(20011203)
    made = list(DOCUMENTS)
    for number in range(150):
        source = DOCUMENTS[number % len(DOCUMENTS)]
        root = parse(source.read_bytes(), source.name)
        mutate(root, chance)
        made.append(folder / f"{number:03}-{source.name}")
        etree.ElementTree(root).write(made[-1], encoding="utf-8", xml_declaration=True)
    return made


def jing(schema: Path, files: list[Path]) -> dict[Path, list[int]]:
    """The lines that jing reports in each file."""
    done = subprocess.run([tool("jing"), schema, *files], capture_output=True, text=True, check=False)
    lines: dict[Path, list[int]] = {path: [] for path in files}
    for reported in done.stdout.splitlines():
        place = re.match(r"(.+?):(\d+):\d+: error: ", reported)
        assert place, reported
        lines[Path(place[1])].append(int(place[2]))
    return lines


@pytest.mark.parametrize("schema", ["ibidem", "tei_all"])
def test_jing_agrees(schema, mutants):
    path = IBIDEM if schema == "ibidem" else reference("tei/tei_all.rng")
    theirs = jing(path, mutants)
    ours = {
        file: [finding.line for finding in check(of_bytes(file.read_bytes()), load(path), str(file))]
        for file in mutants
    }
    differing = [file.name for file in mutants if bool(ours[file]) != bool(theirs[file])]
    assert differing == []
    assert not any(ours[path] for path in DOCUMENTS)
    invalid = [file for file in mutants if theirs[file]]
    assert len(invalid) > 50
    # jing reports the place of the end of a tag, and follows up an unknown element where we do not
    assert sum(len(ours[file]) <= len(theirs[file]) for file in invalid) == len(invalid)


VALUES = """| a|A b|1|-1|+1|01|1.|.5|1e3|INF|+INF|NaN|true|TRUE|0|255|256|-129|65536|99999999999999999999|2001-01-01|2001-02-29|2000-02-29
0000-01-01|-0001-01-01|2001-01-01Z|2001-01-01+14:00|2001-01-01+14:01|12001-01-01|02001-01-01|2001-01-01T23:59:59|2001-01-01T12:00|12:00:00
25:00:00|2001|0000|-2001|2001-01|2001-13|--01|--13|--02-29|--02-30|---31|---32|P1Y|P|PT|P1YT|-P1D|P1.5D|PT1.5S|P1M2Y|P0D|ff|f|AAAA|AA==|AB==
A===|AA A=|http://x|a b#c|##|%|%20|:|a:|1:b|a/b:c|http://x y|[x]|http://[::1]/|urn:[x]|//|é|en|de-AT|zh_CN|x-123456789|1a|_a|-a|a·|p:a|1 2"""


def test_jing_agrees_on_datatypes(tmp_path):
    types = sorted(
        {*_FORMS, *_RANGES, *_TIMES} - {"NOTATION", "ENTITY", "ENTITIES", "ID", "IDREF", "IDREFS"}
    )  # those have meanings in the DTD
    cases = [(type_, value) for type_ in types for value in re.split(r"[|\n]", VALUES)]
    schema, document = tmp_path / "types.rng", tmp_path / "types.xml"
    elements = "".join(f'<element name="{type_}"><data type="{type_}"/></element>' for type_ in types)
    schema.write_text(
        f'<element name="r" xmlns="{RNG}" datatypeLibrary="{XSD}"><zeroOrMore><choice>{elements}</choice></zeroOrMore></element>'
    )
    rows = "\n".join(f"<{type_}>{value}</{type_}>" for type_, value in cases)
    document.write_text(f"<r>\n{rows}\n</r>", "utf-8")
    refused = set(jing(schema, [document])[document])
    theirs = [(*case, line not in refused) for line, case in enumerate(cases, 2)]
    assert [(type_, value, datatype(XSD, type_).allows(value, {})) for type_, value in cases] == theirs


# ---------- Time ----------


def edition(body: str, header: str = "<p>s</p>") -> bytes:
    """A small text, with more in its header or its body."""
    return (
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>t</title></titleStmt><publicationStmt><p>p</p>'
        f"</publicationStmt><sourceDesc>{header}</sourceDesc></fileDesc></teiHeader><text><body>{body}</body></text></TEI>"
    ).encode()


def times(piece: str, number: int) -> str:
    return "".join(piece.replace("%", str(place)) for place in range(number))


LONG = {
    "persons": lambda n: edition(
        "<p/>",
        "<listPerson>"
        + times('<person xml:id="p%"><persName>Name %</persName><birth when="1900-01-01"/></person>', n)
        + "</listPerson>",
    ),
    "works": lambda n: edition(
        "<p/>",
        "<listBibl>"
        + times('<bibl xml:id="b%"><author>A %</author><title>T %</title><date when="1949">1949</date></bibl>', n)
        + "</listBibl>",
    ),
    "notes": lambda n: edition(
        "<p>" + times('word <note xml:id="n%" n="%"><bibl>Ibid., p. %</bibl></note>', n) + "</p>"
    ),
    "values": lambda n: edition("<p>" + times('<ref target="#a% #b%" n="%">x</ref>', n) + "</p>"),
    "paragraphs": lambda n: edition(times("<p>A <hi>word</hi> and <name>%</name>.</p>", n)),
    "text": lambda n: edition(f"<p>{'long text ' * 10 * n}</p>"),
    "comments": lambda n: edition(f"<p>{'text<!-- c -->' * n}</p>"),
}


@pytest.mark.parametrize("dimension", LONG)
def test_more_of_the_same_costs_look_ups(dimension):
    """Ten thousand of a thing lead to no state, no pattern and no transition that thirty did not lead to."""
    grammar = read_grammar(reference("tei/tei_all.rng"))
    assert accepts(of_bytes(LONG[dimension](30)), grammar)
    known = grammar.automaton.computed, len(grammar.automaton.states), len(grammar.patterns)
    long = of_bytes(LONG[dimension](10_000))
    assert accepts(long, grammar)
    assert match(long, grammar) == []
    assert (grammar.automaton.computed, len(grammar.automaton.states), len(grammar.patterns)) == known


EMPTY = ' b%=""'


def test_many_attributes_cost_one_transition_each(tmp_path):
    schema = tmp_path / "attributes.rng"
    schema.write_text(
        f'<element name="a" xmlns="{RNG}"><zeroOrMore><attribute><anyName/></attribute></zeroOrMore></element>'
    )
    grammar = read_grammar(schema)
    spent = []
    for number in (100, 1100, 2100):
        before = grammar.automaton.computed
        assert accepts(of_bytes(f"<a{times(EMPTY, number)}/>".encode()), grammar)
        spent.append(grammar.automaton.computed - before)
    assert spent[1] == spent[2] == 1000
    assert len(grammar.automaton.states) < 5


def test_what_is_remembered_of_values_is_bounded():
    grammar = read_grammar(reference("tei/tei_all.rng"))
    assert accepts(of_bytes(edition("<p>" + times('<ref target="#a%" n="%">x</ref>', 30_000) + "</p>")), grammar)
    known = [len(values) for state in grammar.automaton.states.values() for values in state.values.values()]
    assert max(known) <= 4096


def test_depth_costs_nothing(tmp_path):
    schema = tmp_path / "deep.rng"
    schema.write_text(
        f'<grammar xmlns="{RNG}"><start><ref name="a"/></start>'
        '<define name="a"><element name="a"><optional><ref name="a"/></optional></element></define></grammar>'
    )
    grammar = read_grammar(schema)
    assert match(of_bytes(b"<a>" * DEEPEST + b"</a>" * DEEPEST), grammar) == []
    assert grammar.automaton.computed < 10
    with pytest.raises(NotWellFormed, match="nested more than"):
        match(of_bytes(b"<a>" * 10_000 + b"</a>" * 10_000), grammar)


# ---------- Words ----------

# What is put in the place of what, in a small document; the code, the message and the hint of the one finding.
MESSAGES = {
    "unknown": ("<lb/>", "<lbs/>", "element-unknown", "The schema does not know the element lbs.", "Did you mean lb?"),
    "unlike any": ("<lb/>", "<blink/>", "element-unknown", "The schema does not know the element blink.", "Allowed here: "),
    "foreign": ("<lb/>", '<x xmlns="urn:x"><y/></x>', "element-foreign", "The element x is not TEI: it is in the namespace urn:x.", "Remove it"),
    "extension": (
        "<lb/>", '<x:a xmlns:x="urn:x"><x:b/><x:c/></x:a>', "element-foreign", "The element a is not TEI",
        "This file has 3 elements of that namespace: an extension of the project, it seems.",
    ),
    "formula": (
        "<lb/>", '<math xmlns="http://www.w3.org/1998/Math/MathML"/>', "element-foreign", "math is an element of MathML", "puts it into a formula",
    ),
    "no namespace": ("<lb/>", '<lb xmlns=""/>', "element-foreign", "lb is in no namespace", 'Write xmlns="http://www.tei-c.org/ns/1.0"'),
    "paragraph in paragraph": ("<lb/>", "<p>x</p>", "block-nested", "p cannot be inside p.", "End the p before it. What p may hold: speech (q), a list,"),
    "division in paragraph": ("<lb/>", "<div><p>x</p></div>", "block-nested", "div cannot be inside p.", "End the p before it."),
    "text": ("<body>", "<body>bare", "text-bare", "body has bare text in it, “bare”, which is not allowed there.", "Put the text into a p."),
    "attribute": ("<lb/>", '<lb wit="x"/>', "attribute-not-allowed", "The attribute wit is not allowed on lb.", "It belongs on lem or rdg"),
    "attribute of the parent": (
        "<lb/>", '<q who="#a"><emph who="#a">x</emph></q>', "attribute-not-allowed", "The attribute who is not allowed on emph.", "q, around it, may have it",
    ),
    "type": ("<lb/>", '<emph type="x">y</emph>', "attribute-not-allowed", "The attribute type is not allowed on emph.", "The kind of emph can be said with @"),
    "misspelt attribute": ("<p>", '<p corespp="#x">', "attribute-unknown", "The schema knows no attribute corespp, here on p.", "Did you mean corresp?"),
    "empty value": ("<body>", '<body rend="">', "attribute-empty", "body/@rend is empty.", "Give it a value, or remove the attribute."),
    "value": ("<lb/>", '<date when="1949" cert="hihg">x</date>', "attribute-value", "date/@cert is “hihg”, which is not allowed.", "Did you mean high? Allowed: high, medium, low"),
    "language": ("<p>", '<p xml:lang="zh_CN">', "language-tag", "p/@xml:lang is “zh_CN”, which is no language tag.", "Write “zh-CN”"),
    "two languages": ("<p>", '<p xml:lang="en de">', "language-tag", "p/@xml:lang is “en de”", "Write one language tag"),
    "id": ("<p>", '<p xml:id="1 a">', "id-name", "The xml:id “1 a” is not a name that XML allows.", "“_1_a” would do."),
    "day without number": ("<lb/>", '<date when="1790-04-00"/>', "date-value", "date/@when is “1790-04-00”, which is no date.", "Write “1790-04”: what is not known is left out."),
    "year of few digits": ("<lb/>", '<date when="-00202"/>', "date-value", "date/@when is “-00202”, which is no date.", "Write “-0202”: a year has four digits."),
    "span": ("<lb/>", '<date when="1790-1795"/>', "date-value", "date/@when is “1790-1795”", 'write from="1790" to="1795"'),
    "address": ("<lb/>", '<ref target="a[1].xml">x</ref>', "pointer-uri", "ref/@target is “a[1].xml”, which is no address.", "Write “a%5B1%5D.xml”"),
    "no address": ("<lb/>", '<ref target="[URL of the publisher]">x</ref>', "pointer-uri", "ref/@target is “[URL of the publisher]”", "leave the attribute out"),
    "several words": ("<div>", '<div type="two words">', "type-words", "div/@type takes one word; it has 2, “two words”.", "Write it as one, “two-words”."),
    "missing attribute": ("<lb/>", "<graphic/>", "attribute-missing", "graphic needs the attribute @url.", "Add it"),
    "dropped element": ("<lb/>", "<xref/>", "element-removed", "xref is not an element of TEI today.", "In its place: ref with @target."),
    "dropped attribute": ("<lb/>", '<bibl><biblScope type="page">1</biblScope></bibl>', "attribute-dropped", "biblScope has no attribute type in TEI today.", "In its place: @unit."),
    "attribute of P4": ("<p>", '<p id="x">', "attribute-unknown", "TEI has no attribute id.", "In its place: @xml:id."),
    "attribute of HTML": ("<p>", '<p colspan="2">', "attribute-unknown", "TEI has no attribute colspan.", "Remove it."),
    "attribute of a project": ("<p>", '<p x:y="" xmlns:x="urn:x">', "attribute-foreign", "@y on p is not of TEI: it is in the namespace “urn:x”.", "knows that namespace"),
    "schema location": (
        "<TEI ", '<TEI xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="a b" ', "attribute-foreign", "TEI has xsi:schemaLocation", "<?xml-model",
    ),
    "after a div": ("</div>", "<div><p>x</p></div><p>x</p></div>", "division-last", "p comes after an inner div", "Put it before the first div or into a div of its own."),
    "late head": ("</div>", "<head>x</head></div>", "head-late", "head comes too late in div", "Move it to the beginning of the div."),
    "phrase": ("<div><p>", "<div><hi>x</hi><p>", "phrase-unwrapped", "hi stands in div without a paragraph around it.", "Put it, and the words beside it, into a p"),
    "item": ("<div><p>", "<div><item>x</item><p>", "element-misplaced", "item is not allowed in div at this place.", "Put it into a list."),
    "inclusion": ("<lb/>", '<i:include xmlns:i="http://www.w3.org/2001/XInclude" href="x"/>', "xinclude-unexpanded", "The include of XInclude", "Validate with --xinclude"),
    "text alone": ("<div><p>one<lb/>two</p></div>", "bare", "text-bare", "body has bare text in it, “bare”", "Put the text into a p"),
    "empty": ("<lb/>", "<choice/>", "element-incomplete", "choice is empty", "It needs "),
    "half": ("<lb/>", "<choice><orig>x</orig></choice>", "element-incomplete", "choice is not finished: reg must follow.", "Add what is missing"),
    "after the close": ("</div>", "<closer>x</closer><p>y</p></div>", "letter-part", "p comes after closer, which ends a div.", "Move it before the closer."),
    "bare and marked": ("<div><p>", "<div>x<hi>y</hi> <hi>z</hi><p>", "text-bare", "div has bare text in it, “x”", "Put the text into a p."),
    "an entry left out": (
        "<text>", "<standOff><listPerson><persName>A</persName><occupation>B</occupation><note>C</note></listPerson></standOff><text>",
        "element-misplaced", "persName is not allowed in listPerson at this place.", "The same holds for the 2 elements after it.",
    ),
    "a wrapper left out": ("<lb/>", "<table><cell>x</cell></table>", "element-misplaced", "cell is not allowed in table at this place.", "Put it into a row."),
    "moved": (
        "<publicationStmt><publisher>P</publisher></publicationStmt><sourceDesc><p>S</p></sourceDesc>",
        "<publicationStmt><publisher>P</publisher></publicationStmt><sourceDesc><p>S</p></sourceDesc><editionStmt><edition>E</edition></editionStmt>",
        "element-order", "fileDesc takes editionStmt, but not here.", "Move it before the publicationStmt.",
    ),
    "missing": ("<title>T</title>", "<author>A</author>", "child-missing", "titleStmt needs title before author.", "Add title before the author."),
    "late": ("<title>T</title>", "<author>A</author><title>T</title>", "child-missing", "In titleStmt, title must come before author.", "Move title before the author."),
    "publisher": ("<publisher>P</publisher>", "<date>1</date><publisher>P</publisher>", "publication-order", "In publicationStmt, publisher must come before date.", "publicationStmt begins with"),
    "order": (
        "<fileDesc>", "<fileDesc><sourceDesc><p>S</p></sourceDesc>", "child-missing", "In fileDesc, titleStmt and publicationStmt must come before sourceDesc.", "Move",
    ),
    "two bodies": ("</text>", "<body><p>x</p></body></text>", "element-repeated", "text takes one body only", "Join the two, or remove one."),
    "misnamed": ("<lb/>", '<teiHeader reason="torn" unit="word" quantity="2"/>', "element-misplaced", "teiHeader is not allowed in p at this place.", "Is gap meant?"),
}  # fmt: skip


@pytest.mark.parametrize("case", MESSAGES.values(), ids=MESSAGES)
def test_one_fault_is_one_finding(case, make):
    old, new, code, message, hint = case
    source = make("<div><p>one<lb/>two</p></div>")
    text = source.data.decode()
    assert old in text
    changed = text.replace(old, new, 1).encode()
    found = [(it.code, it.message, it.hint) for it in check(of_bytes(changed), load(IBIDEM), str(source.path))]
    assert [it[0] for it in found] == [code], found
    assert found[0][1].startswith(message) and hint in found[0][2], found


def test_what_is_said_of_older_names_is_true():
    """No name that is called replaced is one of TEI, and what is put in its place is."""
    asked = Asked(load(reference("tei/tei_all.rng")))
    known = set(asked.known(TEI[1:-1]))
    assert not known & set(ELEMENTS)
    for name, instead in [*ELEMENTS.items(), *DROPPED.items()]:
        for written in re.findall(r"@([\w:]+)", instead):
            attribute = (
                (XML, "id") if written == "xml:id" else (XML, "lang") if written == "xml:lang" else ("", written)
            )
            assert asked.bearers(attribute), (name, instead)
    for instead in ELEMENTS.values():
        assert re.split(r"\W", instead)[0] in known, instead
    for element, name in DROPPED:
        assert element in known and not asked.has_attribute((TEI[1:-1], element), ("", name)), (element, name)
    assert not any(asked.has_attribute((TEI[1:-1], "p"), ("", name)) for name in ELSEWHERE)


def test_a_thousand_faults_take_no_seconds(make):
    from time import process_time

    source = make("<list>" + '<hi rend="">x</hi><item><p n="">y</p></item>bare' * 700 + "</list>")
    grammar = load(IBIDEM)
    began = process_time()
    found = list(check(of_bytes(source.data), grammar, "a.xml"))
    assert found[-1].code == "faults-many" and len(found) > MOST / 3
    assert process_time() - began < 2


# ---------- Schemas that are at fault ----------


def test_a_schema_names_the_place_of_its_fault(tmp_path):
    schema = tmp_path / "faulty.rng"
    schema.write_text(f'<element name="a" xmlns="{RNG}">\n<ref name="none"/>\n</element>')
    with pytest.raises(SchemaError, match="none") as raised:
        load(schema)
    assert (raised.value.file, raised.value.line) == (str(schema), 2)


@pytest.mark.parametrize("href", ["http://example.org/x.rng", "../x.rng", "file:///etc/passwd"])
def test_a_schema_takes_in_only_what_is_beside_it(href, tmp_path):
    (tmp_path / "x.rng").write_text(f'<element name="a" xmlns="{RNG}"><empty/></element>')
    folder = tmp_path / "schema"
    folder.mkdir()
    schema = folder / "outside.rng"
    schema.write_text(f'<externalRef href="{href}" xmlns="{RNG}"/>')
    with pytest.raises(SchemaError, match=r"cannot be read: .*(it is on the network|it is outside)"):
        load(schema)
