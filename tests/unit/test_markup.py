"""Writing answers into a file: no word changes, no byte changes that the change is not about."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from conftest import tei
from ibidem.citations.collect import collect
from ibidem.citations.markup import record
from ibidem.read import Source, parse
from ibidem.tree import View, text_of

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


def test_words_marked_up_otherwise_are_left_to_the_editor(make):
    source = make(f"<p>A.{FULL} B.{note(2, '<hi>Ibid</hi>., p. 3.')}</p>", standoff=WORKS)
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


WORDS = st.text(alphabet=st.sampled_from("abc Ä漢ж&<>\"'\t\n—“”.;,"), max_size=30)
SIGNS = st.sampled_from(["Ibid.", "Ibid., p. 5.", "Ebd. 12 f.", "Там же. Л. 5.", "Ibid", "See ibid., pp. 3-4; more."])


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


KINDS = [
    ("J. Miller, The Long Road (London 1951), p. 12.", None),
    ("A. Novak, Letters from Brno (Prague 1933), p. 80.", None),
    ("Miller, op. cit., p. 14.", ("opcit", "work", "n1")),
    ("Novak, Letters 81.", ("short", "work", "n2")),
    ("Miller (n 1) 15.", ("supra", "work", "n1")),
    ("Id., The Short Road (London 1960), p. 3.", None),
    ("See note 1 above.", None),
]


def test_every_kind_is_written_once_and_no_word_changes(make):
    body = "".join(f"A.{note(number, text)}" for number, (text, _) in enumerate(KINDS, start=1))
    source = make(f"<p>{body}</p>")
    once = written(source)
    after = parse(once.data, "x")
    found = [
        (bibl.get("subtype"), bibl.find("{*}ref").get("type").removeprefix("preceding").lower(), bibl.get("source")[1:])
        for bibl in after.iterfind("{*}text//{*}note/{*}bibl")
    ]
    assert found == [wanted for _, wanted in KINDS if wanted]
    assert text_of(after.find("{*}text"), View.READ, notes=True) == text_of(
        source.root.find("{*}text"), View.READ, notes=True
    )
    again = written(source_of(once.data, source.path)).data.decode()
    assert again == once.data.decode()
