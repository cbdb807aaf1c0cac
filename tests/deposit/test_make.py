"""Packages are written as a whole, are the same bytes each time, and lead nowhere else."""

import hashlib
import io
import os
import zipfile
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from by_hand import BARE, FULL, built_in
from ibidem.deposit.archive import inside, moment, write_zip
from ibidem.deposit.gather import Files
from ibidem.deposit.kinds import KINDS
from ibidem.deposit.lacks import findings
from ibidem.deposit.make import make
from ibidem.deposit.package import Kind, Zip
from ibidem.errors import IbidemError
from ibidem.finding import Severity, has_errors
from ibidem.record.needs import Needs

HOSTILE = [
    "../x",
    "a/../../x",
    "/etc/passwd",
    "C:/x",
    "c:x",
    "a//b",
    "./x",
    "a/.",
    "a\nb",
    "a\x1b[31m",
    "a\\..\\b",
    "a\u202e\u2028",
    "a/",
    "",
]


def digests(folder):
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_that_leads_elsewhere_is_refused(name, tmp_path):
    with pytest.raises(IbidemError, match="Rename it") as caught:
        inside(name)
    assert caught.value.args[0].isprintable()
    (tmp_path / "file").write_text("x")
    with pytest.raises(IbidemError, match="Rename it"):
        write_zip(tmp_path / "a.zip", [(name, tmp_path / "file")], datetime(2000, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize("name", ["a.xml", "a/b c.xml", "letter 1:2.xml", "..a/b..", "ü/你好.xml", "a%20b"])
def test_other_names_stay_as_they_are(name):
    assert inside(name) == name


def test_a_hostile_package_writes_nothing(by_hand, tmp_path, monkeypatch):
    """Not even where a format itself is at fault; what was there before stays."""
    kind = next(kind for kind in KINDS if kind.name == "bagit")
    out = tmp_path / "out"
    make(by_hand, [kind], out, named=True)
    before = digests(out)
    monkeypatch.setattr("ibidem.deposit.make.files_of", lambda *_: iter([("ok.txt", b"x"), ("../../evil.txt", b"x")]))
    with pytest.raises(IbidemError, match="Rename it"):
        make(by_hand, [kind], out, named=True)
    assert digests(out) == before
    assert not list(tmp_path.rglob("evil.txt"))


def test_the_same_edition_gives_the_same_bytes(tmp_path, monkeypatch):
    first = built_in(tmp_path / "one")
    make(first, KINDS, tmp_path / "a", named=False)
    for path in (tmp_path / "one" / "build").rglob("*"):
        os.utime(path, (10**9, 10**9))
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    old = os.umask(0o077)
    try:
        make(built_in(tmp_path / "elsewhere" / "two"), KINDS, tmp_path / "b", named=False)
    finally:
        os.umask(old)
    assert digests(tmp_path / "a") == digests(tmp_path / "b")
    assert {path.split("/")[0] for path in digests(tmp_path / "a")} >= {kind.name for kind in KINDS}


def test_zips_bear_the_date_of_publication(by_hand, tmp_path):
    make(by_hand, [kind for kind in KINDS if kind.zipped is not Zip.NONE], tmp_path / "out", named=True)
    archives = list((tmp_path / "out").rglob("*.zip"))
    assert archives
    for path in archives:
        for entry in zipfile.ZipFile(path).infolist():
            assert entry.date_time == (2026, 11, 24, 0, 0, 0)
            assert entry.external_attr >> 16 == 0o100644


def test_the_time_of_packages(monkeypatch):
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert moment(FULL) == datetime(2026, 11, 24, tzinfo=UTC)
    assert moment(BARE).year == 1980
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert moment(FULL) == datetime(1970, 1, 2, tzinfo=UTC)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    with pytest.raises(IbidemError, match="SOURCE_DATE_EPOCH"):
        moment(FULL)


def test_a_large_file_is_zipped(tmp_path):
    (tmp_path / "large").write_bytes(os.urandom(1 << 20) * 3)
    write_zip(tmp_path / "a.zip", [("large", tmp_path / "large")], datetime(1970, 1, 1, tzinfo=UTC))
    with zipfile.ZipFile(io.BytesIO((tmp_path / "a.zip").read_bytes())) as archive:
        assert archive.read("large") == (tmp_path / "large").read_bytes()


def test_links_and_hidden_files_are_left_out(by_hand):
    folder = by_hand.edition.output
    (folder / ".env").write_text("secret")
    (folder / "link.txt").symlink_to("/etc/passwd")
    (folder / "up").symlink_to("..")
    (folder / "deposit").mkdir()
    (folder / "deposit" / "old.zip").write_text("x")
    assert set(Files(folder)) == set(by_hand.files)


def test_a_folder_of_somebody_else_is_not_touched(by_hand, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("x")
    with pytest.raises(IbidemError, match=r"not made by Ibidem.*--out"):
        make(by_hand, KINDS, tmp_path / "mine", named=False)
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["thesis.txt"]


def test_what_is_lacking_is_one_finding_for_a_field(tmp_path):
    bare = built_in(tmp_path, BARE)
    kinds = [
        Kind("one", "", "", Needs(("title", "licence", "date"))),
        Kind("two", "", "", Needs(("licence",), ("contact",))),
    ]
    found = {finding.code: finding for finding in findings(bare, kinds, named=True)}
    assert set(found) == {"record-licence", "record-date", "record-contact"}
    licence = found["record-licence"]
    assert licence.message == "one and two require a licence, and the record has none."
    assert licence.severity is Severity.ERROR and "<licence target=" in licence.hint and licence.file.endswith(".xml")
    assert found["record-date"].message.startswith("one requires ")
    assert found["record-contact"].severity is Severity.INFO and "recommends" in found["record-contact"].message
    severities = {finding.code: finding.severity for finding in findings(bare, kinds, named=False)}
    assert severities["record-date"] is Severity.WARNING


def test_of_several_texts_each_is_asked_where_the_format_takes_each(tmp_path):
    built = built_in(tmp_path, FULL, replace(BARE, id="other"))
    kind = Kind("one", "", "", Needs(("date",)))
    assert list(findings(built, [kind], named=True)) == []
    found = list(findings(built, [replace(kind, per_text=True)], named=True))
    assert [finding.code for finding in found] == ["record-date"] and found[0].file.endswith("other.xml")


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_format_can_be_made_without_what_it_does_not_require(kind, tmp_path):
    """With the fields that it requires and no other, a format raises nothing; without one of them it is left out."""
    fields = {"title": "titles", "creator": "creators", "editor": "creators", "holder": "contributors", "publisher": "publisher", "date": "date", "licence": "licence",
              "open-licence": "licence", "language": "languages", "abstract": "abstracts", "subject": "subjects",
              "contact": "contact", "address": "url"}  # fmt: skip
    least = replace(BARE, **{fields[name]: getattr(FULL, fields[name]) for name in kind.needs.required})
    report = make(built_in(tmp_path / "a", least), [kind], tmp_path / "out", named=True)
    assert [made.kind for made in report.made] == [kind]
    assert not has_errors(report.findings)
    for name in kind.needs.required:
        less = replace(least, **{fields[name]: getattr(replace(BARE, titles=()), fields[name])})
        report = make(built_in(tmp_path / name, less), [kind], tmp_path / f"out-{name}", named=True)
        assert report.made == () and not (tmp_path / f"out-{name}" / kind.name).exists()
        assert f"record-{name}" in {finding.code for finding in report.findings if finding.severity is Severity.ERROR}
