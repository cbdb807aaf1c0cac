"""Notes of TEI texts in many dialects: in the order of their calls, with label, chapter and the words before the call."""

import pytest

from ibidem.citations.calls import called_notes, calls
from ibidem.citations.collect import collect


def labels(source):
    return [called.label for called in calls(source)]


def chapters(source):
    seen = {}
    return [seen.setdefault(called.chapter, len(seen)) for called in calls(source)]


@pytest.mark.parametrize(
    ("body", "back", "wanted"),
    [
        ('<p>A<note place="foot" n="1" xml:id="ftn1"><p>x</p></note> B<note place="foot" n="2"><p>y</p></note></p>', "", ["1", "2"]),
        ('<p>A<note n="1" xml:id="d1fn1">x</note> B<note n="*">y</note></p>', "", ["1", "*"]),
        ('<p>A<note place="bottom" n="a">x</note> B<note place="bottom">y</note></p>', "", ["a", "2"]),
        ('<p>A<ref target="#y">1</ref> B<ref target="#x">[2]</ref></p>', '<back><note xml:id="x">x</note><note xml:id="y">y</note></back>', ["1", "2"]),
        ('<p>A<ptr target="#y" n="7"/> B<ptr target="#x"/></p>', '<back><note xml:id="x">x</note><note xml:id="y">y</note></back>', ["7", "2"]),
        ('<p>A<anchor xml:id="a"/> B<note n="2">y</note></p>', '<back><note target="#a" n="1">x</note></back>', ["1", "2"]),
        ('<p>A<noteGrp n="1" place="foot"><note xml:lang="de">x</note><note xml:lang="en">y</note></noteGrp></p>', "", ["1"]),
        ('<p>A<noteGrp><note n="1" xml:lang="de">x</note><note n="1" xml:lang="en">y</note></noteGrp></p>', "", ["1"]),
        ('<p>A<note place="inline" xml:id="i">x</note><ref target="#i">so</ref><note type="editorial">y</note></p>', "", []),
        ('<p>See <ref target="#b">note 2</ref>.<note n="1">x</note> B<note n="2" xml:id="b">y</note></p>', "", ["1", "2"]),
        ('<div1><p>A<note n="1">x<ref target="#y">see</ref></note></p></div1>', '<back><note xml:id="y">y</note></back>', ["1"]),
    ],
)  # fmt: skip
def test_dialects(make, body, back, wanted):
    assert labels(make(body, back=back)) == wanted


def test_of_several_languages_that_of_the_text(make):
    group = '<noteGrp n="1" place="foot"><note xml:lang="de">Ebd.</note><note xml:lang="en">Ibid.</note></noteGrp>'
    assert [note.text for note in called_notes(make(f"<p>A{group}</p>", language="en"))] == ["Ibid."]
    assert [note.text for note in called_notes(make(f"<p>A{group}</p>", language="fr"))] == ["Ebd."]


def note(number):
    return f'<note n="{number}">x</note>'


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        (f'<div type="chapter"><p>{note(1)}</p><div><p>{note(2)}</p></div></div><div type="chapter"><p>{note(3)}</p></div>', [0, 0, 1]),
        (f"<div><p>{note(1)}{note(2)}</p></div><div><p>{note('*')}{note(1)}</p></div><div><p>{note(1)}</p></div>", [0, 0, 1, 1, 2]),
        (f"<div><p>{note(1)}</p></div><div><p>{note(2)}</p></div>", [0, 0]),
        (f'<div type="part"><div><p>{note(1)}</p></div><div><p>{note(1)}</p></div></div><div><div><p>{note(1)}</p></div></div>', [0, 1, 2]),
        (f'<div type="chapter"><div type="document"><p>{note(1)}</p></div><div type="document"><p>{note(1)}</p></div></div>', [0, 1]),
        (f"<div1><p>{note(1)}</p></div1><div1><p>{note(1)}</p></div1>", [0, 1]),
        (f"<div><p>{note(1)}{note(1)}{note(1)}</p></div><div><p>{note(1)}</p></div>", [0, 0, 0, 0]),  # on each page anew
    ],
)
def test_chapters(make, body, wanted):
    assert chapters(make(body)) == wanted


def test_the_chapter_is_that_of_the_call(make):
    source = make(
        '<div><p>A<ref target="#a">1</ref></p></div><div><p>B<ref target="#b">1</ref></p></div>',
        back='<back><note xml:id="a">J. Miller, The Long Road (London 1951), p. 1.</note><note xml:id="b">Ibid.</note></back>',
    )
    assert chapters(source) == [0, 1]
    assert [answer.antecedent for answer in collect(source).answers] == [None]


def test_the_words_before_a_call(make):
    source = make(
        '<head>H</head><p>One <hi>two</hi><note n="1">no</note> three, <choice><sic>fuor</sic><corr>four</corr></choice><note n="2">x</note></p>'
        '<p>five<!-- c --><ref target="#y">3</ref></p>',
        back='<back><note xml:id="y">y</note></back>',
    )
    assert [called.context for called in calls(source)] == ["H One two", "H One two three, four", "H One two three, four five"]


def test_a_long_text_before_a_call_is_cut(make):
    [called] = calls(make(f"<p>{'word ' * 500}end{note(1)}</p>"))
    assert len(called.context) == 300 and called.context.endswith("word end")
