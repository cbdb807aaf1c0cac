"""The list of works: complete, in every format, as independent readers understand it."""

import csv
import io
import json
import re

import pytest
import rispy
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from click.testing import CliRunner
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree
from pybtex.database import parse_string

from conftest import ROOT, reference, tei
from ibidem.articles import Article, ArticleNote
from ibidem.citations.collect import collect
from ibidem.cli import main
from ibidem.reading.read import read
from ibidem.works import bibtex, csl, ris, rows, tree
from ibidem.works import tei as as_listbibl
from ibidem.works.gather import works_of
from ibidem.works.keys import folded

ARTICLE = ROOT / "tei" / "mikoyan-1949-ii.xml"
NOTES = [
    "A. Moor, Harbour Towns & “Ports” of 100 % (London: Quay, 1990), p. 12.",
    "Ibid., p. 14; B. Lind, “River Towns”, in Old Towns, ed. C. Ness (Oslo: Hav, 1994), pp. 30–50, at 33.",
    "РГИА. Ф. 1. Оп. 2. Д. 3. Л. 57.",
    "Там же. Л. 60; O. Kahn-Freund, ‘Reflections’ (1966) 29 Modern Law Rev. 121 at 129.",
    "A. Moor, Islands_{of} the North (London: Quay, 1990), p. 2.",
    "Lind, River Towns, p. 35.",
    "=cmd|' /C calc'!A0, Moor (1999), p. 3.",
]
STYLE = """<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="in-text"><info><title>t</title><id>t</id><updated>2020-01-01T00:00:00Z</updated></info>
<citation><layout><text variable="title"/></layout></citation>
<bibliography><layout><names variable="author"><name name-as-sort-order="all"/></names><text variable="title" prefix="|"/>
<text variable="container-title" prefix="|"/><date variable="issued" prefix="|"><date-part name="year"/></date><text variable="archive" prefix="|"/>
<text variable="archive_location" prefix="|"/></layout></bibliography></style>"""


def listed(notes=NOTES, lang="en", name="a.txt"):
    article = Article("a", lang, tuple(ArticleNote(n, str(n), text) for n, text in enumerate(notes, start=1)))
    return works_of([(ROOT / "tests" / name, article)])


def test_each_work_once_with_all_that_cites_it():
    found = {cited.key: [(place.note, place.locator) for place in cited.places] for cited in listed(NOTES[:6])}
    assert found == {
        "moor1990": [("1", "p. 12"), ("2", "p. 14")],
        "lind1994": [("2", "33"), ("6", "p. 35")],
        "rgia-1-2-3": [("3", "Л. 57"), ("4", "Л. 60")],
        "kahnfreund1966": [("4", "129")],
        "moor1990b": [("5", "p. 2")],
    }


def test_what_the_words_say_and_nothing_else():
    moor, lind, unit, freund, *_ = (csl.item(cited) for cited in listed())
    for item in (moor, lind, unit, freund):
        del item["custom"]
    assert moor == {
        "id": "moor1990", "type": "book", "author": [{"family": "Moor", "given": "A."}], "title": "Harbour Towns & “Ports” of 100 %",
        "publisher": "Quay", "publisher-place": "London", "issued": {"date-parts": [[1990]]},
    }  # fmt: skip
    assert lind == {
        "id": "lind1994", "type": "chapter", "author": [{"family": "Lind", "given": "B."}], "title": "River Towns", "container-title": "Old Towns",
        "page": "30-50", "publisher": "Hav", "publisher-place": "Oslo", "issued": {"date-parts": [[1994]]},
    }  # fmt: skip
    assert unit == {
        "id": "rgia-1-2-3",
        "type": "manuscript",
        "archive": "РГИА",
        "archive_location": "Ф. 1, Оп. 2, Д. 3",
    }
    assert freund == {
        "id": "kahnfreund1966", "type": "article-journal", "author": [{"family": "Kahn-Freund", "given": "O."}], "title": "Reflections",
        "container-title": "Modern Law Rev.", "volume": "29", "issued": {"date-parts": [[1966]]},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("note", "lang", "expected"),
    [
        ("H. Amt, Die Häfen 2 (Wien 1938) 45.", "de", ("Amt", "Die Häfen", "", "1938", "Wien")),
        ("G. AMATI, I porti, Banchina, Roma 1959, p. 12.", "it", ("AMATI", "I porti, Banchina", "", "1959", "Roma")),
        ("Морев И. И. Старые гавани. М., 1968. С. 33.", "ru", ("Морев", "Старые гавани", "", "1968", "М.")),
        ("Graf R. Belt, Fragmente. In: Die Kultur 7 (1906) 12.", "de", ("Belt", "Fragmente", "Die Kultur", "1906", "")),
        ("Anne Quai, Les ports, Paris, Seuil, 1990, p. 12.", "fr", ("Quai", "Les ports", "", "1990", "Paris")),
    ],
)  # fmt: skip
def test_printed_works_in_other_languages(note, lang, expected):
    record = listed([note], lang)[0].record
    assert (record.authors[0].family, record.title, record.container, record.date, record.place) == expected


