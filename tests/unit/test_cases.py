"""Every finding code has a folder in tests/cases with a wrong and a right example; no code is without one."""

import pytest
from lxml import etree

from conftest import ROOT
from ibidem.finding import Severity
from ibidem.rules import all_rules
from ibidem.validate import validate_file

CASES = ROOT / "tests" / "cases"
XSD, SCHEMATRON = ROOT / "schema" / "ibidem.xsd", ROOT / "schema" / "ibidem.sch"
ASSERTIONS = set(etree.parse(SCHEMATRON).xpath("//@id[parent::*[local-name() = 'assert' or local-name() = 'report']]"))
FROM_READING = {"not-well-formed", "not-tei"}


def found(path):
    code = path.parent.name
    schemas = [XSD] if code == "schema" else [SCHEMATRON] if code in ASSERTIONS else []
    return validate_file(path, schemas)


def codes(path):
    return {finding.code for finding in found(path)}


@pytest.mark.parametrize("case", sorted(CASES.iterdir()), ids=lambda case: case.name)
def test_case(case):
    assert case.name in codes(case / "wrong.xml")
    assert case.name not in codes(case / "right.xml")


@pytest.mark.parametrize("case", sorted(CASES.iterdir()), ids=lambda case: case.name)
def test_right_example_has_no_error(case):
    assert [f for f in found(case / "right.xml") if f.severity is Severity.ERROR] == []


def test_every_code_has_a_case():
    declared = {code for rule in all_rules() for code in rule.codes} | FROM_READING | {"schema"} | ASSERTIONS
    assert declared == {case.name for case in CASES.iterdir()}


def test_every_finding_names_its_place():
    for case in CASES.iterdir():
        for finding in validate_file(case / "wrong.xml", []):
            assert finding.file.endswith("wrong.xml")
            assert finding.line >= 1 and finding.column >= 1
            assert finding.message.endswith((".", "”", ")")), finding.message
