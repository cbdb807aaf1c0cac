"""What an edition brings to its own pages: styles, a stylesheet, words about itself, languages; and what it may not."""

import shutil

import pytest

from conftest import ROOT, tei
from ibidem.build import build
from ibidem.edition import load
from ibidem.errors import IbidemError
from ibidem.reading.read import read
from ibidem.render import render

XSL = '<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:xs="http://www.w3.org/2001/XMLSchema" xpath-default-namespace="http://www.tei-c.org/ns/1.0" exclude-result-prefixes="#all">{}</xsl:stylesheet>'
EMPH = '<xsl:template match="emph" mode="text" as="element()"><strong class="own"><xsl:apply-templates mode="#current"/></strong></xsl:template>'


@pytest.fixture
def edition(tmp_path):
    """Write an edition of one text with a table [web] and files; read it."""

    def write(web, files=(), body="<p>One <emph>word</emph>.</p>", language="en"):
        (tmp_path / "tei").mkdir(exist_ok=True)
        (tmp_path / "tei" / "text.xml").write_text(tei(body, language=language), encoding="utf-8")
        for name, text in dict(files).items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        (tmp_path / "edition.toml").write_text(f'[edition]\ntitle = "E"\n[web]\n{web}\n', encoding="utf-8")
        return load(tmp_path)

    return write


def pages(edition):
    return render(read(edition.texts[0]), edition).html


def test_styles_come_last_with_their_fonts(edition):
    files = {"look/a b&.css": "body { color: red }", "look/face.woff2": "x", "look/z.css": "/* */"}
    made = edition('css = ["look/a b&.css", "look/z.css", "look/*.woff2"]', files)
    assert build(made).made
    assets = made.output / "assets"
    assert sorted(path.name for path in (assets / "own").iterdir()) == ["a b&.css", "face.woff2", "z.css"]
    for page, way in ((made.output / "text" / "index.html", "../assets"), (made.output / "index.html", "assets")):
        text = page.read_text(encoding="utf-8")
        assert f'href="{way}/own/a%20b%26.css"><link rel="stylesheet" href="{way}/own/z.css">' in text
        assert text.index("own/z.css") > text.index("print.css")


def test_a_stylesheet_wins_over_ours(edition):
    made = edition(
        'xslt = "look/own.xsl"',
        {"look/own.xsl": XSL.format('<xsl:include href="em.xsl"/>'), "look/em.xsl": XSL.format(EMPH)},
    )
    assert '<strong class="own">word</strong>' in pages(made)["index.html"]


REACHING = {
    "doc": '<xsl:variable name="x" select="doc(\'/etc/passwd\')"/>',
    "comment": '<xsl:variable name="x" select="unparsed-text (: x :) (\'/etc/passwd\')"/>',
    "reference": "<xsl:variable name=\"x\" select=\"('/etc/passwd') ! fn:doc#1(.)\" xmlns:fn='http://www.w3.org/2005/xpath-functions'/>",
    "braced": '<xsl:variable name="x" select="Q{http://www.w3.org/2005/xpath-functions}doc(\'/etc/passwd\')"/>',
    "lookup": "<xsl:variable name=\"x\" select=\"function-lookup(xs:QName('fn:d' || 'oc'), 1)\"/>",
    "entity": '<xsl:variable name="x" select="parse-xml(\'&lt;a/&gt;\')"/>',
    "evaluate": "<xsl:template name=\"x\"><xsl:evaluate xpath=\"'d' || 'oc(1)'\"/></xsl:template>",
    "template": '<xsl:template name="x" expand-text="yes"><a>{doc(\'/etc/passwd\')}</a></xsl:template>',
    "attribute": '<xsl:template name="x"><a b="{doc(\'/etc/passwd\')}"/></xsl:template>',
    "shadow": '<xsl:param name="s" static="yes" select="\'d\'"/><xsl:variable name="x" _select="{$s}oc(\'/etc/passwd\')"/>',
    "stream": '<xsl:template name="x"><xsl:source-document href="/etc/passwd"/></xsl:template>',
    "out": '<xsl:include href="../../outside.xsl"/>',
    "absolute": '<xsl:include href="file:///etc/passwd"/>',
    "saxon": '<xsl:variable name="x" select="s:parse(1)" xmlns:s="http://saxon.sf.net/"/>',
    "write": '<xsl:template name="x"><xsl:result-document href="../../x.html"/></xsl:template>',
}


@pytest.mark.parametrize("what", REACHING)
def test_a_stylesheet_that_reaches_out_is_refused(edition, what):
    made = edition('xslt = "look/own.xsl"', {"look/own.xsl": XSL.format(REACHING[what])})
    with pytest.raises(IbidemError, match=r"own\.xsl.*(not allowed|leads out)"):
        pages(made)


