"""Parts of texts of any shape: the words of a part are those between its ends, and no others."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from conftest import tei
from ibidem.dts.extract import WRAPPER, part, plain, written
from ibidem.dts.trees import trees
from ibidem.reading.read import read_data

TEI = "{http://www.tei-c.org/ns/1.0}"
HEADER = """<encodingDesc><refsDecl><citeStructure unit="part" match="/TEI/text/body//seg" use="@n"/></refsDecl>
<refsDecl n="pages"><citeStructure unit="page" match="/TEI/text//pb" use="@n"/></refsDecl></encodingDesc>"""
words = st.sampled_from(["", "", "a", "bc ", "é", " 文\n", "<!-- c -->", "<?p i?>", "&lt;"])
nodes = st.recursive(
    st.one_of(words, st.just("<pb/>"), st.just("<seg/>")),
    lambda inner: st.builds(
        lambda name, parts: f"<{name}>{''.join(parts)}</{name}>",
        st.sampled_from(["div", "p", "seg", "seg", "hi"]),
        st.lists(inner, max_size=4),
    ),
    max_leaves=20,
)


def numbered(body):
    """A text in which every seg and pb has a number."""
    root = etree.fromstring(tei(body, header=HEADER).encode())
    for name in ("seg", "pb"):
        for number, element in enumerate(root.iter(TEI + name), start=1):
            element.set("n", str(number))
    return read_data(etree.tostring(root), Path("any.xml"))


def offsets(root):
    """Where each element begins and ends in the words of the text."""
    found, at = {}, 0
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event in ("comment", "pi"):
            at += len(element.tail or "")
        elif event == "start":
            found[element] = [at, 0]
            at += len(element.text or "")
        else:
            found[element][1] = at
            at += len(element.tail or "") if element is not root else 0
    return found, at


def text_in(root):
    pieces = []
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event == "start":
            pieces.append(element.text or "")
        elif element is not root:
            pieces.append(element.tail or "")
    return "".join(pieces)


@given(st.lists(nodes, min_size=1, max_size=6), st.data())
def test_the_words_of_a_part(parts, data):
    source = numbered("".join(parts))
    text = source.find("t:text")[0]
    places, length = offsets(text)
    every = text_in(text)
    assert len(every) == length
    for tree in trees(source)[0]:
        if not tree.units:
            continue
        first = data.draw(st.integers(0, len(tree.units) - 1))
        last = data.draw(st.integers(first, len(tree.units) - 1))
        start, ends = places[tree.units[first].span.element][0], []
        for place in (first, last):
            element = tree.units[place].span.element
            following = tree.units[place + 1].span.element if place + 1 < len(tree.units) else None
            if element.tag == TEI + "seg":
                ends.append(places[element][1])
            else:
                ends.append(places[following][0] if following is not None else length)
        made = part(tree.units[first], tree.units[last])
        again = etree.fromstring(written(made))
        [wrapper] = again.iter(WRAPPER)
        # white space at the very end, where elements close only, is not kept
        assert text_in(wrapper).rstrip() == every[start : max(ends)].rstrip()
        assert text_in(again) == text_in(wrapper)  # and nothing around it has words
        assert again.tag == TEI + "TEI"
        assert sorted(plain(made)) or not every[start : max(ends)].strip()


def test_a_great_text_is_cut_in_no_time():
    body = "".join(f'<seg n="{number}">word {number} </seg>' for number in range(60_000))
    source = read_data(tei(f"<p>{body}</p>", header=HEADER).encode(), Path("great.xml"))
    [tree, *_] = trees(source)[0]
    assert len(tree.units) == 60_000
    for number in range(0, 60_000, 30):
        unit = tree.units[number]
        assert f"word {number} ".encode() in written(part(unit, unit))


def test_paths_that_look_at_too_much_make_no_tree():
    header = '<encodingDesc><refsDecl><citeStructure unit="a" match="//*" use="@n"><citeStructure unit="b" match=".//*" use="@n" delim="."/></citeStructure></refsDecl></encodingDesc>'
    body = "".join(f'<ab n="{number}">' for number in range(200)) + "x" + "</ab>" * 200
    found, complaints = trees(read_data(tei(body, header=header).encode(), Path("deep.xml")))
    assert found == () and "too many elements" in complaints[0]


def test_what_cannot_be_read_makes_no_tree_and_is_said():
    header = '<encodingDesc><refsDecl><citeStructure unit="a" match="//p[matches(@n, \'(a+)+b\')]" use="@n"/></refsDecl><refsDecl n="x"><citeStructure unit="p" match="//body/p" use="@n"/></refsDecl></encodingDesc>'
    found, complaints = trees(read_data(tei('<p n="1">x</p>', header=header).encode(), Path("odd.xml")))
    assert [tree.identifier for tree in found] == [""] and len(complaints) == 1
    assert "ibidem validate" in complaints[0]


def test_units_without_a_name_or_with_one_that_is_taken():
    header = '<encodingDesc><refsDecl><citeStructure unit="p" match="//body/p" use="@n"/></refsDecl></encodingDesc>'
    body = '<p n="1">a</p><p>b</p><p n=" 1 ">c</p><p n="2  3">d</p>'
    [tree] = trees(read_data(tei(body, header=header).encode(), Path("few.xml")))[0]
    assert [unit.identifier for unit in tree.units] == ["1", "2 3"]
