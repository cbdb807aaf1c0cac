"""Writing answers into a file: no word changes, no byte changes that the change is not about."""

import codecs
import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree

from conftest import ROOT, reference, tei
from ibidem.citations.collect import collect
from ibidem.citations.markup import record
from ibidem.errors import IbidemError
from ibidem.reading.read import Source, parse
from ibidem.schemas.model import named
from ibidem.tree import View, text_of
from ibidem.validate import validate_data

FULL = (
    '<note xml:id="n1" n="1" place="end" type="citation"><bibl xml:id="n1.b1" type="full" corresp="#a-1">Archive, <idno type="fonds">F. 1</idno>, '
    '<idno type="opis">Op. 2</idno>, <idno type="delo">D. 3</idno>, <citedRange unit="page" from="4" to="4">p. 4</citedRange>.</bibl></note>'
)
WORKS = (
    '<listBibl type="sources"><bibl xml:id="a-1"><title type="short">Archive 1/2/3</title><msIdentifier><idno type="fonds">1</idno>'
    '<idno type="opis">2</idno><idno type="delo">3</idno></msIdentifier></bibl></listBibl>'
)


def note(number, text):
    return f'<note xml:id="n{number}" n="{number}" place="end" type="citation">{text}</note>'


def source_of(data: bytes, path) -> Source:
    return Source(path, data, parse(data, "text.xml"))


def written(source):
    return record(collect(source))


def test_as_the_encoding_says(make):
    source = make(f"<p>A.{FULL} B.{note(2, 'Ibid, p. 37.')}</p>", standoff=WORKS)
    data = written(source).data.decode()
    assert (
        '<note xml:id="n2" n="2" place="end" type="citation"><bibl xml:id="n2.b1" type="short" subtype="ibid" corresp="#a-1" source="#n1.b1" '
        'resp="#ibidem" cert="high"><ref type="precedingWork" target="#n1.b1">Ibid</ref>, <citedRange unit="page" from="37" to="37">p. 37'
        "</citedRange>.</bibl></note>"
    ) in data


def test_what_is_inherited_stands_off(make):
    source = make(f"<p>A.{FULL} B.{note(2, 'Ibid.')}</p>", standoff=WORKS)
    after = parse(written(source).data, "x")
    ns = {"t": "http://www.tei-c.org/ns/1.0"}
    [expanded] = after.xpath("//t:standOff/t:listBibl[@type='expanded']/t:bibl", namespaces=ns)
    assert expanded.get("corresp") == "#n2.b1"
    [place] = expanded.xpath("t:citedRange", namespaces=ns)
    assert (place.get("from"), place.get("source"), place.text) == ("4", "#n1.b1", "p. 4")
    assert expanded.xpath("string(t:note[@type='explanation']/@n)", namespaces=ns) == "2, 7a"
    assert not after.xpath("//t:text//t:note[@n='2']//t:citedRange", namespaces=ns)


def test_twice_is_once(make):
    source = make(f"<p>A.{FULL} B.{note(2, 'Ibid, p. 37.')} C.{note(3, 'Ibid.')}</p>", standoff=WORKS)
    once = written(source)
    twice = written(source_of(once.data, source.path))
    assert once.changed == ("2", "3")
    assert twice.changed == () and twice.data == once.data


def test_a_stale_record_is_written_again(make):
    source = make(f"<p>A.{FULL} B.{note(2, 'Ibid, p. 37.')}</p>", standoff=WORKS)
    data = written(source).data
    stale = data.replace(b'corresp="#a-1" source="#n1.b1"', b'corresp="#old" source="#gone"')
    assert written(source_of(stale, source.path)).data == data


def test_an_editors_decision_is_kept(make):
    decided = '<bibl xml:id="n2.b1" type="short" subtype="ibid" corresp="#b" source="#n1.b1" resp="#editor"><ref target="#n1.b1">Ibid</ref>.</bibl>'
    source = make(f"<p>A.{FULL} B.{note(2, decided)}</p>", standoff=WORKS)
    assert written(source).data == source.data


def test_an_id_that_is_taken_is_not_given_again(make):
    source = make(f'<p xml:id="n2.b1">A.{FULL} B.{note(2, "Ibid.")}</p>', standoff=WORKS)
    data = written(source).data
    assert data.count(b'xml:id="n2.b1"') == 1 and data.count(b'xml:id="n2.2.b1"') == 1
    assert data.count(b'corresp="#n2.2.b1"') == 1
    assert written(source_of(data, source.path)).changed == ()


