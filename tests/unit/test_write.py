"""Files are written whole or not at all."""

import pytest

from ibidem.edit import Edit, apply, write_whole
from ibidem.errors import IbidemError
from ibidem.write import MANIFEST, staged


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_edits():
    assert apply(b"abcdef", [Edit(4, 5, b"E"), Edit(1, 1, b"-"), Edit(2, 3, b"")]) == b"a-bdEf"
    with pytest.raises(ValueError, match="overlap"):
        apply(b"abc", [Edit(0, 2, b""), Edit(1, 3, b"")])


def test_permissions_stay(tmp_path):
    path = tmp_path / "a.xml"
    path.write_bytes(b"old")
    path.chmod(0o640)
    write_whole(path, b"new")
    assert path.read_bytes() == b"new" and path.stat().st_mode & 0o777 == 0o640
    assert names(tmp_path) == ["a.xml"]


def test_a_folder_that_cannot_be_written_is_said(tmp_path, monkeypatch):
    path = tmp_path / "a.xml"
    path.write_bytes(b"old")

    def refused(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tempfile.mkstemp", refused)
    with pytest.raises(IbidemError, match=r"cannot be written \(Permission denied\)\. The file is unchanged"):
        write_whole(path, b"new")
    assert path.read_bytes() == b"old"


def test_a_full_disk_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "a.xml"
    path.write_bytes(b"old")

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(IbidemError, match="No space left"):
        write_whole(path, b"new")
    assert path.read_bytes() == b"old" and names(tmp_path) == ["a.xml"]


def test_a_link_stays_a_link(tmp_path):
    (tmp_path / "real.xml").write_bytes(b"old")
    (tmp_path / "link.xml").symlink_to("real.xml")
    write_whole(tmp_path / "link.xml", b"new")
    assert (tmp_path / "link.xml").is_symlink() and (tmp_path / "real.xml").read_bytes() == b"new"


def test_the_result_takes_the_place_of_the_old_one(tmp_path):
    for text in ("one", "two"):
        with staged(tmp_path / "build") as stage:
            (stage / "index.html").write_text(text)
    assert (tmp_path / "build" / "index.html").read_text() == "two"
    assert names(tmp_path) == ["build"]


def test_a_failure_leaves_the_old_result(tmp_path):
    with staged(tmp_path / "build") as stage:
        (stage / "index.html").write_text("old")
    with pytest.raises(RuntimeError), staged(tmp_path / "build") as stage:
        (stage / "index.html").write_text("new")
        raise RuntimeError
    assert (tmp_path / "build" / "index.html").read_text() == "old"
    assert names(tmp_path) == ["build"]


def test_what_a_killed_run_left_is_cleared(tmp_path):
    (tmp_path / ".build-ibidem-dead").mkdir()
    with staged(tmp_path / "build") as stage:
        (stage / "index.html").write_text("x")
    assert names(tmp_path) == ["build"]


def test_a_folder_that_is_not_ours_is_not_replaced(tmp_path):
    (tmp_path / "build").mkdir()
    (tmp_path / "build" / "thesis.docx").write_text("years of work")
    with pytest.raises(IbidemError, match="not made by Ibidem"), staged(tmp_path / "build"):
        pass
    assert (tmp_path / "build" / "thesis.docx").exists()


def test_the_manifest_lists_every_file(tmp_path):
    with staged(tmp_path / "build") as stage:
        (stage / "a").mkdir()
        (stage / "a" / "b.txt").write_text("x")
    manifest = (tmp_path / "build" / MANIFEST).read_text()
    assert '"a/b.txt": "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"' in manifest
