import pytest

from ibidem.citations.locator import read_after, read_levels


def short(levels):
    return [(level.unit, level.first, level.last) for level in levels]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("p. 47", [("page", "47", "47")]),
        ("pp. 85-86", [("page", "85", "86")]),
        ("p. 78-79", [("page", "78", "79")]),
        ("pp. 85-6", [("page", "85", "86")]),
        ("pp. 1149–52", [("page", "1149", "1152")]),
        ("S. 12 ff.", [("page", "12", "")]),
        ("F. 39, Op. 1, D. 39", [("fonds", "39", "39"), ("opis", "1", "1"), ("delo", "39", "39")]),
        (
            "f. 39, Op. 1, D. 39, p. 29",
            [("fonds", "39", "39"), ("opis", "1", "1"), ("delo", "39", "39"), ("page", "29", "29")],
        ),
        (
            "F. 39, Op. 1, case 39, p. 2",
            [("fonds", "39", "39"), ("opis", "1", "1"), ("delo", "39", "39"), ("page", "2", "2")],
        ),
        (
            "Ф. 17. Оп. 3. Д. 5. Л. 5 об.",
            [("fonds", "17", "17"), ("opis", "3", "3"), ("delo", "5", "5"), ("folio", "5 об.", "5 об.")],
        ),
        ("fol. 3v", [("folio", "3v", "3v")]),
        ("f. 12", [("folio", "12", "12")]),
        ("Box 7, Folder 2", [("box", "7", "7"), ("folder", "2", "2")]),
        ("vol. VIII, p. 47", [("volume", "VIII", "VIII"), ("page", "47", "47")]),
        ("para 4.6", [("paragraph", "4.6", "4.6")]),
        ("Brief v. 27. 6. 1865", []),
        ("nothing here", []),
    ],
)
def test_labelled_levels(text, expected):
    assert short(read_levels(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ebd. 112 f.", [("page", "112", "")]),
        ("Ebd. 336 und 339", [("page", "336", "336"), ("page", "339", "339")]),
        ("Ebd., Anm. 8", [("note", "8", "8")]),
        ("Ebd. 129, Anm. 59", [("page", "129", "129"), ("note", "59", "59")]),
        ("Ebd.", []),
    ],
)
def test_what_follows_a_short_reference(text, expected):
    assert short(read_after(text, 4, len(text))) == expected


def test_offsets_cover_the_words():
    text = "Ibid., pp. 85-86."
    level = read_after(text, 4, len(text))[0]
    assert text[level.start : level.end] == level.text == "pp. 85-86"