BESIDE = (
    'See <bibl><author>J. Miller</author>, <title>The Long Road</title> (1951), p. 12</bibl>; ibid., p. 14.',
    'Ibid., p. 15; cf. <bibl xml:id="x">A. Moor, Harbour Towns (London: Quay, 1990), p. 3</bibl>, in the second edition (London, 1992), p. 4. '
    'Miller, op. cit., p. 5; and see <ref target="#n1">note 1</ref>.',
    '<bibl xml:id="ed">Ibid.</bibl>; B. Lind, River Towns (London: Quay, 1994), p. 30; <bibl>ibid., p. 31</bibl>, and see note 1 above.',
    'Vgl. <hi rend="italic"><bibl xml:id="y">Moor, Harbour Towns, p. 9</bibl></hi>; ibid., p. 10.',
)


def test_what_stands_beside_an_editors_markup_is_read(make):
    source = make("<p>" + "W.".join(note(n, text) for n, text in enumerate(BESIDE, start=1)) + "</p>")
    citations = collect(source)
    assert [(a.note.label, a.reference.text, a.antecedent and a.antecedent.note) for a in citations.answers if not a.reference.decided] == [
        ("1", "ibid., p. 14", 1), ("2", "Ibid., p. 15", 1), ("2", "Miller, op. cit., p. 5", 1), ("3", "see note 1 above", 1), ("4", "ibid., p. 10", 4),
    ]  # fmt: skip
    for cited in citations.notes:
        assert len({citation.id for citation in cited.citations}) == len(cited.citations)
    result = record(citations)
    data = result.data.decode()
    assert (result.changed, result.by_hand) == (("1", "2", "3", "4"), ())
    for kept in re.findall(r"<bibl.*?</bibl>|<ref.*?</ref>", "".join(BESIDE)):
        assert kept in data
    assert '; <bibl xml:id="n1.b2" type="short" subtype="ibid" source="#n1" resp="#ibidem" cert="high"><ref ' in data
    assert '<bibl xml:id="n3.b3" type="full" resp="#ibidem">B. Lind, River Towns' in data
    again = source_of(result.data, source.path)
    assert written(again).data == result.data
    texts = [text_of(root.find("{*}text"), notes=True) for root in (source.root, again.root)]
    assert texts[0] == texts[1]


def test_the_id_that_an_editor_gave_stays(make):
    given = '<bibl xml:id="mine" resp="#ibidem">Ibid., p. 5</bibl>, which is late.'
    source = make(f"<p>A.{FULL} B.{note(2, given)}</p>", standoff=WORKS)
    once = written(source).data
    assert b'<bibl xml:id="mine" type="short"' in once
    assert written(source_of(once, source.path)).data == once


def test_words_marked_up_otherwise_are_left_to_the_editor(make):
    source = make(f"<p>A.{FULL} B.{note(2, '<hi>Ibid., p.</hi> 3.')}</p>", standoff=WORKS)
    markup = written(source)
    assert markup.by_hand == ("2",)
    assert markup.data == source.data


def test_without_standoff_header_parts_or_prefixless_names(tmp_path):
    document = tei(f"<p>A.{FULL} B.{note(2, 'Ibid.')}</p>")
    prefixed = re.sub(r"<(/?)(?=[a-zA-Z])", r"<\1tei:", document).replace("xmlns=", "xmlns:tei=")
    source = source_of(prefixed.encode(), tmp_path / "text.xml")
    data = written(source).data
    after = parse(data, "x")
    assert b"<tei:standOff>" in data and b"<tei:application " in data
    assert {etree.QName(element).namespace for element in after.iter("*")} == {"http://www.tei-c.org/ns/1.0"}


def test_line_ends_entities_and_attribute_order_stay(tmp_path):
    document = tei(
        f"<p n='1'   rend = 'x'>A &amp; &#x2014; B<!-- c -->{FULL}\r\n C.{note(2, 'Ibid., p. 5 &amp; 6.')}</p>\r\n",
        standoff=WORKS,
    )
    source = source_of(document.encode(), tmp_path / "text.xml")
    data = written(source).data.decode()
    assert "<p n='1'   rend = 'x'>A &amp; &#x2014; B<!-- c -->" in data
    assert "</note>\r\n C." in data
    assert "p. 5 &amp; 6" in re.sub("<[^>]+>", "", data)


