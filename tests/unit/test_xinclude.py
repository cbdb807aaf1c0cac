"""XInclude: what is taken in, from where, and the places of what was taken in."""

import pytest
from lxml import etree

from conftest import tei
from ibidem.examine import Request, examine
from ibidem.reading.xinclude import Refused, expand

XI = 'xmlns:xi="http://www.w3.org/2001/XInclude"'
TEI = "{http://www.tei-c.org/ns/1.0}"


def include(href, more="", inner=""):
    return (
        f'<xi:include {XI} href="{href}" {more}>{inner}</xi:include>'
        if inner
        else f'<xi:include {XI} href="{href}" {more}/>'
    )


@pytest.fixture
def whole(tmp_path):
    def build(main, **files):
        for name, text in files.items():
            path = tmp_path / name.replace("__", "/").replace("_", ".")
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
        path = tmp_path / "main.xml"
        path.write_bytes(main if isinstance(main, bytes) else main.encode())
        return expand(path.read_bytes(), path, tmp_path)

    return build


def text_of(expanded):
    return "".join(etree.fromstring(expanded.data).itertext())


def place_of(expanded, what):
    before = expanded.data[: expanded.data.index(what.encode())].decode()
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    path, line, column = expanded.origin(line, column)
    return path.name, line, column


def test_an_element_by_its_id_and_its_place(whole):
    part = "<a>\n<b xml:id='x'>no</b><b xml:id='y'>\n é <c>yes</c></b></a>"
    taken = include("p.xml", "xpointer='y'")
    expanded = whole(f"<r>\n{taken} after<d/></r>", p_xml=part)
    assert text_of(expanded) == "\n\n é yes after"
    assert place_of(expanded, "<c>") == ("p.xml", 3, 4)
    assert place_of(expanded, "<d/>") == ("main.xml", 2, len(include("p.xml", 'xpointer="y"')) + 7)


@pytest.mark.parametrize(
    ("pointer", "text"),
    [
        ("element(/1/2)", "two"),
        ("element(x/1)", "one"),
        ("element(x)", "onetwo"),
        ("x", "onetwo"),
        ("element(/1)", "onetwo"),
    ],
)
def test_pointers(whole, pointer, text):
    taken = include("p.xml", f"xpointer='{pointer}'")
    assert text_of(whole(f"<r>{taken}</r>", p_xml="<a xml:id='x'><b>one</b><b>two</b></a>")) == text


def test_text_is_escaped_and_keeps_its_lines(whole):
    taken = include("t.txt", "parse='text' encoding='windows-1251'")
    expanded = whole(f"<r>{taken}</r>", t_txt="R & <b>\r\nдва ]]>\rx".encode("windows-1251"))
    assert text_of(expanded) == "R & <b>\nдва ]]>\nx"
    assert place_of(expanded, "два") == ("t.txt", 2, 1)
    assert place_of(expanded, "x</r>") == ("t.txt", 3, 1)


def test_a_fallback_and_what_it_takes_in(whole):
    inner = f"<xi:fallback><b>{include('none2.xml', '', '<xi:fallback>deep</xi:fallback>')}</b>{include('p.xml')}</xi:fallback>"
    assert text_of(whole(f"<r>{include('none.xml', '', inner)}.</r>", p_xml="<a>part</a>")) == "deeppart."
    assert text_of(whole(f"<r>{include('none.xml', '', '<xi:fallback/>')}.</r>")) == "."


def test_namespaces_and_languages(whole):
    part = "<a xmlns:p='u' xml:lang='de'><b xml:id='x'><p:c>x</p:c></b><d xmlns='v' xml:id='y' xml:lang='ru'/></a>"
    taken = include("p.xml", "xpointer='x' set-xml-id='z'") + include("p.xml", "xpointer='y'")
    main = f"<r xmlns='w' xml:lang='en'>{taken}</r>"
    first, second = etree.fromstring(whole(main, p_xml=part).data)
    lang = "{http://www.w3.org/XML/1998/namespace}lang"
    assert (first.tag, first[0].tag, first.get(lang)) == ("b", "{u}c", "de")
    assert (second.tag, second.get(lang)) == ("{v}d", "ru")
    assert first.get("{http://www.w3.org/XML/1998/namespace}id") == "x"  # its own


def test_files_within_files_and_folders(whole):
    expanded = whole(
        f"<r>{include('a/p.xml')}</r>", a__p_xml=f"<a>{include('q.xml')}</a>", a__q_xml="<b>\n<c>deep</c></b>"
    )
    assert text_of(expanded) == "\ndeep"
    assert place_of(expanded, "<c>") == ("q.xml", 2, 1)


