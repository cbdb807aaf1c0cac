"""Texts of our own, by language: every short reference found, with its antecedent and its place, and nothing else."""

import re
import tomllib

import pytest

from conftest import ROOT
from ibidem.citations.notes import resolve_notes

CASES = [
    pytest.param(case.get("lang", file.stem), case, id=f"{file.stem}: {case['about']}")
    for file in sorted((ROOT / "tests" / "citations").glob("*.toml"))
    for case in tomllib.loads(file.read_text(encoding="utf-8"))["case"]
]


def numbers(place):
    return re.findall(r"\d+|\b[ivxlc]+\b", place or "")


@pytest.mark.parametrize(("lang", "case"), CASES)
def test_every_reference_and_no_other(lang, case):
    notes = [(str(n), text) if isinstance(text, str) else text for n, text in enumerate(case["notes"], start=1)]
    rows = resolve_notes([(n, label, text) for n, (label, text) in enumerate(notes, start=1)], lang)
    found = [
        [row["note_ord"], row["surface"].rstrip("."), row["antecedent_ord"] or 0, numbers(row["resolved_locator"])]
        for row in rows
    ]
    wanted = [
        [note, words.rstrip("."), antecedent, numbers(place)] for note, words, antecedent, place in case["expect"]
    ]
    for row in wanted:  # where the antecedent is short itself, the work's full citation is right as well
        if isinstance(row[2], list):
            match = next((other for other in found if other[:2] == row[:2]), None)
            row[2] = match[2] if match and match[2] in row[2] else row[2][0]
    assert found == wanted
    for row in rows:
        assert notes[row["note_ord"] - 1][1][row["start"] : row["end"]] == row["surface"]
        assert row["explanation"].endswith(".") and row["rule"]