def test_what_is_marked_up_otherwise_is_kept_where_it_nests(make):
    source = make(
        f"<p>A.{FULL} B.{note(2, '<p><hi>Ibid.</hi>, p. 3.</p><p>See <hi>J. Novak</hi>, <title>Letters</title> (Prague 1933), p. <hi>8</hi>.</p>')}"
        f" C.{note(3, '<hi>Ibid., p. 9</hi>.')}</p>",
        standoff=WORKS,
    )
    markup = written(source)
    data = markup.data.decode()
    assert markup.by_hand == ()
    assert '<hi><ref type="precedingWork" target="#n1.b1">Ibid</ref>.</hi>, <citedRange unit="page" from="3" to="3">p. 3</citedRange></bibl>.</p>' in data
    assert 'resp="#ibidem"><hi>J. Novak</hi>, <title>Letters</title> (Prague 1933), <citedRange' in data
    assert '<citedRange unit="page" from="8" to="8">p. <hi>8</hi></citedRange></bibl>.</p>' in data
    assert re.search(r'<bibl [^>]*source="#n2.b2"[^>]*><hi><ref [^>]*>Ibid</ref>., <citedRange [^>]*>p. 9</citedRange></hi>\.</bibl></note>', data)


@pytest.mark.parametrize(
    "content",
    [
        "<hi>Ibid., p.</hi> 3.",  # the place is half in it
        "<p>Ibid., </p><p>p. 3.</p>",
        "<![CDATA[Ibid., p. 3.]]>",
        "Ibid., <ref target='#n1'>p. 3</ref>.",
        "<choice><sic>Ibd</sic><corr>Ibid</corr></choice>., p. 3.",
    ],
)
def test_what_crosses_is_left_to_the_editor(make, content):
    source = make(f"<p>A.{FULL} B.{note(2, content)}</p>", standoff=WORKS)
    markup = written(source)
    assert (markup.by_hand, markup.data) == (("2",), source.data)


def test_a_note_is_recorded_as_a_whole_or_not_at_all(make):
    source = make(f"<p>A.{FULL} B.{note(2, 'J. Novak, Letters (Prague 1933), p. 8; <hi>ibid., p.</hi> 9.')} C.{note(3, 'Ibid., p. 10.')}</p>")
    markup = written(source)
    assert markup.by_hand == ("2",)
    assert b"Novak, Letters (Prague 1933), p. 8; <hi>ibid., p.</hi> 9.</note>" in markup.data
    assert b'source="#n2" resp="#ibidem"' in markup.data  # there is no bibl to point at
    assert written(source_of(markup.data, source.path)).data == markup.data


KINDS = [
    "J. Miller, The Long Road (London 1951), p. 12.", "A. Novak, Letters from Brno (Prague 1933), p. 80.", "Miller, op. cit., p. 14.",
    "Novak, supra note 2, at 81.", "Idem, Poems (Prague 1935), p. 3.", "Miller, Long Road, p. 15.", "See note 1.", "See below, note 9.",
    "A comment. Compare Miller, op. cit., p. 5; Novak, op. cit., p. 7, who differs.",
]  # fmt: skip


def test_every_kind_of_reference(make):
    source = make("<p>A" + "".join(note(number, text) for number, text in enumerate(KINDS, 1)) + "</p>")
    once = written(source)
    data = once.data.decode()
    assert once.by_hand == ()
    for wanted in (
        r'<bibl xml:id="n1\.b1" type="full" resp="#ibidem">J\. Miller, The Long Road \(London 1951\), <citedRange unit="page" from="12" to="12">p\. 12',
        r'<bibl xml:id="n3\.b1" type="short" subtype="opcit" source="#n1\.b1" resp="#ibidem" cert="high">Miller, <ref type="precedingWork"',
        r'<bibl xml:id="n4\.b1" type="short" subtype="supra" source="#n2\.b1"',
        r'<bibl xml:id="n5\.b1" type="short" subtype="idem" [^>]*><ref type="precedingAuthor" target="#n4\.b1">Idem</ref>',
        r'<bibl xml:id="n6\.b1" type="short" subtype="short" source="#n1\.b1"',
        r'<ref type="footnote" target="#n1" resp="#ibidem" cert="high">',
        r'<ref type="subsequentWork" target="#n9" resp="#ibidem" cert="high">',
    ):
        assert re.search(wanted, data), wanted
    assert written(source_of(once.data, source.path)).data == once.data
    assert [a.reference.text for a in collect(source).answers] == [a.reference.text for a in collect(source_of(once.data, source.path)).answers]


