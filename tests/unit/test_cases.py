"""Every finding code has an entry in the catalogue and a folder in tests/cases with a wrong and a right example."""

import re

import pytest
from lxml import etree

from conftest import ROOT
from ibidem.catalogue import GROUPS, entries, severities
from ibidem.finding import Severity
from ibidem.rules import all_rules
from ibidem.validate import validate_file

CASES = ROOT / "tests" / "cases"
FOLDERS = sorted(CASES.iterdir())
RNG, XSD, SCHEMATRON = (ROOT / "schema" / f"ibidem.{kind}" for kind in ("rng", "xsd", "sch"))
ASSERTIONS = set(etree.parse(SCHEMATRON).xpath("//@id[parent::*[local-name() = 'assert' or local-name() = 'report']]"))
OF_RULES = {code for rule in all_rules() for code in rule.codes}
OF_GRAMMARS = {code for code, entry in entries().items() if entry.group in ("elements", "attributes")}
# What no file of a few lines can show; other tests do.
WITHOUT_CASE = {
    "not-readable",
    "not-checked",
    "file-large",
    "schema-not-used",
    "faults-many",
    "schematron",
    "schematron-failed",
    "xinclude",
} | {code for code, entry in entries().items() if entry.group == "build" or code.startswith("record-")}


def found(path):
    code = path.parent.name
    own = path.parent / "schema.rng"
    schemas = [own] if own.exists() else [RNG] if code in OF_GRAMMARS else [SCHEMATRON] if code in ASSERTIONS else []
    return validate_file(path, schemas)


@pytest.mark.parametrize("case", FOLDERS, ids=lambda case: case.name)
def test_case(case):
    wrong = [finding for finding in found(case / "wrong.xml") if finding.code == case.name]
    assert wrong
    assert {finding.severity for finding in wrong} == {severities()[case.name]}
    assert case.name not in {finding.code for finding in found(case / "right.xml")}


@pytest.mark.parametrize("case", FOLDERS, ids=lambda case: case.name)
def test_right_example_has_no_error(case):
    assert [f for f in found(case / "right.xml") if f.severity is Severity.ERROR] == []


@pytest.mark.parametrize("code", sorted(OF_GRAMMARS))
def test_one_fault_of_a_grammar_is_one_finding(code):
    assert [f.code for f in found(CASES / code / "wrong.xml") if f.severity is Severity.ERROR] == [code]


# What xmlschema does not let us know: whether another order would do.
BY_XSD = {"child-missing": "element-order", "element-repeated": "element-order"}


@pytest.mark.parametrize("code", sorted(OF_GRAMMARS - {"element-value"}))
def test_xsd_says_the_same(code):
    wrong = validate_file(CASES / code / "wrong.xml", [XSD])
    assert [f.code for f in wrong if f.severity is Severity.ERROR] == [BY_XSD.get(code, code)]
    assert [f for f in validate_file(CASES / code / "right.xml", [XSD]) if f.severity is Severity.ERROR] == []


def test_every_code_has_a_case():
    assert {case.name for case in FOLDERS} == set(entries()) - WITHOUT_CASE


def test_every_code_is_in_the_catalogue():
    assert set(entries()) >= OF_RULES | ASSERTIONS
    programs = [path.read_text("utf-8") for path in (ROOT / "toolkit").rglob("*.py")]
    named = r'(?:[Ff]inding\(\s*|code(?:, hint)? = |code=)"([a-z]+(?:-[a-z]+)*)"'
    assert {code for text in programs for code in re.findall(named, text)} <= set(entries())
    written = (ROOT / "toolkit" / "ibidem" / "words").glob("*.py")
    of_words = {code for path in written for code in re.findall(r'(?:Words|_said)\(\s*"([a-z-]+)"', path.read_text())}
    assert of_words - OF_RULES <= OF_GRAMMARS <= of_words


def test_the_catalogue_shows_what_the_cases_prove():
    def squeezed(text):
        return "".join(text.split())

    for case in FOLDERS:
        entry = entries()[case.name]
        for example in ("wrong", "right"):
            snippet = getattr(entry, example)
            assert snippet, (case.name, example)
            assert squeezed(snippet) in squeezed((case / f"{example}.xml").read_text("utf-8")), (case.name, example)


def test_the_catalogue_is_written_for_people():
    assert {entry.group for entry in entries().values()} == set(GROUPS)
    for code, entry in entries().items():
        assert not entry.title.endswith(".") and len(entry.title) < 80, code
        assert entry.why.endswith((".", "”")) and entry.mend.endswith("."), code
        assert re.fullmatch(r"https://www\.tei-c\.org/[\w/.-]+\.html|", entry.see), code


def test_every_finding_names_its_place():
    for case in FOLDERS:
        for finding in found(case / "wrong.xml"):
            assert finding.file.endswith("wrong.xml")
            assert finding.line >= 1 and finding.column >= 1
            assert finding.message.endswith((".", "”", ")")), finding.message
