"""The article's own checks. The expected answers were written down from reading its notes, not from the program."""

import re
import subprocess
from collections import Counter

import pytest

from conftest import ROOT, reference, tool
from ibidem.citations.collect import collect
from ibidem.edition import load
from ibidem.reading.read import read
from ibidem.tree import TEI, text_of
from ibidem.validate import validate

PATH = ROOT / "tei" / "mikoyan-1949-ii.xml"
COMMENTARY = {8, 11, 15, 18}
# note: (work, antecedent, page from, page to, the note whose citation gives the page where the note itself names none)
IBID = {
    3: ("frus-1949-8", 2, "25", "25", None),
    5: ("aprf-39-1-39", 4, "47", "47", 4),
    6: ("aprf-39-1-39", 5, "20", "20", None),
    7: ("aprf-39-1-39", 6, "2", "2", None),
    10: ("aprf-39-1-39", 9, "37", "37", None),
    13: ("aprf-30-1-9", 12, "57", "57", None),
    14: ("aprf-30-1-9", 13, "57", "57", 13),
    17: ("aprf-39-1-37", 16, "58", "58", None),
    21: ("aprf-39-1-39", 20, "37", "37", None),
    22: ("aprf-39-1-39", 21, "44", "44", None),
    23: ("aprf-39-1-39", 22, "85", "86", None),
    24: ("aprf-39-1-39", 23, "85", "86", 23),
    25: ("aprf-39-1-39", 24, "85", "86", 23),
    26: ("aprf-39-1-39", 25, "86", "86", None),
    27: ("aprf-39-1-39", 26, "78", "79", None),
    30: ("aprf-39-1-39", 29, "92", "92", None),
    31: ("aprf-39-1-39", 30, "74", "74", None),
    32: ("aprf-39-1-39", 31, "69", "69", None),
    33: ("aprf-39-1-39", 32, "41", "41", None),
    34: ("aprf-39-1-39", 33, "41", "41", 33),
    35: ("aprf-39-1-39", 34, "42", "43", None),
    36: ("aprf-39-1-39", 35, "46", "46", None),
    37: ("aprf-39-1-39", 36, "54", "54", None),
    38: ("aprf-39-1-39", 37, "94", "94", None),
    39: ("aprf-39-1-39", 38, "95", "95", None),
    40: ("aprf-39-1-39", 39, "89", "90", None),
}
FULL = {
    1: "pravda-1949-01-18", 2: "frus-1949-8", 4: "aprf-39-1-39", 9: "aprf-39-1-39", 12: "aprf-30-1-9", 16: "aprf-39-1-37",
    19: "aprf-39-1-37", 20: "aprf-39-1-39", 28: "aprf-39-1-31", 29: "aprf-39-1-39",
}  # fmt: skip


@pytest.fixture(scope="module")
def source():
    return read(PATH)


@pytest.fixture(scope="module")
def citations(source):
    return collect(source)


def test_nothing_is_wrong_with_it_but_what_its_author_wrote(source):
    edition = load(ROOT)
    found = [(finding.code, str(finding.severity), finding.near) for finding in validate(source, edition.schemas, edition.severity)]
    assert found == [
        ("unit-disagrees", "warning", "n16.b1"),  # against note 12: the edition has a note of its own on it
        ("unit-spelling", "info", "n20.b1"),  # f. 39 for F. 39
        ("unit-spelling", "info", "n20.b1"),  # D. 39 for case 39
    ]


def test_the_text_is_the_seed(source):
    """The transcription is the source's text to the last character, without the web page's line of navigation."""
    seed = next(reference("seed").glob("*.txt")).read_text(encoding="utf-8")
    text, navigation = seed[: seed.index("Click here")], seed[seed.index("Click here") :]
    assert "\n" not in navigation
    assert (ROOT / "tei" / "sources" / "mikoyan-1949-ii.txt").read_text(encoding="utf-8").rstrip() == text.rstrip()


def test_forty_notes(source):
    notes = source.find("//t:text//t:note[@n]")
    assert [note.get("n") for note in notes] == [str(number) for number in range(1, 41)]
    assert {int(note.get("n")) for note in notes if note.get("type") == "commentary"} == COMMENTARY
    assert {note.get("type") for note in notes} == {"citation", "commentary"}


def test_the_full_citations(citations):
    found = {
        note.order: citation.work for note in citations.notes for citation in note.citations if not citation.is_short
    }
    assert found == FULL


def test_every_ibid_as_read(citations):
    found = {}
    for answer in citations.answers:
        page = next(level for level in answer.levels if level.unit == "page")
        given_by = int(re.match(r"n(\d+)", page.source)[1]) if page.source else None
        found[answer.note.order] = (answer.work, answer.antecedent.note, page.first, page.last, given_by)
    assert found == IBID