@pytest.mark.parametrize("schema", ["own", "tei_all"])
def test_the_result_is_valid(make, schema):
    grammar = named(ROOT / "schema" / "ibidem.rng" if schema == "own" else reference("tei/tei_all.rng"))

    def faults(data, path):
        return [finding.message for finding in validate_data(data, path, (grammar,), {}, rules=False, schematron=False)]

    raw = "".join(note(number, text) for number, text in enumerate([*KINDS, "<hi>Ibid.</hi>, p. 3."], 1))
    sources = [
        make(f"<p>A{raw}</p>", "a.xml", header="<encodingDesc><p>E</p></encodingDesc>"),
        make(f"<p>A{raw}</p>", "b.xml", header="<profileDesc><langUsage><language ident='en'>E</language></langUsage></profileDesc>"),
        make(f"<p>A.{FULL} B.{note(2, 'Ibid.')}</p>", "c.xml", standoff=WORKS),
    ]
    for source in sources:
        data = written(source).data
        assert data != source.data
        assert faults(source.data, source.path) == []
        assert faults(data, source.path) == []


@pytest.mark.parametrize("encoding", ["iso-8859-1", "windows-1251", "utf-16", "utf-16-le", "us-ascii", "utf-8", "utf-8-sig", "shift_jis"])
def test_a_file_is_written_in_its_own_encoding(tmp_path, encoding):
    name = encoding.removesuffix("-le").removesuffix("-sig")
    document = f'<?xml version="1.0" encoding="{name}"?>\r\n' + tei(f"<p>A. {FULL} B.{note(2, 'Ibid., p. 5.')}</p>", standoff=WORKS)
    mark = codecs.BOM_UTF16_LE if encoding == "utf-16-le" else b""
    source = source_of(mark + document.encode(encoding), tmp_path / "text.xml")
    data = written(source).data
    text = data.decode(encoding).removeprefix("\ufeff")
    assert data.startswith(mark) and data != source.data
    assert text.startswith(document[: document.index("?>") + 4])
    assert '<ref type="precedingWork" target="#n1.b1">Ibid</ref>' in text
    assert written(source_of(data, source.path)).data == data


def test_a_character_that_the_encoding_lacks_is_written_as_a_reference(tmp_path):
    full = "J. Novák, Město (Praha 1933), p. 8.".replace("ě", "&#x11B;")
    document = '<?xml version="1.0" encoding="iso-8859-1"?>' + tei(f"<p>A.{note(1, full)} B.{note(2, 'Ibid., p. 9.')}</p>")
    source = source_of(document.encode("iso-8859-1"), tmp_path / "text.xml")
    data = written(source).data
    assert b"M&#283;sto" in data and b"M&#x11B;sto" in data


def test_the_programs_id_taken_by_something_else_is_said(make):
    with pytest.raises(IbidemError, match='xml:id="ibidem" is taken'):
        written(make(f"<p xml:id='ibidem'>A.{FULL} B.{note(2, 'Ibid.')}</p>", standoff=WORKS))


def test_without_a_header_is_said(tmp_path):
    document = f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><p>{FULL}{note(2, "Ibid.")}</p></body></text></TEI>'
    with pytest.raises(IbidemError, match="no teiHeader"):
        written(source_of(document.encode(), tmp_path / "a.xml"))


def test_a_record_whose_reference_is_gone_is_taken_away(make):
    source = make(f"<p>A.{FULL} B.{note(2, 'Ibid.')}</p>")
    data = written(source).data
    assert b"standOff" in data
    changed = re.sub(rb"<bibl [^>]*><ref [^>]*>Ibid</ref>\.</bibl>", b"Nothing.", data)
    after = written(source_of(changed, source.path)).data
    assert b"standOff" not in after and b"Nothing.</note>" in after
    assert written(source_of(after, source.path)).data == after


def test_a_citation_without_an_id_is_pointed_at_through_its_note(make):
    full = FULL.replace(' xml:id="n1.b1"', "")
    source = make(f"<p>A.{full} B.{note(2, 'Ibid., p. 5.')}</p>", standoff=WORKS)
    data = written(source).data
    assert b'source="#n1" resp="#ibidem"' in data
    assert written(source_of(data, source.path)).data == data
    bare = full.replace(' xml:id="n1"', "")
    nameless = make(f"<p>A.{bare} B.{note(2, 'Ibid., p. 5.')}</p>", standoff=WORKS)
    assert (written(nameless).by_hand, written(nameless).data) == (("2",), nameless.data)


