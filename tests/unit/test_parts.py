"""A note in its parts: what leads to a citation, comment, citations with what they are made of, short references, each where it stands."""

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ibidem.citations.answered import answered
from ibidem.citations.notes import answer_notes, words_for
from ibidem.citations.parts import parts_of
from ibidem.parts import rows

NOTES = {
    "en": [
        [("signal", "See also"), ("citation", "A. Moor, Harbour Towns (London: Quay, 1990), p. 12"), ("comment", "who calls it a port"), ("signal", "but cf."), ("citation", "B. Lind, River Towns (London: Quay, 1994), p. 30")],
        [("reference", "Ibid., p. 14"), ("comment", "He was ill that winter; for the rest"), ("signal", "see"), ("reference", "ibid., p. 15")],
        [("comment", "Nothing is cited here.")],
        [("signal", "Quoted in"), ("reference", "Moor, op. cit., p. 5")],
        [("signal", "See"), ("reference", "note 1 above")],
        [("citation", "Harlow v. City of Elm, 512 U.S. 300, 310 (1990)"), ("signal", "quoting"), ("citation", "Penn v. Oak, 400 U.S. 12 (1970)")],
    ],
    "de": [
        [("signal", "Vgl. dazu ausführlich"), ("citation", "A. Moor, Hafenstädte (Wien 1990), S. 12"), ("signal", "anders"), ("citation", "B. Lind, Flussstädte (Wien 1994), S. 30"), ("signal", "zit. nach"), ("citation", "K. Vogel, Das Dorf. In: Jahrbuch der Gesellschaft 53 (1932) 61 ff")],
        [("signal", "Siehe"), ("reference", "ebd., S. 15"), ("comment", "Die Akten sind verloren.")],
        [("signal", "So auch"), ("reference", "Moor, Hafenstädte, S. 20 f."), ("comment", "der das bestreitet.")],
    ],
    "fr": [
        [("signal", "Voir notamment"), ("citation", "Jean Dutour, Histoire des foires, Paris, 1840, vol. 1, p. 12"), ("signal", "cité par"), ("citation", "M. Leroux, « Les tréteaux », Revue des foires, 12, 1905, p. 8")],
        [("signal", "Sur ce point, voir"), ("reference", "ibid., p. 14")],
        [("signal", "Cf."), ("reference", "supra, note 1"), ("comment", "Il s'agit d'un port.")],
    ],
    "it": [
        [("signal", "Cfr."), ("citation", "M. Rossi, Storia delle città, Roma, Luna, 1990, p. 12"), ("signal", "si veda anche"), ("citation", "A. Verdi, Il mare, Torino 1980, pp. 3-9")],
        [("reference", "Ivi, p. 14"), ("comment", "dove si parla del porto.")],
    ],
    "es": [
        [("signal", "Véase también"), ("citation", "J. García, Historia de los puertos, Madrid, Luna, 1990, p. 12")],
        [("signal", "Cfr."), ("reference", "ibid., p. 14"), ("comment", "sobre el puerto no hay noticia.")],
    ],
    "ru": [
        [("signal", "См. подробнее"), ("citation", "Соколов И. И. История города. М., 1990. С. 5"), ("signal", "ср."), ("citation", "РГИА. Ф. 1. Оп. 2. Д. 3. Л. 5 об")],
        [("reference", "Там же. Л. 9"), ("comment", "Подлинник утрачен.")],
        [("signal", "Цит. по"), ("reference", "Соколов И. И. Указ. соч. С. 7")],
    ],
}  # fmt: skip


def parts(texts, lang):
    notes, _ = answer_notes([(n, str(n), text) for n, text in enumerate(texts, start=1)], lang)
    return [parts_of(note, words_for((), lang)) for note in notes]


def note_of(wanted):
    """A note whose parts are these, joined as they are in print."""
    text = ""
    for kind, words in wanted:
        before = text.rsplit(maxsplit=1)[-1] if text else ""
        joint = " " if not text or before in SIGNALS else ", " if kind == "comment" and words[0].islower() else "; "
        text += (joint if text else "") + words
    return text


SIGNALS = {words.split()[-1] for notes in NOTES.values() for note in notes for kind, words in note if kind == "signal"}


@pytest.mark.parametrize("lang", NOTES)
def test_the_parts_of_notes(lang):
    texts = [note_of(wanted) for wanted in NOTES[lang]]
    for text, wanted, found in zip(texts, NOTES[lang], parts(texts, lang), strict=True):
        assert [(str(part.kind), part.text) for part in found] == wanted
        assert all(text[part.start : part.end] == part.text for part in found)


def test_what_is_quoted_in_brackets_does_not_come_between():
    notes = [
        "Harlow v. City of Elm, 512 U.S. 300, 310 (1990) (quoting Penn v. Oak, 400 U.S. 12 (1970)).",
        "Id. at 312.",
        "Penn, supra note 1, at 14.",
    ]
    _, [ibid, supra] = answer_notes([(n, str(n), text) for n, text in enumerate(notes, start=1)], "en")
    assert ibid.antecedent.text.startswith("Harlow") and ibid.rule.startswith("2")
    assert supra.antecedent.text.startswith("Penn")


