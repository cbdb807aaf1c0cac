"""What comes from outside: places of elements, faulty files, hostile files."""

import gzip
import os

import pytest

from conftest import tei
from ibidem.errors import IbidemError
from ibidem.finding import NotReadable
from ibidem.reading.files import read_bytes, tei_files
from ibidem.reading.positions import characters, element_spans
from ibidem.reading.read import parse, read
from ibidem.validate import validate_file


def finding(path, data):
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    with pytest.raises(NotReadable) as caught:
        read(path)
    return caught.value.finding


def test_spans_are_the_bytes_of_each_element():
    data = "<a x='>'><b/><!-- <c> --><c>é<d></d></c>\n  <e\n y=\"/>\" /></a>".encode()
    spans = element_spans(data)
    assert [data[span.start : span.end].decode() for span in spans][1:] == [
        "<b/>",
        "<c>é<d></d></c>",
        "<d></d>",
        '<e\n y="/>" />',
    ]
    assert [data[span.open_end : span.close_start].decode() for span in spans][2:] == ["é<d></d>", "", ""]
    assert (spans[4].line, spans[4].column) == (2, 3)
    assert [span.is_empty_tag for span in spans] == [False, True, False, False, True]


def test_characters_and_the_bytes_that_stand_for_them():
    data = b"<p>a&amp;&#xe9;<![CDATA[<]]><!-- no -->\r\nb</p>"
    found = list(characters(data, 3, len(data) - 4))
    assert "".join(char.value for char in found) == "a&é<\nb"
    assert [data[char.start : char.end] for char in found] == [b"a", b"&amp;", b"&#xe9;", b"<", b"\r\n", b"b"]


def test_lines_beyond_65535(tmp_path):
    path = tmp_path / "long.xml"
    path.write_text(tei("\n" * 70000 + "<p><date when='1949-02-30'/></p>"))
    [date] = [f for f in validate_file(path, []) if f.code == "date-value"]
    assert date.line == 70001


def test_not_well_formed_names_line_column_and_shows_the_line(tmp_path):
    found = finding(tmp_path / "a.xml", "<TEI>\n  <text><p>one</text>\n</TEI>")
    assert (found.code, found.line) == ("not-well-formed", 2)
    assert "<p>one</text>" in validate_file(tmp_path / "a.xml", [])[0].excerpt


def test_empty_and_not_tei(tmp_path):
    assert finding(tmp_path / "a.xml", "").message == "The file is empty."
    assert finding(tmp_path / "b.xml", "<html/>").code == "not-tei"
    assert "no namespace" in finding(tmp_path / "c.xml", "<TEI/>").hint
    assert "P5" in finding(tmp_path / "d.xml", "<TEI.2/>").hint


def test_binary_is_one_message_without_control_characters(tmp_path):
    found = finding(tmp_path / "a.xml", bytes(range(256)))
    assert all(char.isprintable() for char in found.message + found.hint)


def test_missing_folder_and_pipe(tmp_path):
    with pytest.raises(IbidemError, match="no such file"):
        read(tmp_path / "none.xml")
    with pytest.raises(IbidemError, match="not a regular file"):
        read_bytes(tmp_path)
    os.mkfifo(tmp_path / "pipe.xml")
    with pytest.raises(IbidemError, match="not a regular file"):
        read(tmp_path / "pipe.xml")
    (tmp_path / "empty").mkdir()
    with pytest.raises(IbidemError, match=r"no \.xml file"):
        list(tei_files((tmp_path / "empty",)))


def test_too_large_is_refused_before_it_is_parsed(tmp_path):
    path = tmp_path / "a.xml"
    path.write_bytes(b"x" * 2000)
    with pytest.raises(IbidemError, match="larger than"):
        read_bytes(path, limit=1000)


def test_a_gzip_bomb_is_not_unpacked(tmp_path):
    assert finding(tmp_path / "a.xml", gzip.compress(b"<TEI>" + b" " * 10**7 + b"</TEI>")).code == "not-well-formed"


def test_external_entities_are_not_read(tmp_path):
    (tmp_path / "secret.txt").write_text("SECRET")
    body = tei("<p>&x;</p>")
    document = f'<!DOCTYPE TEI [<!ENTITY x SYSTEM "{(tmp_path / "secret.txt").as_uri()}">]>{body}'
    try:
        root = parse(document.encode(), "a.xml")
    except NotReadable as refused:
        assert "SECRET" not in refused.finding.message
    else:
        assert "SECRET" not in "".join(root.itertext())


def test_an_entity_bomb_is_refused(tmp_path):
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    document = f'<!DOCTYPE TEI [<!ENTITY e0 "ha">{levels}]>{tei("<p>&e11;</p>")}'
    assert finding(tmp_path / "a.xml", document).code == "not-well-formed"


def test_depth_is_refused_and_not_a_crash(tmp_path):
    assert finding(tmp_path / "a.xml", tei("<q>" * 5000 + "</q>" * 5000)).code == "not-well-formed"


def test_a_repeated_or_odd_id_is_a_finding_and_not_fatal(make):
    source = make('<p xml:id="a b">x</p><p xml:id="a b">y</p>')
    codes = {f.code for f in validate_file(source.path, [])}
    assert {"id-repeated", "id-name"} <= codes


def test_an_xpath_names_the_element(make):
    from ibidem.reading.read import xpath_of

    source = make('<div xml:id="d1"><p>a</p><p>b<hi>c</hi></p></div><p>x</p>')
    assert xpath_of(source.find("//t:hi")[0]) == "//div[@xml:id='d1']/p[2]/hi"
    assert xpath_of(source.find("//t:body/t:p")[0]) == "/TEI/text/body/p"
