"""Baselines: what is known of an old edition does not hide what is new."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from ibidem.baseline import load, write
from ibidem.errors import IbidemError
from ibidem.finding import Finding, Severity


def finding(**parts):
    known = {"code": "date-order", "message": "Wrong.", "file": "a.xml", "line": 3, "column": 1, "near": "p1"}
    return Finding(**{"severity": Severity.ERROR, **known, **parts})


@pytest.fixture
def known(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return Path("known.json")


def test_a_finding_is_known_again_when_lines_move(known):
    write([finding()], known)
    compared = load(known).compare([finding(line=90, column=7)], [Path("a.xml")])
    assert (compared.new, compared.known, compared.mended) == ([], 1, 0)


def test_as_often_as_it_was_counted(known):
    write([finding(), finding(line=4)], known)
    again = [finding(), finding(line=4), finding(line=5)]
    assert load(known).compare(again, [Path("a.xml")]).new == [again[2]]


@pytest.mark.parametrize("other", [{"code": "date-value"}, {"message": "Other."}, {"near": "p2"}, {"file": "b.xml"}])
def test_another_finding_is_new(known, other):
    write([finding()], known)
    new = replace(finding(), **other)
    assert load(known).compare([new], [Path("a.xml")]).new == [new]


def test_what_is_mended_is_counted_for_the_files_that_were_examined(known):
    write([finding(), finding(file="b.xml")], known)
    assert load(known).compare([], [Path("a.xml")]).mended == 1


def test_paths_are_those_of_its_folder(known, tmp_path):
    inner = tmp_path / "inner"
    inner.mkdir()
    write([finding(file=str(tmp_path / "a.xml"))], inner / "known.json")
    assert json.loads((inner / "known.json").read_text())["findings"][0]["file"] == "../a.xml"
    assert load(inner / "known.json").compare([finding()], [Path("a.xml")]).new == []


@pytest.mark.parametrize("code", ["not-well-formed", "not-readable", "not-checked"])
def test_a_file_that_cannot_be_read_is_never_known(known, code):
    assert write([finding(code=code)], known) == 0
    assert load(known).compare([finding(code=code)], [Path("a.xml")]).new


def test_the_file_is_the_same_whatever_the_order(known):
    first, second = finding(), finding(file="b.xml")
    write([first, second], known)
    before = known.read_bytes()
    write([second, first], known)
    assert known.read_bytes() == before


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"baseline": 1}', '{"baseline": 1, "findings": [1]}', "\0"])
def test_what_is_no_baseline_is_said(known, content):
    known.write_text(content)
    with pytest.raises(IbidemError, match=r"known\.json: not a baseline"):
        load(known)


def test_one_that_is_not_there_and_one_of_another_version(known):
    with pytest.raises(IbidemError, match="--write-baseline known"):
        load(known)
    known.write_text('{"baseline": 99, "findings": []}')
    with pytest.raises(IbidemError, match="another version"):
        load(known)