def test_entities_of_the_file_that_is_taken_in(whole):
    part = "<!DOCTYPE a [<!ENTITY n 'A &amp; <b>&#38;amp; B</b>'><!ENTITY v '&#34;x&#34;'>]><a><b v='&v;'/>&n;|&n;<!--&n;--><c/></a>"
    expanded = whole(f"<r>{include('p.xml')}</r>", p_xml=part)
    root = etree.fromstring(expanded.data)
    assert "".join(root.xpath("//text()")) == "A & & B|A & & B"
    assert root[0][0].get("v") == '"x"'
    assert place_of(expanded, "<c/>")[2] == part.index("<c/>") + 1


def test_encodings(whole):
    part = '<?xml version="1.0" encoding="utf-16"?><a>ü</a>'.encode("utf-16")
    main = f'<?xml version="1.0" encoding="iso-8859-1"?><r>é{include("p.xml")}<d/></r>'
    expanded = whole(main.encode("latin-1"), p_xml=part)
    assert text_of(expanded) == "éü"
    assert place_of(expanded, "<d/>") == ("main.xml", 1, main.index("<d/>") + 1)


REFUSED = {
    "missing": (include("none.xml"), "no such file"),
    "outside": (include("../x.xml"), "outside"),
    "outside, escaped": (include("%2e%2e/x.xml"), "outside"),
    "absolute": (include("/etc/passwd", 'parse="text"'), "outside"),
    "network": (include("http://127.0.0.1/x.xml"), "on the network"),
    "itself": (include("main.xml"), "takes itself in"),
    "itself by nothing": (f"<xi:include {XI}/>", "neither href nor xpointer"),
    "a circle": (include("a.xml"), "takes itself in"),
    "another scheme": (include("b.xml", 'xpointer="xpointer(//p)"'), "is not read"),
    "no such element": (include("b.xml", 'xpointer="q"'), "has no element q"),
    "another kind": (include("b.xml", 'parse="html"'), "not known"),
    "a fragment": (include("b.xml#x"), "write it in xpointer"),
    "two in one": (include("none.xml", "", include("b.xml")), "stands directly in it"),
    "no text": (include("b.bin", 'parse="text"'), "is not in the encoding"),
    "not an address": (include("http://[::1"), "no address"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_refused_is_said_at_its_place(whole, case):
    element, why = REFUSED[case]
    with pytest.raises(Refused) as caught:
        whole(f"<r>\n <b>{element}</b></r>", a_xml=f"<a>{include('a.xml')}</a>", b_xml="<a/>", b_bin=b"\xff\xfe\xfd")
    finding = caught.value.finding
    assert why in finding.message and finding.code == "xinclude"
    if case != "a circle":
        assert (finding.line, finding.column) == (2, 5)


def test_a_part_that_is_no_xml_is_reported_in_its_own_file(whole):
    with pytest.raises(Refused) as caught:
        whole(f"<r>{include('p.xml')}</r>", p_xml="<a>\n<b></a>")
    finding = caught.value.finding
    assert (finding.code, finding.file.rpartition("/")[2], finding.line, finding.excerpt) == (
        "not-well-formed",
        "p.xml",
        2,
        "<b></a>",
    )


def test_a_bomb_of_files_is_refused(whole, monkeypatch):
    monkeypatch.setattr("ibidem.reading.xinclude.expansion.MAX_BYTES", 10**6)
    files = {f"f{n}_xml": f"<a>{include(f'f{n + 1}.xml') * 10}</a>" for n in range(8)}
    with pytest.raises(Refused, match="larger than"):
        whole(f"<r>{include('f0.xml')}</r>", **files, f8_xml="<a>" + "x" * 1000 + "</a>")


def test_findings_are_those_of_the_parts(tmp_path):
    (tmp_path / "parts").mkdir()
    part = '<div xmlns="http://www.tei-c.org/ns/1.0"><p>x\n<date when="1949-02-30"/><graphic url="a.png"/></p></div>'
    (tmp_path / "parts" / "p.xml").write_text(part)
    (tmp_path / "parts" / "a.png").write_text("")
    (tmp_path / "main.xml").write_text(tei(include("parts/p.xml") + "<div><p><date when='1949-02-31'/></p></div>"))
    found = examine(Request(xinclude=True, by_schema=False), tmp_path / "main.xml")
    assert [(it.file.rpartition("/")[2], it.code, it.line) for it in found] == [
        ("main.xml", "date-value", 1),
        ("p.xml", "date-value", 2),
    ]
    assert found[1].excerpt.startswith('<date when="1949-02-30"/>')
