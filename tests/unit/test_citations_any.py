"""Any text: it is read to its end, every reference stands where it says, and the time grows with the length."""

import sys
import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ibidem.citations.notes import resolve_notes
from ibidem.citations.terms import languages

TOKENS = [
    "Ibid.", "ibid", "Id.", "idem", "op. cit.", "loc. cit.", "supra", "infra", "note 1", "n. 2", "Ebd.", "a.a.O.", "ders.", "Anm. 1", "(Fn. 1)", "Ivi", "cit.",
    "Там же.", "Указ. соч.", "Он же.", "См. прим. 1", "Ф. 17.", "Оп. 3.", "Д. 5.", "Л. 5 об.", "p. 5", "pp. 85-6", "S. 12 ff.", "vol. 2", "(1990)", "1990", "IV", "xii",
    "Smith", "Smith,", "J. Smith", "Соколов И. И.", "“The Salt Roads,”", "‘Roads’", "in", "in:", "see", "vgl.", "hereafter", "(hereafter X)", "(далее — Ю)", "zit. Anm. 1",
    ".", ",", ";", ":", "(", ")", "[", "]", "—", "–", "“", "”", "«", "»", "'", "’", "/", "...", "…", "\u00a0", "\n", "\t", "İ", "ß", "ǅ", "ﬁ", "\u0301", "𝒜", "²", "٣",
]  # fmt: skip
NOTE = st.one_of(
    st.lists(st.sampled_from(TOKENS), max_size=25).map(" ".join),
    st.lists(st.sampled_from(TOKENS), max_size=25).map("".join),
    st.text(max_size=60),
)


@settings(max_examples=400, deadline=None)
@given(st.lists(NOTE, min_size=1, max_size=6), st.sampled_from([*languages(), "", "xx"]))
def test_any_notes(texts, lang):
    rows = resolve_notes([(n, str(n), text) for n, text in enumerate(texts, start=1)], lang)
    for row in rows:
        text = texts[row["note_ord"] - 1]
        assert 0 <= row["start"] < row["end"] <= len(text)
        assert text[row["start"] : row["end"]] == row["surface"]
        assert row["antecedent_ord"] is None or 1 <= row["antecedent_ord"] <= len(texts)
        assert row["rule"] and row["explanation"]
    places = sorted((row["note_ord"], row["start"], row["end"]) for row in rows)
    assert all(a[0] != b[0] or a[2] <= b[1] for a, b in pairwise(places)), "references overlap"


@pytest.mark.parametrize(
    "token", [*TOKENS, "a", "A", "1", " ", "A.", "Aa ", "A. ", "(A", "“A ", "1-", "p. ", "et ", "v. ", "X, "]
)
def test_long_runs_end(token):
    """No expression blows up: five times the text takes not much more than five times as long (generous, as machines are busy)."""
    took = []
    for size in (200, 1000):
        start = time.perf_counter()
        resolve_notes([(1, "1", token * size), (2, "2", "x" + token * size)], "de")
        took.append(time.perf_counter() - start)
    assert took[1] < 20 and took[1] < 25 * took[0] + 2


def steps(notes):
    """How many lines run while some notes are resolved."""
    count = 0

    def trace(_frame, event, _argument):
        nonlocal count
        count += event == "line"
        return trace

    sys.settrace(trace)
    try:
        resolve_notes(notes, "en")
    finally:
        sys.settrace(None)
    return count


@pytest.mark.parametrize(
    "text", ["Ibid.", "Ibid., p. 3.", "Smith, op. cit.", "See note 1.", "J. Smith, Roads (1990), p. 4.", "A remark."]
)
def test_the_work_grows_with_the_notes(text):
    few, many = ([(n, str(n), text) for n in range(1, size + 1)] for size in (200, 800))
    steps(few)
    assert steps(many) < 5 * steps(few)