def test_the_article_counts_as_its_notes_do():
    citations = collect(read(ARTICLE))
    works = works_of([citations])
    assert sum(len(cited.places) for cited in works) == sum(len(note.citations) for note in citations.notes)
    counts = {cited.key: len(cited.places) for cited in works if cited.places}
    assert counts == {
        "pravda-1949-01-18": 1,
        "frus-1949-8": 2,
        "aprf-39-1-39": 26,
        "aprf-30-1-9": 3,
        "aprf-39-1-37": 3,
        "aprf-39-1-31": 1,
    }
    assert {cited.key for cited in works} >= {"work-mao-ppd"}  # an entry of the list that no note cites


def test_an_entry_of_the_list_is_the_work(tmp_path):
    entry = (
        '<listBibl type="sources"><biblStruct xml:id="moor"><analytic><author><surname>Moor</surname><forename>Anna</forename></author>'
        '<title level="a">Winter</title></analytic><monogr><title level="j">Quay</title><imprint><biblScope unit="volume">3</biblScope>'
        '<biblScope unit="page" from="121" to="145">121–145</biblScope><date when="1990">1990</date></imprint></monogr></biblStruct></listBibl>'
    )
    path = tmp_path / "text.xml"
    note = '<note xml:id="n1" n="1"><bibl corresp="#moor">Moor, Winter, <citedRange unit="page" from="130">p. 130</citedRange></bibl></note>'
    path.write_text(tei(f"<p>Text.{note}</p>", standoff=entry), "utf-8")
    (cited,) = works_of([collect(read(path))])
    item = csl.item(cited)
    del item["custom"]
    assert item == {
        "id": "moor", "type": "article-journal", "author": [{"family": "Moor", "given": "Anna"}], "title": "Winter",
        "container-title": "Quay", "volume": "3", "page": "121-145", "issued": {"date-parts": [[1990]]},
    }  # fmt: skip
    assert [(place.id, place.locator) for place in cited.places] == [("n1", "p. 130")]


def test_csl_is_what_a_citation_processor_reads():
    works = listed()
    data = json.loads(csl.as_csl(works))
    source = CiteProcJSON([{name: value for name, value in item.items() if name != "custom"} for item in data])
    style = CitationStylesStyle(io.BytesIO(STYLE.encode()), validate=False)
    bibliography = CitationStylesBibliography(style, source, formatter.plain)
    for item in data:
        bibliography.register(Citation([CitationItem(item["id"])]))
    lines = [str(line) for line in bibliography.bibliography()]
    assert "Moor, A.|Harbour Towns & “Ports” of 100 %|1990" in lines
    assert "Lind, B.|River Towns|Old Towns|1994" in lines
    assert "|РГИА|Ф. 1, Оп. 2, Д. 3" in [line[line.find("|") :] for line in lines]


def test_bibtex_is_what_pybtex_reads():
    works = listed()
    entries = parse_string(bibtex.as_bibtex(works), "bibtex").entries
    assert list(entries) == [cited.key for cited in works]
    moor = entries["moor1990"]
    assert moor.type == "book" and moor.persons["author"][0].last_names == ["Moor"] and moor.fields["year"] == "1990"
    assert moor.fields["title"] == r"Harbour {Towns} \& “{Ports}” of 100 \%"
    assert entries["moor1990b"].fields["title"] == r"Islands\_\textbraceleft{}of\textbraceright{} the {North}"
    assert entries["rgia-1-2-3"].fields["note"] == "РГИА, Ф. 1, Оп. 2, Д. 3"


def test_ris_is_what_rispy_reads():
    text = ris.as_ris(listed())
    assert text.count("\n") == text.count("\r\n")
    entries = {entry["id"]: entry for entry in rispy.loads(text.replace("\r\n", "\n"))}
    assert entries["lind1994"]["type_of_reference"] == "CHAP" and entries["lind1994"]["authors"] == ["Lind, B."]
    assert (entries["lind1994"]["start_page"], entries["lind1994"]["end_page"], entries["lind1994"]["year"]) == (
        "30",
        "50",
        "1994",
    )
    assert entries["rgia-1-2-3"]["name_of_database"] == "РГИА"


def test_csv_has_a_row_for_each_citation_and_runs_nothing():
    works = listed()
    read_rows = list(csv.DictReader(io.StringIO(rows.as_csv(works), newline="")))
    assert len(read_rows) == sum(len(cited.places) for cited in works)
    assert {row["confidence"] for row in read_rows} == {"", "high", "medium"}
    cells = [cell for row in read_rows for cell in row.values()]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert any(cell.startswith("'=cmd") for cell in cells)
    assert rows.safe("@a") == "'@a" and rows.safe("a@b") == "a@b"


def test_the_listbibl_is_valid_tei():
    grammar = etree.RelaxNG(etree.parse(str(reference("tei/tei_all.rng"))))
    for works in (
        listed(),
        works_of([collect(read(ARTICLE))]),
        works_of([collect(read(ROOT / "tests" / "samples" / "essay.xml"))]),
    ):
        text = as_listbibl.as_tei(works)
        document = etree.fromstring(tei("<p/>", back=f"<back>{text}</back>").encode())
        grammar.assertValid(document)
        identifiers = document.xpath("//@xml:id")
        assert len(identifiers) == len(set(identifiers)) == len(works)


