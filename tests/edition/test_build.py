"""From source to pages: nothing lost, the same bytes each time, and an audit that can fail."""

import hashlib
import html.parser
import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import html5lib
import pytest

from conftest import ROOT, tool
from ibidem.audit import audit
from ibidem.edition import default_schemas, load
from ibidem.reading.read import read
from ibidem.render import compile_pdf, render
from ibidem.resources import resource
from ibidem.tree import TEI, text_of

TEXTS = [ROOT / "tei" / "mikoyan-1949-ii.xml", *sorted((ROOT / "tests" / "samples").glob("*.xml"))]
SAMPLE = ROOT / "tests" / "samples" / "essay.xml"


def rendered(path):
    return render(read(path), load(ROOT))


@pytest.fixture(scope="module")
def sample():
    return rendered(SAMPLE)


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The edition and a sample, built by the command in a folder of their own."""
    folder = tmp_path_factory.mktemp("edition")
    return build_in(folder)


def build_in(folder: Path, **environment: str) -> Path:
    shutil.copytree(ROOT / "tei", folder / "tei")
    for path in (ROOT / "tests" / "samples").glob("*.xml"):
        shutil.copy(path, folder / "tei")
    (folder / "edition.toml").write_text('[edition]\ntitle = "All the texts"\n', encoding="utf-8")
    result = subprocess.run(
        [sys.executable, "-m", "ibidem", "build"],
        cwd=folder,
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
        check=False,
    )
    assert result.returncode == 0, result.stderr
    return folder / "build"


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_nothing_is_lost(path):
    pages = rendered(path)
    assert audit(pages) == []
    assert pages.messages == ()


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_the_pages_are_html(path):
    """Every page passes a strict HTML 5 parser, with one main and one h1, no script in itself, no style in itself and no inline handler."""
    for name, page in rendered(path).html.items():
        document = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)
        assert len(document.findall(".//main")) == 1, name
        assert len(document.findall(".//h1")) == 1, name
        assert document.get("lang"), name
        assert all(script.get("src") and not script.text for script in document.findall(".//script")), name
        assert not document.findall(".//style"), name
        for element in document.iter():
            assert "style" not in element.attrib, (name, element.attrib)
            assert not any(attribute.startswith("on") for attribute in element.attrib), (name, element.attrib)
        levels = [
            int(element.tag[1])
            for element in document.iter()
            if isinstance(element.tag, str) and re.fullmatch(r"h[1-6]", element.tag)
        ]
        assert all(later <= earlier + 1 for earlier, later in pairwise(levels)), (name, levels)


def test_what_the_audit_finds(sample):
    """The audit fails when a word, a note, an id, a link or an emendation is lost, on the page or in print."""
    page, typst = sample.html["index.html"], sample.typst

    def codes(**changes):
        return {finding.code for finding in audit(replace(sample, **changes))}

    def on_page(old, new):
        assert old in page
        return codes(html={**sample.html, "index.html": page.replace(old, new, 1)})

    assert codes() == set()
    assert "audit-text" in on_page("Ich brauche", "Ich")
    assert "audit-text" in on_page("Ich brauche", "Ich brauche nichts")
    assert "audit-note" in on_page('id="n4"', 'id="n44"')
    assert "audit-note" in on_page("Der Vers ist <span", "Der ist <span")
    assert "audit-id" in on_page('id="p2"', "")
    assert "audit-id" in on_page('id="p2"', 'id="p1"')
    assert "audit-form" in on_page('data-transmitted="">siee<', 'data-transmitted="">sie<')
    assert "audit-link" in on_page('href="#n2"', 'href="#nowhere"')
    assert "audit-print" in codes(typst=typst.replace("Ich brauche", "Ich"))
    assert "audit-print" in codes(typst=typst.replace('#fn("n3"', '#fn("n9"'))
    assert "audit-print" in codes(typst=re.sub(r'#sic\("siee"\)', "", typst))


def test_no_character_of_the_text_is_markup(tmp_path):
    """Text that looks like HTML, Typst or a link stays text."""
    hostile = '#panic("x") \\ $x$ @ref &lt;label&gt; &lt;script&gt;alert(1)&lt;/script&gt; #import "@preview/a:1.0.0" ` * _ = - + / [x] "q"'
    path = tmp_path / "essay.xml"
    data = SAMPLE.read_text(encoding="utf-8").replace("Ich brauche:", hostile)
    data = data.replace(
        '<hi rend="italic">nicht</hi>',
        '<ref target="javascript:alert(1)">nicht</ref> <ref target="file:///etc/passwd">hier</ref>',
    )
    path.write_text(data, encoding="utf-8")
    pages = rendered(path)
    assert audit(pages) == []
    page = pages.html["index.html"]
    assert page.count("<script") == page.count('<script src="../assets/')
    assert "javascript:" not in page and "file:" not in page
    assert "javascript:" not in pages.typst and "file:" not in pages.typst
    folder = tmp_path / "print"
    write_print(folder, pages)
    assert compile_pdf(folder, pages.id, load(ROOT)).data.startswith(b"%PDF-")


def write_print(folder, pages):
    folder.mkdir()
    shutil.copy(resource("xslt/print/template.typ"), folder)
    (folder / f"{pages.id}.typ").write_text(pages.typst, encoding="utf-8")
    (folder / f"{pages.id}.xml").write_bytes(pages.source.data)


def test_comments_and_instructions_leave_no_trace(tmp_path):
    path = tmp_path / "essay.xml"
    text = SAMPLE.read_text(encoding="utf-8")
    path.write_text(
        text.replace("Ich brauche:", "Ich <!-- > <b>vanished</b> -->brauche<?php echo 1 ?>:"), encoding="utf-8"
    )
    pages = rendered(path)
    assert audit(pages) == []
    assert "vanished" not in pages.html["index.html"] and "php" not in pages.html["index.html"]


def digests(folder):
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_the_same_input_gives_the_same_bytes(built, tmp_path):
    """In another folder, under another time zone, hash seed and locale."""
    again = build_in(tmp_path, TZ="Asia/Shanghai", PYTHONHASHSEED="42", LC_ALL="C")
    assert digests(again) == digests(built)


class Links(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.links, self.ids, self.resources = [], set(), []

    def handle_starttag(self, tag, attributes):
        for name, value in attributes:
            if name == "id":
                self.ids.add(value)
            elif name == "href" and tag == "a":
                self.links.append(value)
            elif name == "src" or (name == "href" and ("rel", "stylesheet") in attributes):
                self.resources.append(value)


def test_every_link_of_the_built_folder_leads_somewhere(built):
    """Across all pages and texts, from disk; no page needs a file of another host."""
    parsed = {}
    for path in built.rglob("*.html"):
        parsed[path.resolve()] = Links()
        parsed[path.resolve()].feed(path.read_text(encoding="utf-8"))
    for path, page in parsed.items():
        for link in page.links + page.resources:
            if re.match(r"(https?|mailto|data):", link):
                assert link.startswith("data:image/") or link not in page.resources, f"{path.name} loads {link}"
                continue
            file, _, fragment = link.partition("#")
            target = (path.parent / file).resolve() if file else path
            assert target.is_file(), f"{path.name}: {link}"
            if fragment:
                assert fragment in parsed[target].ids, f"{path.name}: {link}"


def test_the_pdf(built):
    info = subprocess.run(
        [tool("pdfinfo"), built / "mikoyan-1949-ii" / "mikoyan-1949-ii.pdf"], capture_output=True, text=True, check=True
    ).stdout
    assert re.search(r"Title:\s+The Secret Mission of A\.I\. Mikoyan to China", info)
    assert re.search(r"Author:\s+.*Ledovsky", info)
    assert re.search(r"Tagged:\s+yes", info)


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_the_text_layer_of_the_pdf_has_every_word(built, path):
    """What a reader copies from the PDF holds every word of the text; hyphens at line ends are the only licence."""
    pdf = built / path.stem / f"{path.stem}.pdf"
    layer = subprocess.run([tool("pdftotext"), "-raw", pdf, "-"], capture_output=True, text=True, check=True).stdout
    found = flat(layer)
    source = read(path)
    words = {flat(word) for text in source.root.iterfind(TEI + "text") for word in text_of(text, notes=True).split()}
    arabic_or_missing = re.compile(r"[\u0590-\u08ff\u3000-\u9fff]")
    missing = sorted(word for word in words if word not in found and not arabic_or_missing.search(word))
    assert missing == []


def flat(text):
    return re.sub(r"[\s\u00ad\u2010-]+", "", text)


def test_the_tei_in_the_pdf_is_the_source(built, tmp_path):
    pdf = built / "mikoyan-1949-ii" / "mikoyan-1949-ii.pdf"
    subprocess.run([tool("pdfdetach"), "-saveall", "-o", tmp_path, pdf], check=True, capture_output=True)
    assert (tmp_path / "mikoyan-1949-ii.xml").read_bytes() == (ROOT / "tei" / "mikoyan-1949-ii.xml").read_bytes()


def test_errors_stop_the_build_and_the_old_result_stays(tmp_path):
    build = build_in(tmp_path)
    before = digests(build)
    path = tmp_path / "tei" / "essay.xml"
    path.write_text(
        path.read_text(encoding="utf-8").replace('target="#n2.b1">Ebd', 'target="#nowhere">Ebd'), encoding="utf-8"
    )
    result = subprocess.run(
        [sys.executable, "-m", "ibidem", "build"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert result.returncode == 1 and "pointer-target" in result.stderr and "Nothing was written" in result.stderr
    assert digests(build) == before


PICTURE = bytes.fromhex(  # one grey point
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b5500"
    "00000a49444154789c636800000082008177cd72b60000000049454e44ae426082"
)


def test_pictures_beside_the_text_come_along(tmp_path):
    """In the folder of the text they are shown on the page and in print; outside the edition they are not touched."""
    folder = tmp_path / "edition"
    (folder / "tei" / "images").mkdir(parents=True)
    (folder / "tei" / "images" / "a b.png").write_bytes(PICTURE)
    (tmp_path / "secret.png").write_bytes(PICTURE)
    text = (ROOT / "tests" / "samples" / "figure.xml").read_text(encoding="utf-8")
    start = text.index('<graphic url="data:')
    end = text.index("/>", text.index("mimeType", start)) + 2
    text = text[:start] + '<graphic url="images/a%20b.png"/>' + text[end:]
    (folder / "tei" / "figure.xml").write_text(text, encoding="utf-8")
    (folder / "edition.toml").write_text('[edition]\ntitle = "Pictures"\n', encoding="utf-8")
    result = subprocess.run(
        [sys.executable, "-m", "ibidem", "build"], cwd=folder, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    built = folder / "build" / "figure"
    assert (built / "images" / "a b.png").read_bytes() == PICTURE
    assert "[images/" not in (built / "figure.typ").read_text(encoding="utf-8")
    (folder / "tei" / "figure.xml").write_text(text.replace("images/a%20b.png", "../../secret.png"), encoding="utf-8")
    assert (
        subprocess.run(
            [sys.executable, "-m", "ibidem", "build"], cwd=folder, capture_output=True, check=False
        ).returncode
        == 0
    )
    assert not list((folder / "build").rglob("secret.png"))


def test_the_schemas_ship():
    assert all(schema.path.is_file() for schema in default_schemas())
