"""What is wrong in the notes themselves: found where it is, and nothing said where all is well."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT
from ibidem.citations.collect import collect
from ibidem.citations.lint import lint
from ibidem.citations.notes import answer_notes
from ibidem.reading.read import read
from ibidem.rules.lint import faults

MOOR = "A. Moor, Harbour Towns (London: Quay, 1990), p. 12."
LIND = "B. Lind, River Towns (London: Quay, 1994), p. 30."


def said(notes, lang="en"):
    """The codes and notes of what is found in some notes (texts, or pairs of label and text)."""
    rows = [(n, *(note if isinstance(note, tuple) else (str(n), note))) for n, note in enumerate(notes, start=1)]
    listed, answers = answer_notes(rows, lang)
    return [(fault.code, fault.note.label) for fault in lint(listed, answers)]


def messages(notes, lang="en"):
    listed, answers = answer_notes([(n, str(n), text) for n, text in enumerate(notes, start=1)], lang)
    return [f"{fault.message} {fault.hint}" for fault in lint(listed, answers)]


@pytest.mark.parametrize(
    ("notes", "lang", "expected"),
    [
        (["Ibid., p. 3."], "en", [("ibid-first", "1")]),
        (["The harbour froze.", "Ibid., p. 3."], "en", [("ibid-first", "2")]),
        ([MOOR, "Ibid., p. 14."], "en", []),
        ([MOOR[:-1] + "; " + LIND, "Ibid., p. 31."], "en", [("ibid-several", "2")]),
        ([MOOR[:-1] + "; " + LIND, "Lind, River Towns, p. 31."], "en", []),
        (["Ibid.; " + MOOR, LIND], "en", [("ibid-first", "1")]),
        ([MOOR[:-1] + "; ibid., p. 13.", "Ibid., p. 14."], "en", []),  # one work, twice
        ([MOOR, "The harbour froze in that winter.", "Ibid., p. 14."], "en", [("ibid-comment", "3")]),
        ([MOOR, "The harbour froze on 3 January 1949.", "Ibid., p. 14."], "en", [("ibid-comment", "3")]),
        ([MOOR, "Moor, supra note 1, at 14."], "en", []),
        ([LIND, MOOR, "Moor, supra note 1, at 14."], "en", [("supra-wrong", "3")]),
        ([MOOR, "Moor, supra note 12, at 14."], "en", [("supra-missing", "2")]),
        ([MOOR, "See note 12 above."], "en", [("supra-missing", "2")]),
        ([MOOR, "Lind, op. cit., p. 3."], "en", [("opcit-unknown", "2")]),
        ([MOOR, "Lind told me so.", "Lind, op. cit., p. 3."], "en", []),  # named before: perhaps a citation that was overlooked
        (["РГИА. Ф. 1. Оп. 2. Д. 3. Л. 57.", MOOR, "РГИА. Ф. 1. Оп. 2. Д. 3. Л. 60."], "ru", []),
        (["РГИА. Ф. 1. Оп. 2. Д. 3. Л. 57.", MOOR, "РГИА. ф. 1. Оп. 2. Д. 3. Л. 60."], "ru", [("unit-spelling", "3")]),
        (["РГИА. Ф. 1. Оп. 2. Д. 3. Л. 57.", "РГИА. Ф. 1. Оп. 2. Д. 8. Л. 57."], "ru", [("unit-disagrees", "2")]),
        (["РГИА. Ф. 1. Оп. 2. Д. 3. Л. 5.", "РГИА. Ф. 1. Оп. 2. Д. 8. Л. 5."], "ru", []),  # every file has a page 5
        (["РГИА. Ф. 1. Оп. 2. Д. 3. Л. 57.", "ГАРФ. Ф. 1. Оп. 2. Д. 8. Л. 57."], "ru", []),  # two archives
        (["РГИА. Ф. 1. Оп. 2. Д. 3. Л. 57.", *[MOOR] * 8, "РГИА. Ф. 1. Оп. 2. Д. 8. Л. 57."], "ru", []),  # far apart
        (["K. Amt, Winter, in: Kai 3 (1990), S. 121–145, hier S. 130.", "Ebd., S. 133."], "de", []),
        (["K. Amt, Winter, in: Kai 3 (1990), S. 121–145, hier S. 130.", "Ebd., S. 233."], "de", [("place-outside", "2")]),
        (["K. Amt, Winter, in: Kai 3 (1990), S. 121–125.", "Ebd., S. 233."], "de", []),  # perhaps the pages cited, not all it has
        ([MOOR, LIND, MOOR.replace("1990", "1991")], "en", [("year-disagrees", "3")]),
        ([MOOR, LIND, MOOR.replace("1990", "2nd ed. 1991")], "en", []),
    ],
)  # fmt: skip
def test_what_is_wrong_and_nothing_else(notes, lang, expected):
    assert said(notes, lang) == expected


def test_ibid_does_not_cross_a_chapter():
    notes = [("chapter-1fn1", MOOR), ("chapter-1fn2", "Ibid."), ("chapter-1fn3", LIND), ("chapter-2fn1", "Ibid., p. 3."), ("chapter-2fn2", MOOR),
             ("chapter-2fn3", "Ibid."), ("chapter-2fn4", LIND), ("chapter-2fn5", "Ibid.")]  # fmt: skip
    assert said(notes) == [("ibid-chapter", "1")]


def test_pointers_that_are_off_by_the_same_number_are_said_to_be():
    found = messages(
        [
            LIND,
            MOOR,
            "C. Ness, Coasts (Oslo: Hav, 1999), p. 2.",
            "Moor, supra note 1, at 14.",
            "Ness, supra note 2, at 3.",
        ]
    )
    assert len(found) == 2
    assert all("1 other pointer is off by +1 too" in message for message in found)
    assert "note 2 does" in found[0] and "Write note 3" in found[1]


def test_a_work_that_is_cited_later_is_named():
    assert "note 3 does so later" in messages([MOOR, "Lind, op. cit., p. 3.", LIND])[0]


def test_what_the_article_of_this_repository_has():
    found = faults(collect(read(ROOT / "tei" / "mikoyan-1949-ii.xml")))
    assert [(fault.code, fault.note.label) for fault in found] == [
        ("unit-disagrees", "16"),
        ("unit-spelling", "20"),
        ("unit-spelling", "20"),
    ]
    assert "“F. 30, Op. 1, case 9” and “F. 39, Op. 1, D. 37”" in found[0].message
    assert "“F. 39, Op. 1, case 39”, cited most here" in found[0].hint


def test_nothing_is_said_of_what_an_editor_has_decided(tmp_path):
    case = (ROOT / "tests" / "cases" / "ibid-several" / "wrong.xml").read_text("utf-8")
    path = tmp_path / "text.xml"
    path.write_text(case.replace('resp="#ibidem"', 'resp="#editor"'), "utf-8")
    assert faults(collect(read(path))) == ()


@given(st.lists(st.text(alphabet="Ibid., op.cit supra note 1234;() Moor F.Op.D.", max_size=60), max_size=8))
def test_any_notes_are_looked_at(texts):
    for fault in lint(*answer_notes([(n, str(n), text) for n, text in enumerate(texts, start=1)], "en")):
        assert fault.message.endswith(".") and fault.hint.endswith(".") and fault.citation in fault.note.citations
