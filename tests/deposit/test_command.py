"""`ibidem deposit` as a user meets it: what is made, what is said, how it ends."""

import hashlib
import os
import shutil
import subprocess
import sys

import bagit
import pytest

from conftest import ROOT, tei
from ibidem.deposit.kinds import KINDS

MINIMAL = '[edition]\ntitle = "Minimal"\n'


def ibidem(folder, *arguments, **environment):
    result = subprocess.run(
        [sys.executable, "-m", "ibidem", *map(str, arguments)], cwd=folder, capture_output=True, text=True, timeout=180, check=False,
        env={**os.environ, **environment},
    )  # fmt: skip
    assert "Traceback" not in result.stdout + result.stderr
    return result


def digests(folder):
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def ours(tmp_path):
    folder = tmp_path / "ours"
    folder.mkdir()
    for name in ("tei", "schema"):
        shutil.copytree(ROOT / name, folder / name)
    settings = (ROOT / "edition.toml").read_text("utf-8")
    (folder / "edition.toml").write_text(
        settings + '\n[record]\ncontact = "a@example.org"\nurl = "https://example.org/"\n'
    )
    return folder


@pytest.fixture
def minimal(tmp_path):
    folder = tmp_path / "minimal"
    (folder / "tei").mkdir(parents=True)
    (folder / "tei" / "a.xml").write_text(tei("<p>a</p>"), "utf-8")
    (folder / "edition.toml").write_text(MINIMAL)
    return folder


def test_our_edition_in_every_format_for_which_its_header_says_enough(ours, tmp_path):
    result = ibidem(ours, "deposit")
    assert result.returncode == 0 and "Not made: textgrid, arche." in result.stderr, result.stderr
    assert "[record-holder]" in result.stderr  # the header says that the rights remain with their holders, but not who they are
    out = ours / "build" / "deposit"
    assert {path.name for path in out.iterdir()} == {kind.name for kind in KINDS if "holder" not in kind.needs.required} | {"ibidem.json"}
    bagit.Bag(str(out / "bagit" / "mikoyan-1949-ii")).validate()
    first = digests(out)
    again = ibidem(ours, "deposit", "--out", tmp_path / "again", TZ="Asia/Shanghai", PYTHONHASHSEED="7", LC_ALL="C")
    assert again.returncode == 0 and digests(tmp_path / "again") == first


def test_a_minimal_edition_is_made_as_far_as_it_goes(minimal):
    result = ibidem(minimal, "deposit")
    assert result.returncode == 0
    out = minimal / "build" / "deposit"
    made = {path.name for path in out.iterdir()} - {"ibidem.json"}
    assert made == {kind.name for kind in KINDS if kind.needs.required == ("title",)}
    assert "Not made: ro-crate, invenio" in result.stderr
    assert (
        "warning: ro-crate, invenio, " in result.stderr
        and " require a licence, and the record has none. [record-licence]" in result.stderr
    )
    assert "<licence target=" in " ".join(result.stderr.split())


def test_a_format_that_was_named_and_cannot_be_made_is_an_error(minimal):
    result = ibidem(minimal, "deposit", "--to", "nakala", "--to", "bagit")
    assert result.returncode == 1 and "error: nakala requires a licence" in result.stderr
    assert "Not made: nakala." in result.stderr and "bagit: " in result.stdout
    assert not (minimal / "build" / "deposit" / "nakala").exists()


def test_it_is_built_again_only_when_something_changed(minimal):
    def built():
        assert ibidem(minimal, "deposit", "--to", "bagit").returncode == 0
        return (minimal / "build").stat().st_ino

    first = built()
    assert built() == first
    (minimal / "tei" / "a.xml").write_text(tei("<p>b</p>"), "utf-8")
    second = built()
    assert second != first and b"<p>b</p>" in (minimal / "build" / "deposit/bagit/a/data/a/a.xml").read_bytes()
    (minimal / "edition.toml").write_text(MINIMAL + '[record]\npublisher = "P"\n')
    third = built()
    assert third != second
    (minimal / "build" / "a" / "index.html").write_text("changed by hand")
    fourth = built()
    assert fourth != third and "changed" not in (minimal / "build" / "a" / "index.html").read_text("utf-8")
    (minimal / "build" / "a" / "a.pdf").unlink()
    assert built() != fourth


