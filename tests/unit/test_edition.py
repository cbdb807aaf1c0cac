import pytest

from conftest import tei
from ibidem.edition import load
from ibidem.errors import IbidemError

MINIMAL = '[edition]\ntitle = "T"\n'


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "tei").mkdir()
    (tmp_path / "tei" / "a.xml").write_text(tei("<p>a</p>"))
    return tmp_path


def write(folder, text):
    (folder / "edition.toml").write_text(text, encoding="utf-8")
    return folder


def test_the_smallest(folder):
    edition = load(write(folder, MINIMAL))
    assert [path.name for path in edition.texts] == ["a.xml"]
    assert edition.output == folder.resolve() / "build"
    assert [schema.path.suffix for schema in edition.schemas] == [".rng", ".sch"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[edition", "not valid TOML"),
        ("", "no title"),
        ("[edition]\ntitle = 3", "must be a text"),
        (MINIMAL + 'text = ["x"]', "unknown key text"),
        (MINIMAL + "[colour]\n", "unknown table"),
        (MINIMAL + 'texts = ["none/*.xml"]', "no file matches"),
        (MINIMAL + 'texts = ["../*.xml"]', "leads out of the edition"),
        (MINIMAL + 'texts = "tei/a.xml"', "must be a list"),
        (MINIMAL + 'schemas = ["no.xsd"]', "does not exist"),
        (MINIMAL + '[build]\noutput = ".."', "below"),
        (MINIMAL + '[build]\noutput = "."', "below"),
        (MINIMAL + '[severity]\nnote-id = "grave"', "must be one of"),
        (MINIMAL + '[severity]\nnot-well-formed = "off"', "must be one of error, warning, info"),
        ('edition = "x"', "must be a table"),
    ],
)
def test_faults_are_named(folder, text, message):
    with pytest.raises(IbidemError, match=message) as caught:
        load(write(folder, text))
    assert "edition.toml" in str(caught.value)


def test_no_file(tmp_path):
    with pytest.raises(IbidemError, match="there is no such file"):
        load(tmp_path)


def test_two_texts_of_one_name(folder):
    (folder / "b").mkdir()
    (folder / "b" / "a.xml").write_text(tei("<p>b</p>"))
    with pytest.raises(IbidemError, match=r"two texts are called a\.xml"):
        load(write(folder, MINIMAL + 'texts = ["**/*.xml"]'))
