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
from ibidem.events import DEEPEST, NotWellFormed, of_bytes
from ibidem.finding import Severity
from ibidem.read import parse
from ibidem.relaxng.datatypes import _FORMS, _RANGES, _TIMES, datatype
from ibidem.relaxng.error import SchemaError
from ibidem.relaxng.grammar import Grammar, read_grammar
from ibidem.relaxng.match import match
from ibidem.relaxng.validate import check, load

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
    """The faults of a tree."""
    return match(of_bytes(etree.tostring(root, encoding="utf-8")), grammar)


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


def test_a_long_list_costs_look_ups():
    grammar = read_grammar(IBIDEM)

    def persons(number: int) -> etree._Element:
        root = parse(DOCUMENTS[0].read_bytes(), "list.xml")
        people = root.find(f".//{TEI}listPerson")
        model = people.find(f"{TEI}person")
        for place in range(number):
            people.append(copy.deepcopy(model))
            for count, named in enumerate(people[-1].iterfind(".//*[@{http://www.w3.org/XML/1998/namespace}id]")):
                named.set("{http://www.w3.org/XML/1998/namespace}id", f"copy{place}.{count}")
            people[-1].set("{http://www.w3.org/XML/1998/namespace}id", f"copy{place}")
        return root

    assert faults(persons(10), grammar) == []
    known = grammar.automaton.computed
    assert len(faults(persons(10_000), grammar)) == 0
    assert grammar.automaton.computed == known


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

MESSAGES = {
    "unknown": ("<lb/>", "<lbs/>", "The schema does not know the element lbs.", "Did you mean lb?"),
    "foreign": ("<lb/>", '<x xmlns="urn:x"><y/></x>', "The element x is not TEI (namespace urn:x).", "Remove it"),
    "misplaced": ("<lb/>", "<p>x</p>", "p is not allowed in p at this place.", "End the p before it."),
    "text": ("<body>", "<body>bare", "body holds bare text, which is not allowed there.", "Put the text into a p"),
    "attribute": ("<lb/>", '<lb wit="x"/>', "The attribute wit is not allowed on lb.", "lb takes "),
    "value": ("<body>", '<body rend="">', "body/@rend has the value '', which is not allowed.", "Allowed: "),
    "language": ("<p>", '<p xml:lang="zh_CN">', "p/@xml:lang has the value 'zh_CN', which is not allowed.", "zh-Hant"),
    "id": ("<p>", '<p xml:id="1 a">', "p/@xml:id has the value '1 a', which is not allowed.", "An id begins"),
    "missing attribute": ("<lb/>", "<graphic/>", "graphic needs the attribute url.", "Add it."),
    "dropped element": (
        "<lb/>",
        "<xref/>",
        "The schema does not know the element xref.",
        "In TEI write ref with @target.",
    ),
    "dropped attribute": (
        "<lb/>",
        '<bibl><biblScope type="page">1</biblScope></bibl>',
        "The attribute type is not allowed on biblScope.",
        "today: @unit.",
    ),
    "attribute of P4": ("<p>", '<p id="x">', "The attribute id is not allowed on p.", "today: @xml:id."),
    "extension": (
        "<p>",
        '<p x:y="" xmlns:x="urn:x">',
        "The attribute y of the namespace urn:x is not allowed",
        "knows this extension",
    ),
    "no namespace": ("<lb/>", '<lb xmlns=""/>', "The element lb is not TEI", "is xmlns="),
    "several words": ("<p>", '<p xml:lang="en de">', "p/@xml:lang has the value", "Write a language tag"),
    "after a div": ("</body>", "<p>x</p></body>", "p is not allowed in body", "After a div only divs may follow"),
    "phrase": ("<div><p>", "<div><hi>x</hi><p>", "hi is not allowed in div", "Put it into a p."),
    "inclusion": (
        "<lb/>",
        '<i:include xmlns:i="http://www.w3.org/2001/XInclude" href="x"/>',
        "The element include is not TEI",
        "another file",
    ),
    "text alone": ("<div><p>one<lb/>two</p></div>", "bare", "body holds bare text", "Put the text into a p"),
    "incomplete": ("<lb/>", "<choice/>", "choice is not complete: ", "Add what is missing"),
}


@pytest.mark.parametrize("case", MESSAGES.values(), ids=MESSAGES)
def test_one_fault_is_one_finding(case, make):
    old, new, message, hint = case
    source = make("<div><p>one<lb/>two</p></div>")
    text = source.data.decode()
    assert old in text
    changed = text.replace(old, new, 1).encode()
    (finding,) = check(of_bytes(changed), load(IBIDEM), str(source.path))
    assert finding.message.startswith(message)
    assert hint in finding.hint
    assert (finding.code, finding.severity) == ("schema", Severity.ERROR)
    assert finding.line > 0


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
