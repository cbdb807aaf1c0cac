"""Notes out of plain text, Markdown and JSON: all of them, in the order of their calls, and nothing else."""

import pytest

from conftest import ROOT
from ibidem.articles import read_article
from ibidem.errors import IbidemError


@pytest.fixture
def article(tmp_path):
    def read(content, name="text.txt"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_article(path)

    return read


def rows(article):
    return [(note.label, note.text) for note in article.notes]


def test_the_transcription_of_the_edition():
    found = read_article(ROOT / "tei" / "sources" / "mikoyan-1949-ii.txt")
    assert [note.label for note in found.notes] == [str(number) for number in range(1, 41)]
    assert found.notes[39].text == "Ibid., pp. 89-90."
    assert found.notes[10].text.startswith("This is how it is stated in the text.")
    assert all(note.context for note in found.notes)


@pytest.mark.parametrize("style", ["{}. ", "{} ", "[{}] ", "({}) ", "{}) ", "  {}.\u00a0"])
def test_ways_of_numbering(article, style):
    notes = "\n".join(style.format(number) + text for number, text in enumerate(["Smith, p. 1.", "Ibid., p. 2."], 1))
    assert rows(article(f"One.1 Two.2\n\nNotes\n{notes}\n")) == [("1", "Smith, p. 1."), ("2", "Ibid., p. 2.")]


def test_superscript_numbers(article):
    found = article("Words¹ and more².\n\n¹ Smith, p. 1.\n² Ibid.\n")
    assert rows(found) == [("1", "Smith, p. 1."), ("2", "Ibid.")]
    assert [note.context for note in found.notes] == ["Words", "Words1 and more"]


def test_a_note_over_several_lines_and_what_follows_the_last(article):
    wrapped = "A.1 B.2\n\n1. Smith, History of the\nWorld, p. 3.\n2. Ibid., p. 4,\nand more.\n\nTranslated by X\n"
    assert rows(article(wrapped)) == [("1", "Smith, History of the World, p. 3."), ("2", "Ibid., p. 4, and more.")]
    assert rows(article("A.1 B.2\n\n1. Smith.\n2. Ibid.\nTranslated by X\n"))[-1] == ("2", "Ibid.")


def test_the_last_list_is_meant(article):
    text = "The plan:\n1. Peace.\n2. Bread.\n3. Land.\n\nSo he said.1 And she.2\n\n1. Lenin, p. 1.\n2. Ibid.\n"
    assert rows(article(text)) == [("1", "Lenin, p. 1."), ("2", "Ibid.")]


def test_labels_may_jump(article):
    assert [label for label, _ in rows(article("1. A.\n2. B.\n4. Ibid.\n5. Ibid.\n"))] == ["1", "2", "4", "5"]


def test_markdown(article):
    text = (
        "---\nlang: de-AT\n---\n# T\n\nWord[^b] and *more*[^a]. Again[^b].\n\n```\n[^c] code\n```\n\n"
        "[^a]: *Ebd.*, S. 4;\n    [weiter](http://x.example/a).\n\n[^b]: Müller, *Geschichte*, S. 3.\n[^z]: Nie gerufen.\n\nEnd.^[Ebd., S. 5.]\n"
    )
    found = article(text, "text.md")
    assert found.language == "de-AT"
    assert rows(found) == [
        ("b", "Müller, Geschichte, S. 3."), ("a", "Ebd., S. 4; weiter."), ("3", "Ebd., S. 5."), ("z", "Nie gerufen."),
    ]  # fmt: skip
    assert found.notes[1].context.endswith("Word and more")


def test_markdown_without_footnotes_is_read_as_plain_text(article):
    assert rows(article("Text.1\n\n1. Smith.\n2. Ibid.\n", "text.md")) == [("1", "Smith."), ("2", "Ibid.")]


def test_underscores_inside_words_stay(article):
    assert rows(article("A[^1].\n\n[^1]: snake_case_name and _emphasis_, 2*3.\n", "a.md"))[0][1] == (
        "snake_case_name and emphasis, 2*3."
    )


def test_json(article):
    found = article('{"doc": "d", "lang": "ru", "notes": [{"ord": 3, "id": "5", "text": "Там же."}]}', "a.json")
    assert (found.name, found.language, rows(found)) == ("d", "ru", [("5", "Там же.")])


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"notes": 1}', '{"notes": [{"text": "x"}]}', '{"notes": ["x"]}'])
def test_json_of_another_form_is_said(article, content):
    with pytest.raises(IbidemError, match="The form is"):
        article(content, "a.json")


def test_absurd_labels_are_no_trouble(tmp_path):
    from ibidem.citations.answered import answered

    label = "9" * 6000
    answers = answered(f"A[^{label}] B[^2]\n\n[^{label}]: J. Miller, Road (London 1951), p. 2.\n[^2]: Ibid.\n".encode(), tmp_path / "a.md").answers
    assert [answer.antecedent.note for answer in answers] == [1]
    with pytest.raises(IbidemError, match="not valid JSON"):
        answered(b'{"notes": [{"ord": ' + b"9" * 6000 + b', "text": "x"}]}', tmp_path / "a.json")


def test_json_out_of_order(article):
    with pytest.raises(IbidemError, match="order of their ord"):
        article('{"notes": [{"ord": 2, "text": "x"}, {"ord": 1, "text": "y"}]}', "a.json")


@pytest.mark.parametrize(("content", "name"), [("No notes here.\n", "a.txt"), ("", "a.txt"), ("Nothing.", "a.md")])
def test_a_text_without_notes_is_said(article, content, name):
    with pytest.raises(IbidemError, match="no notes were found"):
        article(content, name)


def test_another_encoding_is_said(article):
    with pytest.raises(IbidemError, match="not UTF-8"):
        article("Müller".encode("latin-1"))
