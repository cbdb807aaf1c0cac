"""TEI that we did not write it for: other encodings, other ways with notes, odd names and characters. Each is built, and nothing is lost."""

import subprocess
import sys

import pytest

from conftest import tei

NOTE = '<note xml:id="n1" n="1" place="end">J. Smith, Book (London 1950), p. 3.</note>'
TEXTS = {
    "latin1": tei(f"<p>Café{NOTE}</p>").encode("latin-1"),
    "utf16": tei(f"<p>Café 漢{NOTE}</p>").encode("utf-16"),
    "bom": b"\xef\xbb\xbf" + tei(f"<p>Café{NOTE}</p>").encode(),
    "no numbers": tei('<p>A<note place="foot">one</note> and<note place="foot">two</note></p>').encode(),
    "bäck #1 %": tei(
        '<p>A<ref target="#b1">1</ref></p>', back='<back><div><note xml:id="b1" n="1">one</note></div></back>'
    ).encode(),
    "note in note": tei('<p>A<note n="1" place="foot">one<note n="2" place="foot">two</note></note></p>').encode(),
    "choice in choice": tei(
        "<p><choice><sic>a <choice><orig>u</orig><reg>v</reg></choice></sic><corr>b</corr></choice></p>"
    ).encode(),
    "note in reading": tei('<p><app><lem>x</lem><rdg>y<note n="3" place="foot">z</note></rdg></app></p>').encode(),
    "empty": tei("<p/>").encode(),
    "labels": tei(
        '<p xml:id="é.1-_x">A<note n="*" place="foot">one</note> B<note n="1a" place="foot">two</note></p>'
    ).encode(),
    "controls": tei("<p>\u0085 \u200b \u202e \U0001f600 ]]&gt; &lt;!-- {} {{</p>").encode(),
    "drama": tei("<div1><head>Act</head><sp><speaker>He</speaker><p>Go.</p><stage>Exit</stage></sp></div1>").encode(),
    "unknown": tei("<p>A <formula>x = 1</formula> <dictScrap>odd</dictScrap>.</p>").encode(),
    "prefixed": tei(f"<p>A{NOTE}</p>")
    .replace("</", "</x:")
    .replace("<", "<x:")
    .replace("<x:/x:", "</x:")
    .replace("xmlns=", "xmlns:x=")
    .encode(),
    "index terms": tei("<p>A<index><term>B</term></index> C.</p>").encode(),
    "crlf": tei(f"<p>A\r\n{NOTE}</p>\r\n").encode(),
    "entity": ('<!DOCTYPE TEI [<!ENTITY who "Anna">]>' + tei("<p>&who; came.</p>")).encode(),
}


@pytest.mark.parametrize("name", TEXTS)
def test_builds_and_loses_nothing(tmp_path, name):
    data = TEXTS[name]
    if name == "latin1":
        data = b'<?xml version="1.0" encoding="ISO-8859-1"?>' + data
    (tmp_path / "tei").mkdir()
    (tmp_path / "tei" / f"{name}.xml").write_bytes(data)
    (tmp_path / "edition.toml").write_text('[edition]\ntitle = "Odd <b>&"\nschemas = []\n', encoding="utf-8")
    result = subprocess.run(
        [sys.executable, "-m", "ibidem", "build"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    assert (tmp_path / "build" / name / f"{name}.pdf").read_bytes().startswith(b"%PDF-")
    assert (tmp_path / "build" / name / f"{name}.xml").read_bytes() == data


def test_a_group_of_texts(tmp_path):
    (tmp_path / "tei").mkdir()
    body = "<text><group><text><body><p>one</p></body></text><text><body><p>two</p></body></text></group></text>"
    document = tei("").replace("<text><body></body></text>", body)
    assert "<group>" in document
    (tmp_path / "tei" / "group.xml").write_text(document, encoding="utf-8")
    (tmp_path / "edition.toml").write_text('[edition]\ntitle = "G"\nschemas = []\n', encoding="utf-8")
    result = subprocess.run(
        [sys.executable, "-m", "ibidem", "build"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    page = (tmp_path / "build" / "group" / "index.html").read_text(encoding="utf-8")
    assert "one" in page and "two" in page
