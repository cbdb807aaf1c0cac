"""The bag is valid for the program of the Library of Congress, and one changed byte is seen."""

import zipfile

import bagit
import pytest

from by_hand import BARE, FULL, built_in
from ibidem.deposit.kinds import KINDS
from ibidem.deposit.make import make

BAG = [kind for kind in KINDS if kind.name == "bagit"]


@pytest.fixture
def bag(by_hand, tmp_path):
    make(by_hand, BAG, tmp_path / "out", named=True)
    return tmp_path / "out" / "bagit" / "briefe"


def test_the_bag_is_valid(bag, by_hand):
    read = bagit.Bag(str(bag))
    read.validate()
    assert set(read.algorithms) == {"sha256", "sha512"}
    assert set(read.payload_entries()) == {f"data/{name}" for name in by_hand.files}
    assert read.info["Source-Organization"] == "Institut für Briefe"
    assert read.info["Contact-Email"] == FULL.contact
    assert read.info["External-Identifier"][0] == "https://doi.org/10.5072/briefe.1"
    assert read.info["Bagging-Date"] == "2026-11-24"


def test_what_is_not_known_is_left_out(tmp_path):
    make(built_in(tmp_path / "edition", BARE), BAG, tmp_path / "out", named=True)
    read = bagit.Bag(str(tmp_path / "out" / "bagit" / "briefe"))
    read.validate()
    assert not {"Source-Organization", "Contact-Email", "External-Identifier"} & read.info.keys()


def flip(path):
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


@pytest.mark.parametrize("name", ["data/briefe/briefe.pdf", "data/index.html", "bag-info.txt", "manifest-sha512.txt"])
def test_a_flipped_bit_is_seen(bag, name):
    flip(bag / name)
    with pytest.raises(bagit.BagError):
        bagit.Bag(str(bag)).validate()


def test_a_file_too_many_or_too_few_is_seen(bag):
    (bag / "data" / "more.txt").write_text("x")
    with pytest.raises(bagit.BagError):
        bagit.Bag(str(bag)).validate()
    (bag / "data" / "more.txt").unlink()
    (bag / "data" / "index.html").unlink()
    with pytest.raises(bagit.BagError):
        bagit.Bag(str(bag)).validate()


def test_a_percent_sign_in_a_name_is_encoded(tmp_path):
    built_in(tmp_path / "edition")
    (tmp_path / "edition" / "build" / "100%0A.txt").write_text("x")
    from ibidem.deposit.gather import Files
    from ibidem.deposit.package import Built

    old = built_in(tmp_path / "other")
    made = Built(old.edition, old.record, old.texts, Files(tmp_path / "edition" / "build"))
    make(made, BAG, tmp_path / "out", named=True)
    manifest = (tmp_path / "out" / "bagit" / "briefe" / "manifest-sha256.txt").read_text("utf-8")
    assert "  data/100%250A.txt\n" in manifest


def test_the_zip_holds_the_bag(bag, tmp_path):
    with zipfile.ZipFile(bag.with_suffix(".zip")) as archive:
        assert archive.testzip() is None
        archive.extractall(tmp_path / "again")
    bagit.Bag(str(tmp_path / "again" / "briefe")).validate()
    names = {path.relative_to(bag).as_posix() for path in bag.rglob("*") if path.is_file()}
    again = tmp_path / "again" / "briefe"
    assert {path.relative_to(again).as_posix() for path in again.rglob("*") if path.is_file()} == names