def test_words_that_only_sound_alike_are_no_fault(edition):
    own = '<xsl:template match="emph" mode="text" as="element()" expand-text="yes"><i title="the document, a collection">{.} (document)</i></xsl:template>'
    made = edition('xslt = "own.xsl"', {"own.xsl": XSL.format(own)})
    assert "<i title=" in pages(made)["index.html"]


def test_a_doctype_is_refused(edition):
    made = edition('xslt = "own.xsl"', {"own.xsl": '<!DOCTYPE a [<!ENTITY e SYSTEM "/etc/passwd">]>' + XSL.format("")})
    with pytest.raises(IbidemError, match="DOCTYPE"):
        pages(made)


@pytest.mark.parametrize(
    "body",
    [
        '<xsl:template match="[" mode="text"/>',
        '<xsl:template match="emph" mode="text"><xsl:sequence select="1 div 0"/></xsl:template>',
    ],
)
def test_a_stylesheet_that_fails_is_named(edition, body, capfd):
    made = edition('xslt = "own.xsl"', {"own.xsl": XSL.format(body)})
    with pytest.raises(IbidemError, match=r"own\.xsl: the stylesheet fails") as caught:
        pages(made)
    assert caught.value.status == 2
    assert capfd.readouterr().err == ""


def test_words_about_the_edition_in_the_language_of_the_page(edition):
    text = '<div xmlns="http://www.tei-c.org/ns/1.0" xml:lang="{}"><head>{}</head><p xml:id="p1">By <ref target="javascript:alert(1)">us</ref>, <ref target="https://example.org/">there</ref>.</p></div>'
    made = edition(
        'about = ["en.xml", "de.xml"]',
        {"en.xml": text.format("en", "How it came"), "de.xml": text.format("de", "Wie es kam")},
    )
    about = pages(made)["about.html"]
    assert '<h2>How it came</h2><div class="p">By us, <a href="https://example.org/">there</a>.</div>' in about
    assert "Wie es kam" not in about
    assert "javascript" not in about


def test_a_language_of_its_own(edition):
    words = '<labels xmlns="urn:ibidem" xml:lang="nl"><label key="text">Tekst</label><label key="notes">Noten</label></labels>'
    made = edition('languages = ["nl.xml"]', {"nl.xml": words}, language="nl")
    page = pages(made)["index.html"]
    assert '<html lang="nl">' in page
    assert ">Tekst</a>" in page
    assert ">About this edition</a>" in page  # what it lacks is in English


@pytest.mark.parametrize(
    ("web", "message"),
    [
        ('css = ["../x.css"]', "leads out"),
        ('css = ["none.css"]', "does not exist"),
        ('css = ["edition.toml"]', "no style"),
        ('xslt = "/etc/passwd"', "leads out"),
        ("css = 1", "list"),
        ('colour = "red"', "unknown key"),
    ],
)
def test_what_leads_elsewhere_is_refused(edition, web, message):
    with pytest.raises(IbidemError, match=message):
        edition(web)


def test_a_paragraph_without_an_id_has_its_link_too(edition):
    page = pages(edition("", body='<p>One.</p><p xml:id="b">Two.</p>'))["index.html"]
    assert '<p class="p" id="paragraph-1"><a class="permalink" data-added="" href="#paragraph-1" ' in page
    assert 'id="b"><a class="permalink" data-added="" href="#b" ' in page


def test_hostile_content_stays_content(edition):
    body = (
        '<p rendition="url(http://example.org/x)" style="background:url(x)" rend="&quot;&gt;&lt;script&gt;">a '
        '<ref target="javascript:alert(1)">b</ref> <ref target="data:text/html,x">c</ref> <graphic url="javascript:x"/>'
        '<script xmlns="http://www.w3.org/1999/xhtml">alert(1)</script> &lt;/script&gt;<hi rend="x&quot; onclick=&quot;alert(1)">d</hi></p>'
    )
    made = edition("", body=body)
    page = pages(made)["index.html"]
    assert "javascript:alert" not in page
    assert 'href="data:' not in page
    assert page.count("<script") == 4  # ours, each with src
    assert page.count("<script src=") == 4
    assert "onclick" not in page
    assert "style=" not in page


def test_a_second_build_is_the_same(tmp_path):
    for name in ("one", "two"):
        folder = tmp_path / name
        shutil.copytree(ROOT / "tests" / "samples", folder / "tei")
        (folder / "edition.toml").write_text('[edition]\ntitle = "S"\n', encoding="utf-8")
        assert build(load(folder)).made
    one, two = (
        {path.relative_to(top): path.read_bytes() for path in top.rglob("*") if path.is_file()}
        for top in (tmp_path / "one" / "build", tmp_path / "two" / "build")
    )
    assert one == two
