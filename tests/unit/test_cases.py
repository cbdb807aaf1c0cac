"""Every finding code has a folder in tests/cases with a wrong and a right example; no code is without one."""

import pytest

from conftest import ROOT
from ibidem.finding import Severity
from ibidem.rules import all_rules
from ibidem.validate import validate_file

CASES = ROOT / "tests" / "cases"
XSD = ROOT / "schema" / "ibidem.xsd"
FROM_READING = {"not-well-formed", "not-tei"}


def codes(path):
    schemas = [XSD] if path.parent.name == "schema" else []
    return {finding.code for finding in validate_file(path, schemas)}


@pytest.mark.parametrize("case", sorted(CASES.iterdir()), ids=lambda case: case.name)
def test_case(case):
    assert case.name in codes(case / "wrong.xml")
    assert case.name not in codes(case / "right.xml")


@pytest.mark.parametrize("case", sorted(CASES.iterdir()), ids=lambda case: case.name)
def test_right_example_has_no_error(case):
    schemas = [XSD] if case.name == "schema" else []
    assert [f for f in validate_file(case / "right.xml", schemas) if f.severity is Severity.ERROR] == []


def test_every_code_has_a_case():
    declared = {code for rule in all_rules() for code in rule.codes} | FROM_READING | {"schema"}
    assert declared == {case.name for case in CASES.iterdir()}


def test_every_finding_names_its_place():
    for case in CASES.iterdir():
        for finding in validate_file(case / "wrong.xml", []):
            assert finding.file.endswith("wrong.xml")
            assert finding.line >= 1 and finding.column >= 1
            assert finding.message.endswith((".", "”", ")")), finding.message