def test_notes_without_ids(make):
    source = make("<p>A.<note place='foot' n='1'>J. Miller, The Long Road (London 1951), p. 12.</note> B.<note place='foot' n='2'>Ibid., p. 3.</note></p>")
    once = written(source)
    assert (once.changed, once.by_hand) == (("1", "2"), ())
    assert b'xml:id="note-2.b1" type="short" subtype="ibid" source="#note-1.b1"' in once.data
    assert written(source_of(once.data, source.path)).data == once.data


WORDS = st.text(alphabet=st.sampled_from("abc Ä漢ж&<>\"'\t\n—“”.;,"), max_size=30)
SIGNS = st.sampled_from(["Ibid.", "Ibid., p. 5.", "Ebd. 12 f.", "Там же. Л. 5.", "Ibid", "See ibid., pp. 3-4; more."])


@example([("", "See ibid., pp. 3-4; more.", '"<<<<"ccc'), ("", "Ibid.", "")])
@example([("", "See ibid., pp. 3-4; more.", "<‹ÄÄ"), ("<‹ÄÄ", "Ibid.", "<‹ÄÄ")])
@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(WORDS, SIGNS, WORDS), min_size=1, max_size=5))
def test_all_other_bytes_stay(tmp_path_factory, notes):
    def escaped(text):
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

    body = f"<p>A.{FULL}" + "".join(
        f"{escaped(before)}{note(number, sign + escaped(after))}"
        for number, (before, sign, after) in enumerate(notes, start=2)
    )
    source = source_of(tei(body + "</p>", standoff=WORKS).encode(), tmp_path_factory.getbasetemp() / "text.xml")
    data = written(source).data
    # what was put in is tags, the expanded list and the application: taken out again, the old bytes are there
    text = data.decode()
    text = re.sub(r"\s*<listBibl type=\"expanded\" resp=\"#ibidem\">.*?</listBibl>\n?", "", text, flags=re.DOTALL)
    text = re.sub(r"<encodingDesc><appInfo>.*?</appInfo></encodingDesc>", "", text)
    text = re.sub(
        r'<bibl xml:id="n(?!1\.)[^>]*resp="#ibidem"[^>]*>(.*?)</bibl>',
        lambda m: re.sub("<[^>]+>", "", m[1]),
        text,
        flags=re.DOTALL,
    )
    assert text == source.data.decode()
    assert text_of(parse(data, "x").find("{*}text"), View.READ, notes=True) == text_of(
        source.root.find("{*}text"), View.READ, notes=True
    )
    assert written(source_of(data, source.path)).data == data


# Pieces of notes: words, and markup around them that nests, crosses, or is none.
PIECES = st.sampled_from(
    ["Ibid.", "ibid", "op. cit.", ", p. 5", " ", "; ", "J. Miller, The Long Road (London 1951), p. 12", "Miller, ", "See ", "note 1", ".", "&amp;", "Ä",
     "<hi>", "</hi>", "<title>", "</title>", "<lb/>", "<!-- c -->", "<?x y?>", "<![CDATA[ibid. & <]]>", "<p>", "</p>", "\n", "&#x2014;"]
)  # fmt: skip


def balanced(pieces):
    """The pieces without tags that have no partner, well nested."""
    open_ones, kept = [], []
    for piece in pieces:
        if piece.startswith("</"):
            if not open_ones or open_ones[-1] != piece[2:-1]:
                continue
            open_ones.pop()
        elif piece in ("<hi>", "<title>", "<p>"):
            open_ones.append(piece[1:-1])
        kept.append(piece)
    return "".join(kept) + "".join(f"</{name}>" for name in reversed(open_ones))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(PIECES, max_size=14), min_size=1, max_size=4))
def test_markup_that_is_there_stays(tmp_path_factory, notes):
    body = "".join(f" B.{note(number, balanced(pieces))}" for number, pieces in enumerate(notes, start=2))
    source = source_of(tei(f"<p>A.{FULL}{body}</p>", standoff=WORKS).encode(), tmp_path_factory.getbasetemp() / "text.xml")
    data = written(source).data
    inside = data.decode().partition(FULL)[2]
    bare = re.sub(r"</?(?:bibl|ref|citedRange|idno|biblScope)\b[^>]*>", "", inside)
    assert bare == body + "</p></body></text></TEI>"
    assert written(source_of(data, source.path)).data == data