def test_every_ibid_as_recorded(source):
    """The same answers again, from the markup itself."""
    expanded = {bibl.get("corresp"): bibl for bibl in source.find("//t:standOff/t:listBibl[@type='expanded']/t:bibl")}
    for number, (work, antecedent, first, last, given_by) in IBID.items():
        bibl = source.ids[f"n{number}.b1"]
        assert (bibl.get("corresp"), bibl.get("source")) == (f"#{work}", f"#n{antecedent}.b1")
        own = bibl.find(TEI + "citedRange")
        place = expanded[f"#n{number}.b1"].find(TEI + "citedRange")
        assert (place.get("from"), place.get("to")) == (first, last)
        if given_by is None:
            assert (own.get("from"), own.get("to")) == (first, last) and place.get("source") is None
        else:
            assert own is None and place.get("source") == f"#n{given_by}.b1"


def test_the_two_citations_that_disagree_are_kept_and_explained(source):
    assert source.ids["n12.b1"].get("corresp") == "#aprf-30-1-9"
    assert source.ids["n16.b1"].get("corresp") == "#aprf-39-1-37"
    [remark] = source.find("//t:standOff/t:note[@type='editorial'][contains(@target, '#n12.b1')]")
    assert "#n16.b1" in remark.get("target").split()


def test_persons(source):
    mentions = source.find("//t:text//t:persName")
    assert all(mention.get("ref") for mention in mentions)
    assert len({mention.get("ref") for mention in mentions}) == 26
    by_form = {text_of(mention): mention.get("ref") for mention in mentions}
    assert by_form["Wang"] == "#person-wang-jiaxiang" and by_form["Wang Ming"] == "#person-wang-ming"
    for garbled in (
        "Zhang Bishi",
        "Gao Gan",
        "Wan Tzasian",
        "Lo Yunghuan",
        "Lo Zhunhuan",
        "Fu Tzon",
        "Fu Tzu",
        "Terebin",
    ):
        entry = source.target(by_form[garbled])
        assert entry.find(f"{TEI}note[@type='identification'][@cert]") is not None, garbled


SURNAMES = [
    "Mikoyan",
    "Stalin",
    "Ledovsky",
    "Singh",
    "Palit",
    "Tikhvinsky",
    "Roshchin",
    "Stuart",
    "Kovalev",
    "Lenin",
    "Malenko",
    "Terebin",
    "Mao",
    "Zhou",
    "Liu",
    "Zhu",
    "Zhang",
    "Shi",
    "Chiang",
    "Lin",
    "Fu",
    "Lo",
    "Gao",
    "Wang",
    "Wan",
    "Sun",
]


def test_no_name_is_missed(source):
    """Every occurrence of a surname stands in a persName (or in a word that only looks like one)."""
    text = source.find("/t:TEI/t:text")[0]
    pattern = re.compile(rf"\b(?:{'|'.join(SURNAMES)})\b")
    missed = []
    for element in text.iter(f"{TEI}*"):
        inside = any(node.tag == TEI + "persName" for node in (element, *element.iterancestors()))
        inner = [] if inside else [element.text or "", *(child.tail or "" for child in element)]
        missed += [match[0] for piece in inner for match in pattern.finditer(piece)]
    assert missed == []


def test_no_year_is_missed(source):
    """Every year in words stands in a date or in the title of a work."""
    text = source.find("/t:TEI/t:text")[0]
    missed = []
    for element in text.iter(f"{TEI}*"):
        if not any(node.tag in (TEI + "date", TEI + "title") for node in (element, *element.iterancestors())):
            for piece in (element.text or "", *(child.tail or "" for child in element)):
                missed += re.findall(r"\b(?:19|20)\d\d\b", piece)
    assert missed == []


def test_dates_have_values(source):
    dates = source.find("//t:text//t:date")
    assert len(dates) == 51
    assert all({"when", "from", "notBefore"} & set(date.attrib) for date in dates)


def test_entries_are_used_and_identified(source):
    assert Counter(entry.tag for entry in source.find("//t:standOff/t:listPerson/t:person"))[TEI + "person"] == 26
    for entry in source.find("//t:standOff//t:birth | //t:standOff//t:death"):
        assert entry.get("source"), "dates of life need their source"


def test_it_is_valid_tei_for_another_validator():
    result = subprocess.run(
        [tool("jing"), reference("tei/tei_all.rng"), PATH], capture_output=True, text=True, check=False
    )
    assert (result.returncode, result.stdout) == (0, "")