def test_what_a_citation_is_made_of():
    notes = [
        {"ord": 1, "text": "K. Vogel, Das Dorf. In: Jahrbuch der Gesellschaft 53 (1932) 61 ff."},
        {"ord": 2, "text": "Siehe РГАСПИ. Ф. 17. Оп. 3. Д. 5. Л. 5 об.; Vogel, Dorf, S. 70."},
        {"ord": 3, "text": "A. Marlow, ‘Juries’ in Courts and Crowds, ed. T. Penn (1994) 12."},
        {"ord": 4, "text": "Moor, a. a. O., S. 4."},
    ]
    found = rows(answered(json.dumps({"doc": "d", "lang": "de", "notes": notes}).encode(), Path("d.json")))
    [article, signal, archive, again, chapter, unknown] = found
    assert article["creators"] == ["Vogel, K."] and (article["title"], article["container"]) == (
        "Das Dorf",
        "Jahrbuch der Gesellschaft",
    )
    assert (article["volume"], article["year"]) == ("53", "1932")
    assert (signal["part"], signal["text"], signal["creators"], signal["levels"]) == ("signal", "Siehe", [], [])
    assert (
        archive["archive"] == "РГАСПИ"
        and archive["path"] == ["Ф. 17", "Оп. 3", "Д. 5"]
        and archive["locator"] == "Л. 5 об."
    )
    text = notes[1]["text"]
    assert [text[level["start"] : level["end"]] for level in archive["levels"]] == [
        "Ф. 17",
        "Оп. 3",
        "Д. 5",
        "Л. 5 об.",
    ]
    assert (again["part"], again["kind"], again["title"], again["locator"]) == (
        "reference",
        "short",
        "Das Dorf",
        "S. 70",
    )
    assert (chapter["title"], chapter["container"]) == ("Juries", "Courts and Crowds")
    assert (unknown["kind"], unknown["title"], unknown["creators"]) == ("loccit", "", [])


@pytest.mark.parametrize(
    ("text", "lang", "creators", "title", "container", "volume", "year"),
    [
        ("Соколов И. И. История города. М., 1990. С. 5.", "ru", ["Соколов, И. И."], "История города", "", "", "1990"),
        ("Paula Kent, “The Salt Roads,” Journal of Trade 12, no. 2 (May 1990): p. 3.", "en", ["Kent, Paula"], "The Salt Roads", "Journal of Trade", "12", "1990"),
        ("M. Leroux, « Les tréteaux », Revue des foires, 12, 1905, p. 8.", "fr", ["Leroux, M."], "Les tréteaux", "Revue des foires", "", "1905"),
        ("M. Rossi, Storia delle città, Roma, Luna, 1990, p. 12.", "it", ["Rossi, M."], "Storia delle città", "", "", "1990"),
    ],
)  # fmt: skip
def test_the_fields_of_a_citation(text, lang, creators, title, container, volume, year):
    [row] = rows(
        answered(json.dumps({"doc": "d", "lang": lang, "notes": [{"ord": 1, "text": text}]}).encode(), Path("d.json"))
    )
    assert [row[name] for name in ("creators", "title", "container", "volume", "year")] == [
        creators,
        title,
        container,
        volume,
        year,
    ]


def test_a_new_title_by_the_same_author_is_one_part():
    [_, [found]] = parts(["A. Moor, Hafenstädte (Wien 1990) 12.", "Ders., Inseln im Norden (Wien 1995) 7."], "de")
    assert (found.kind, found.text) == ("reference", "Ders., Inseln im Norden (Wien 1995) 7")


def test_marked_up_notes_have_their_offsets(make, tmp_path):
    full = '<bibl type="full"><author>J. Miller</author>, <title level="m">The Long Road</title> (<date>1951</date>), <citedRange unit="page" from="12" to="12">p. 12</citedRange></bibl>'
    source = make(
        f'<p>A.<note n="1" xml:id="n1">See {full}, which is long; but see <bibl type="short">Ibid., p. 14</bibl>.</note></p>'
    )
    found = rows(answered(source.data, source.path))
    assert [(row["part"], row["text"]) for row in found] == [
        ("signal", "See"), ("citation", "J. Miller, The Long Road (1951), p. 12"), ("comment", "which is long"), ("signal", "but see"), ("reference", "Ibid., p. 14"),
    ]  # fmt: skip
    note = "See J. Miller, The Long Road (1951), p. 12, which is long; but see Ibid., p. 14."
    assert all(note[row["start"] : row["end"]] == row["text"] for row in found)
    assert [note[level["start"] : level["end"]] for row in found for level in row["levels"]] == ["p. 12", "p. 14"]
    assert (found[1]["creators"], found[1]["title"], found[1]["year"]) == (["Miller, J."], "The Long Road", "1951")


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.text(max_size=60) | st.sampled_from([note_of(note) for note in NOTES["en"]]), min_size=1, max_size=4),
    st.sampled_from(list(NOTES)),
)
def test_any_note_is_parted(texts, lang):
    for text, found in zip(texts, parts(texts, lang), strict=True):
        at = 0
        for part in found:
            assert at <= part.start < part.end and text[part.start : part.end] == part.text
            assert not any(char.isalnum() for char in text[at : part.start])
            at = part.end
        assert not any(char.isalnum() for char in text[at:])


def test_the_command(tmp_path):
    (tmp_path / "a.md").write_text(
        "A.[^1] B.[^2]\n\n[^1]: See J. Miller, The Long Road (London 1951), p. 12.\n\n[^2]: Ibid.\n", encoding="utf-8"
    )

    def run(*arguments):
        result = subprocess.run(
            [sys.executable, "-m", "ibidem", "resolve", "--parts", *arguments, "a.md"], cwd=tmp_path, capture_output=True, text=True, check=False, encoding="utf-8"
        )  # fmt: skip
        assert result.returncode == 0, result.stderr
        return result.stdout

    assert [line.split()[3] for line in run().splitlines()[1:]] == ["signal", "citation", "reference"]
    as_json = json.loads(run("--format", "json"))
    assert as_json == [json.loads(line) for line in run("--format", "jsonl").splitlines()]
    assert [row["text"] for row in csv.DictReader(io.StringIO(run("--format", "csv")))] == [
        row["text"] for row in as_json
    ]
