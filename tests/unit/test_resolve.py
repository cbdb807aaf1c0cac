"""The rules of short references, each on notes of our own making."""

import sys

import pytest

from ibidem.citations.model import Note
from ibidem.citations.notes import resolve_notes
from ibidem.citations.resolve import resolve
from ibidem.citations.terms import lexicon
from ibidem.errors import IbidemError

BOOK = "J. Miller, The Long Road (London 1951), p. 12."
OTHER = "A. Novak, Letters from Brno (Prague 1933), p. 80."
FILE = "State Archive, F. 39, Op. 1, D. 39, p. 47."
COMMENT = "He was ill that winter."


def answers(*texts, chapters=()):
    notes = []
    for order, text in enumerate(texts, start=1):
        chapter = chapters[order - 1] if chapters else ""
        notes.append(Note(order, str(order), f"n{order}", text, chapter))
    return resolve(notes)


def place(answer):
    return [(level.unit, level.first) for level in answer.levels]


def test_1_the_last_citation_of_the_same_note():
    [answer] = answers(OTHER, f"{BOOK[:-1]}; ibid., p. 14.")
    assert (answer.antecedent.note, answer.confidence, answer.rule[0]) == (2, "high", "1")
    assert place(answer) == [("page", "14")]


def test_2_the_one_citation_of_the_previous_note():
    [answer] = answers(BOOK, "Ibid., p. 14.")
    assert (answer.antecedent.note, answer.confidence, answer.rule) == (1, "high", "2, 7b")


def test_3_the_last_of_several_with_the_others_listed():
    [answer] = answers(f"{BOOK[:-1]}; {OTHER}", "Ibid.")
    assert "Novak" in answer.antecedent.text
    assert answer.confidence == "medium"
    assert ["Miller" in citation.text for citation in answer.alternatives] == [True]


def test_3_and_8_the_last_that_can_have_the_place():
    [answer] = answers(f"{FILE[:-1]}; {BOOK}", "Ibid., D. 40, p. 3.")
    assert answer.antecedent.text.startswith("State Archive")
    assert place(answer) == [("fonds", "39"), ("opis", "1"), ("delo", "40"), ("page", "3")]


def test_4_one_sign_with_two_labelled_parts():
    answer = answers(f"{BOOK[:-1]}; {OTHER}", "Ibid. (Road, p. 3; Letters, p. 5).")[0]
    assert [citation.text[0] for citation in answer.antecedents] == ["J", "A"]
    both = answers(f"{BOOK[:-1]}; {OTHER}", "Id. (the Road and the Letters).")[0]
    assert [citation.note for citation in both.antecedents] == [1, 1]
    assert both.confidence == "medium" and both.rule.startswith("4")


def test_5_over_a_comment():
    [answer] = answers(BOOK, COMMENT, "Ibid., p. 14.")
    assert (answer.antecedent.note, answer.confidence, answer.rule) == (1, "medium", "5, 7b")


def test_6_a_name_skips_notes():
    [answer] = answers(BOOK, OTHER, "Miller, ibid., p. 14.")
    assert (answer.antecedent.note, answer.confidence, answer.rule) == (1, "high", "6, 7b")


def test_7a_without_a_place_the_same_place():
    [answer] = answers(FILE, "Ibid.")
    assert answer.rule == "2, 7a"
    assert place(answer)[-1] == ("page", "47")
    assert {level.source for level in answer.levels} == {"n1.b1"}


def test_7a_through_a_chain_keeps_the_first_source():
    first, second = answers(FILE, "Ibid., p. 85.", "Ibid.")
    assert place(second)[-1] == ("page", "85")
    assert second.levels[-1].source == first.reference.id


def test_7c_a_smaller_place_within():
    [answer] = answers(FILE, "Ibid., Anm. 3.")
    assert answer.rule == "2, 7c"
    assert place(answer)[-2:] == [("page", "47"), ("note", "3")]


def test_7d_a_part_of_the_archive_inherits_what_is_above():
    [answer] = answers("РГАСПИ. Ф. 17. Оп. 3. Д. 5. Л. 7.", "Там же. Д. 6. Л. 1.")
    assert answer.rule == "2, 7d"
    assert place(answer) == [("fonds", "17"), ("opis", "3"), ("delo", "6"), ("folio", "1")]


def test_8_a_printed_book_has_no_opis():
    [answer] = answers(BOOK, "Ibid., Op. 2, D. 4.")
    assert answer.antecedent is None
    assert "can have the place" in answer.explanation


def test_24_not_across_a_chapter():
    [answer] = answers(BOOK, "Ibid.", chapters=("one", "two"))
    assert answer.antecedent is None


def test_the_first_note():
    [answer] = answers("Ibid., p. 3.")
    assert (answer.antecedent, answer.rule) == (None, "26")
    assert answer.explanation == "Ibid has no citation before it."


@pytest.mark.parametrize("sign", ["Ibid.", "Ibidem", "ibid", "Ebd.", "Ebenda", "Ivi", "Ibíd.", "Там же", "Id."])
def test_signs_of_several_languages(sign):
    [answer] = answers(FILE, f"{sign}, p. 3.")
    assert answer.antecedent.note == 1


@pytest.mark.parametrize("text", ["The idea is old.", "Her id card was lost.", "Hybrid forms, p. 3."])
def test_words_that_are_no_sign(text):
    assert answers(FILE, text) == []


@pytest.mark.parametrize(
    "line", ["Ibid., p. 3.", "Miller, op. cit., p. 3.", "Miller, Long Road, p. 3.", "See note 1 above.", BOOK, COMMENT]
)
def test_work_grows_linearly(line):
    """The number of lines of the program run for each note does not grow with the number of notes."""
    steps = 0

    def count(frame, event, argument):
        nonlocal steps
        steps += 1
        return count

    counts = []
    for size in (100, 800):
        steps = 0
        sys.settrace(count)
        try:
            answers(BOOK, OTHER, *[line] * size)
        finally:
            sys.settrace(None)
        counts.append(steps / size)
    assert counts[1] <= counts[0] * 1.1


def test_the_text_before_the_call_names_the_author():
    notes = [Note(1, "1", "n1", f"{BOOK[:-1]}; {OTHER}"), Note(2, "2", "n2", "Ibid., p. 9.", context="as Miller says,")]
    [answer] = resolve(notes)
    assert "Miller" in answer.antecedent.text and "text before the note" in answer.explanation


def test_pointers_stay_in_their_chapter():
    rows = resolve_notes(
        [(1, "a-fn1", BOOK), (2, "a-fn2", OTHER), (3, "b-fn1", OTHER), (4, "b-fn2", "See note 1 above.")], "en"
    )
    assert [row["antecedent_ord"] for row in rows] == [3]


def test_words_of_the_users_own(tmp_path):
    terms = tmp_path / "terms.toml"
    terms.write_text('[signs]\nibid = ["au même lieu"]\n', encoding="utf-8")
    notes = [(1, "1", BOOK), (2, "2", "Au même lieu, p. 9.")]
    assert resolve_notes(notes, "fr") == []
    [row] = resolve_notes(notes, "fr", terms=(terms,))
    assert (row["antecedent_ord"], row["resolved_locator"]) == (1, "p. 9")


@pytest.mark.parametrize(
    "text", ["[sings]\n", '[signs]\nibidem = ["x"]', "[signs]\nibid = 3", "[signs", '[units]\npage = [""]']
)
def test_words_that_cannot_be_read(tmp_path, text):
    terms = tmp_path / "terms.toml"
    terms.write_text(text, encoding="utf-8")
    with pytest.raises(IbidemError, match="terms"):
        lexicon("en", (terms,))