def test_it_is_built_again_when_a_list_that_a_text_points_into_changed(minimal):
    persons = minimal / "tei" / "lists" / "persons.xml"
    persons.parent.mkdir()
    entry = '<listPerson><person xml:id="a"><persName>{}</persName></person></listPerson>'
    persons.write_text(tei("<p>x</p>", standoff=entry.format("Ada")), "utf-8")
    text = minimal / "tei" / "a.xml"
    text.write_text(tei('<p><persName ref="lists/persons.xml#a">A.</persName></p>'), "utf-8")
    assert ibidem(minimal, "deposit", "--to", "mets").returncode == 0
    first = (minimal / "build").stat().st_ino
    persons.write_text(tei("<p>x</p>", standoff=entry.format("Eve")), "utf-8")
    assert ibidem(minimal, "deposit", "--to", "mets").returncode == 0
    assert (minimal / "build").stat().st_ino != first


def test_it_is_built_again_when_the_look_of_the_pages_changed(minimal):
    sheet = '<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">{}</xsl:stylesheet>'
    (minimal / "own.css").write_text("p { color: red }")
    (minimal / "own.xsl").write_text(sheet.format('<xsl:include href="part.xsl"/>'))
    (minimal / "part.xsl").write_text(sheet.format(""))
    (minimal / "edition.toml").write_text(MINIMAL + '[web]\ncss = ["own.css"]\nxslt = "own.xsl"\n')
    seen = []
    for name, content in (("own.css", "p { color: blue }"), ("part.xsl", sheet.format("<!-- changed -->")), ("own.css", "")):
        assert ibidem(minimal, "deposit", "--to", "mets").returncode == 0
        seen.append((minimal / "build").stat().st_ino)
        (minimal / name).write_text(content)
    assert seen[0] != seen[1] != seen[2]


def test_a_text_with_errors_is_not_deposited(minimal):
    (minimal / "tei" / "a.xml").write_text(tei('<p><ref target="#gone">x</ref></p>'), "utf-8")
    result = ibidem(minimal, "deposit")
    assert result.returncode == 1 and "pointer-target" in result.stderr and not (minimal / "build").exists()


def test_what_was_made_before_stays(minimal):
    assert ibidem(minimal, "deposit", "--to", "mets").returncode == 0
    assert ibidem(minimal, "deposit", "--to", "bagit").returncode == 0
    assert {path.name for path in (minimal / "build" / "deposit").iterdir()} == {"ibidem.json", "bagit", "mets"}


def test_the_list_names_every_format_and_what_it_needs(tmp_path):
    result = ibidem(tmp_path, "deposit", "--list")
    assert result.returncode == 0
    rows = {line.split()[0]: line for line in result.stdout.splitlines()[1:]}
    assert set(rows) == {kind.name for kind in KINDS}
    assert "a licence" in rows["nakala"] and "an address of mail" in rows["dataverse"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--to", "floppy"), "There is no format floppy. Known are metadata, bagit"),
        (("--out", "tei"), "not made by Ibidem"),
        (("--out", "build"), "do not go into the built edition"),
        (("--out", "build/a"), "do not go into the built edition"),
        (("--edition", "nowhere"), "there is no such file"),
        (("--to", "zenodo", "--url", "http://zenodo.org"), "https:// only"),
    ],
)
def test_wrong_calls(minimal, arguments, said):
    before = digests(minimal / "tei")
    result = ibidem(minimal, "deposit", *arguments, IBIDEM_ZENODO_TOKEN="x")
    assert result.returncode == 2 and said in " ".join(result.stderr.split())
    assert digests(minimal / "tei") == before


def test_a_target_that_cannot_be_written(minimal, tmp_path):
    (tmp_path / "file").write_text("x")
    result = ibidem(minimal, "deposit", "--out", tmp_path / "file" / "below")
    assert result.returncode == 2 and "cannot be written" in result.stderr


@pytest.mark.parametrize("name", ["assets", "metadata", "deposit"])
def test_a_text_does_not_take_a_folder_of_the_build(minimal, name):
    (minimal / "tei" / "a.xml").rename(minimal / "tei" / f"{name}.xml")
    result = ibidem(minimal, "deposit")
    assert result.returncode == 2 and "another name" in result.stderr
