"""Two states of a text: which notes are the same, and which references stand for something else."""

import time
from pathlib import Path

import pytest

from conftest import tei
from ibidem.citations.answered import answered
from ibidem.citations.moved import matched, moves

BOOK = "J. Miller, The Long Road (London 1951), p. 12."
OTHER = "A. Novak, Letters from Brno (Prague 1933), p. 80."
THIRD = "K. Weiss, The Wine Trade of Pest (Vienna 1907), p. 5."


def text(*notes, ids=True):
    body = "".join(
        f'<note n="{number}" place="foot"{f""" xml:id="n{number}" """ if ids else ""}>{words}</note> word '
        for number, words in enumerate(notes, 1)
    )
    return answered(tei(f"<p>A {body}</p>").encode(), Path("a.xml"))


def said(before, now):
    return [(move.note, move.before_note, move.now_note, move.is_new) for move in moves(before, now)]


@pytest.mark.parametrize("ids", [True, False])
def test_the_same_text(ids):
    notes = (BOOK, "Ibid.", "Ibid.", OTHER, "Ibid., p. 3.", "Miller, op. cit., p. 4.")
    assert moves(text(*notes, ids=ids), text(*notes, ids=ids)) == []


@pytest.mark.parametrize("ids", [True, False])
def test_an_inserted_note_and_all_numbers_given_anew(ids):
    before = text(BOOK, "Ibid., p. 14.", OTHER, "Ibid., p. 81.", "Miller, op. cit., p. 20.", ids=ids)
    now = text(BOOK, THIRD, "Ibid., p. 14.", OTHER, "Ibid., p. 81.", "Miller, op. cit., p. 20.", ids=ids)
    assert said(before, now) == [("3", "1", "2", True)]


def test_a_deleted_note():
    before = text(BOOK, OTHER, "Ibid., p. 81.")
    now = answered(tei(f'<p>A<note n="1" xml:id="n1">{BOOK}</note> B<note n="2" xml:id="n3">Ibid., p. 81.</note></p>').encode(), Path("a.xml"))
    [move] = moves(before, now)
    assert move.message == (
        "note 2: “Ibid., p. 81” meant A. Novak, Letters from Brno (Prague 1933) (note 2), now J. Miller, The Long Road (London 1951) (note 1)"
    )


def test_a_note_changed_in_place():
    [move] = moves(text(BOOK, "Ibid., p. 14."), text(OTHER, "Ibid., p. 14."))
    assert move.message.endswith("now A. Novak, Letters from Brno (Prague 1933) (note 1, changed)")


def test_a_corrected_page_is_no_move_and_an_inherited_one_is():
    assert moves(text(BOOK, "Ibid., p. 14."), text(BOOK, "Ibid., p. 15.")) == []
    assert [(move.before[-5:], move.now[-5:]) for move in moves(text(BOOK, "Ibid."), text(BOOK.replace("12", "13"), "Ibid."))] == [("p. 12", "p. 13")]


def test_many_notes_alike_are_matched_in_time():
    notes = [BOOK, *["Ibid."] * 3000]
    start = time.perf_counter()
    pairs = matched(text(*notes, ids=False), text(OTHER, *notes, ids=False))
    assert len(pairs) == 3001 and time.perf_counter() - start < 20
