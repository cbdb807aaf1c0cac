"""Whatever is given to `ibidem resolve`: an answer or one message, in every form of output."""

import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import tei
from ibidem.answers import FIELDS, as_rows, as_table
from ibidem.citations.answered import answered, rows
from ibidem.citations.chain import explained
from ibidem.citations.moved import moves
from ibidem.errors import IbidemError
from ibidem.finding import NotReadable

PIECES = st.sampled_from(
    ["Ibid.", "ibid", "Idem", "op. cit.", "supra note 2", "note 1", ", p. 5", "F. 3, D. 4", "; ", ". ", " ", "See ", "J. Miller, The Long Road (London 1951), p. 12",
     "Miller", "“Title of a thing”", "Ebd.", "ders.", "Там же", "[^1]", "[^1]: ", "\n1. ", "\n2 ", "\n\n", "=cmd", "\x07", "\u202e", "é", "{", "<"]
)  # fmt: skip
NOTES = st.lists(st.lists(PIECES, max_size=8).map("".join), max_size=8)


def all_forms(text):
    as_table(text)
    found = rows(text)
    assert len(json.loads(as_rows(found, "json", FIELDS))) == len(text.answers)
    assert [json.loads(line) for line in as_rows(found, "jsonl", FIELDS).split("\n") if line] == found
    assert len(list(csv.DictReader(io.StringIO(as_rows(found, "csv", FIELDS))))) == len(text.answers)
    for note in text.notes:
        assert explained(text, note)
    assert moves(text, text) == []
    for row in found:
        note = next(note for note, order in zip(text.notes, text.orders, strict=True) if order == row["note_ord"])
        assert note.text[row["start"] : row["end"]] == row["surface"]


@settings(max_examples=150, deadline=None)
@given(NOTES)
def test_any_list_of_notes(notes):
    data = {"notes": [{"ord": order, "text": text} for order, text in enumerate(notes, 1)]}
    all_forms(answered(json.dumps(data).encode(), Path("a.json")))


@settings(max_examples=150, deadline=None)
@given(NOTES)
def test_any_notes_in_tei(notes):
    def escaped(text):
        kept = "".join(char for char in text if char.isprintable() or char == "\n")
        return kept.replace("&", "&amp;").replace("<", "&lt;")

    body = "".join(f"<note n='{order}'>{escaped(text)}</note> word " for order, text in enumerate(notes, 1))
    all_forms(answered(tei(f"<p>A {body}</p>").encode(), Path("a.xml")))


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.binary(max_size=60), st.lists(PIECES, max_size=30).map(lambda pieces: "".join(pieces).encode())), st.sampled_from(["-", "a.txt", "a.md", "a.json"]))
def test_anything_at_all(data, name):
    try:
        text = answered(data, Path(name))
    except (IbidemError, NotReadable):
        return
    all_forms(text)


@pytest.mark.parametrize(("data", "is_tei"), [(b"\xef\xbb\xbf <TEI/>", True), ("<TEI/>".encode("utf-16"), True), (b'{"a": 1}', False), (b"1. Smith.\n2. Ibid.\n", False)])
def test_what_is_piped_in_is_told_by_how_it_begins(data, is_tei):
    try:
        assert answered(data, Path("-")).tei is None
        assert not is_tei
    except NotReadable:
        assert is_tei
    except IbidemError as error:
        assert not is_tei and "no list of notes" in str(error)