def test_pointers_in_the_listbibl_lead_to_notes():
    text = as_listbibl.as_tei(works_of([collect(read(ARTICLE))]))
    targets = re.findall(r'target="[^"#]*#([^"]+)"', text)
    assert targets and set(targets) <= set(read(ARTICLE).ids)


def test_the_tree_of_the_archives():
    assert tree.as_tree(
        listed(["РГИА. Ф. 10. Оп. 2. Д. 3. Л. 57.", "Там же. Л. 5.", "РГИА. Ф. 9. Оп. 1. Д. 1. Л. 2."], "ru")
    ) == (
        "РГИА: 3 citations\n  Ф. 9: 1 citation\n    Оп. 1: 1 citation\n      Д. 1: 1 citation\n        Л. 2\n"
        "  Ф. 10: 2 citations\n    Оп. 2: 2 citations\n      Д. 3: 2 citations\n        Л. 5; Л. 57\n"
    )
    assert tree.as_tree(listed(NOTES[:1])) == "No archival units are cited.\n"


def test_works_of_two_texts_are_one_list():
    works = works_of(
        [
            (ROOT / name, Article("a", "en", (ArticleNote(1, "1", NOTES[0]), ArticleNote(2, "2", NOTES[2]))))
            for name in ("a.txt", "b.txt")
        ]
    )
    assert [(cited.key, [place.file.rpartition("/")[2] for place in cited.places]) for cited in works] == [
        ("moor1990", ["a.txt", "b.txt"]),
        ("rgia-1-2-3", ["a.txt", "b.txt"]),
    ]


@pytest.mark.parametrize(
    "write", [csl.as_csl, bibtex.as_bibtex, ris.as_ris, rows.as_csv, rows.as_table, as_listbibl.as_tei, tree.as_tree]
)
def test_no_text_writes_to_the_terminal(write):
    works = listed(["A. Moor, Harbour\x1b[2J Towns (London: Quay, 1990), p. 12."])
    assert works and "\x1b[2J" not in write(works)


def test_keys_are_letters_of_ascii():
    assert [folded(name) for name in ("Müller-Łódź", "Щербаков", "O’Neil", "王")] == [
        "mullerodz",
        "shcherbakov",
        "oneil",
        "",
    ]
    notes = [
        f"A. Moor, {title} (London: Quay, 1990), p. 1."
        for title in ("Harbour Towns", "Islands of the North", "Winter and Ice")
    ]
    assert [cited.key for cited in listed(notes)] == ["moor1990", "moor1990b", "moor1990c"]


@pytest.mark.parametrize("form", ["table", "csl", "bibtex", "ris", "csv", "tei", "tree"])
def test_the_command_writes_each_format_the_same_every_time(form):
    runs = [CliRunner().invoke(main, ["works", "--format", form, str(ARTICLE)]) for _ in range(2)]
    assert runs[0].exit_code == 0 and runs[0].output == runs[1].output
    assert ("aprf-39-1-39" in runs[0].output) is (form != "tree")


def test_the_command_reads_articles_and_says_what_it_cannot_read(tmp_path):
    (tmp_path / "a.md").write_text("Text.[^1]\n\n[^1]: " + NOTES[0] + "\n", "utf-8")
    (tmp_path / "bad.xml").write_text("<TEI><p></TEI>", "utf-8")
    result = CliRunner().invoke(main, ["works", str(tmp_path / "a.md")])
    assert result.exit_code == 0 and "moor1990" in result.output
    both = CliRunner().invoke(main, ["works", "--format", "csl", str(tmp_path / "a.md"), str(tmp_path / "bad.xml")])
    assert both.exit_code == 1 and json.loads(both.stdout)[0]["id"] == "moor1990" and "bad.xml" in both.stderr
    assert CliRunner().invoke(main, ["works", str(tmp_path / "none.md")]).exit_code != 0


PIECES = ["A. Moor", "Lind", ", ", ". ", " (", ")", "“", "”", "in ", "In: ", " // ", "1990", "London: Quay", "Bd. 2", "p. 12", "121–145, hier S. 130", "; ", "Ф. 1. Оп. 2. Д. 3", "\x00", "王", "ed. ", "Ibid."]  # fmt: skip


@example(["A. Moor}/p. 12"])
@example(["A. Moor{p. 12"])
@given(st.lists(st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=14).map("".join), max_size=5))
def test_any_notes_are_listed(notes):
    works = listed(notes)
    assert len({cited.key for cited in works}) == len(works)
    assert len(json.loads(csl.as_csl(works))) == len(works)
    assert list(parse_string(bibtex.as_bibtex(works), "bibtex").entries) == [cited.key for cited in works]
    assert len(rispy.loads(ris.as_ris(works).replace("\r\n", "\n"))) == len(works)
    assert len(etree.fromstring(as_listbibl.as_tei(works))) == len(works)
    assert rows.as_csv(works) and rows.as_table(works) and tree.as_tree(works)
