"""The crate holds for roc-validator, offline, and rocrate reads it back."""

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest
import rocrate
from rocrate.rocrate import ROCrate

from by_hand import AUTHOR, BARE, FULL, PRESS, built_in
from ibidem import __version__
from ibidem.deposit.kinds import KINDS
from ibidem.deposit.make import make
from ibidem.record.model import Contribution, Licence, Words

CRATE = [kind for kind in KINDS if kind.name == "ro-crate"]
# Every person with an ORCID, every organization with a ROR.
COMPLETE = replace(
    FULL,
    creators=(Contribution(replace(AUTHOR, affiliation=PRESS.name), "aut"),),
    contributors=(),
    funding=(),
)
LEAST = replace(
    BARE, date="2026", licence=Licence("CC0-1.0", "https://creativecommons.org/publicdomain/zero/1.0/"), abstracts=(Words("A text."),)
)  # fmt: skip


@pytest.fixture(scope="module")
def issues(tmp_path_factory):
    """What roc-validator finds in a crate at a level, without the network: its cache has the context, as `rocrate` ships it."""
    from datetime import timedelta

    from requests import PreparedRequest
    from requests_cache import CachedResponse, CachedSession
    from rocrate_validator.models import Severity, ValidationSettings
    from rocrate_validator.services import validate

    cache = tmp_path_factory.mktemp("cache") / "http"
    context = (Path(rocrate.__file__).parent / "data" / "ro-crate.jsonld").read_bytes()
    session = CachedSession(str(cache), backend="sqlite", expire_after=timedelta(days=9999))
    for version in ("1.1", "1.2", "1.3"):
        request = PreparedRequest()
        request.prepare("GET", f"https://w3id.org/ro/crate/{version}/context")
        headers = {"Content-Type": "application/ld+json"}
        response = CachedResponse(content=context, status_code=200, url=request.url, headers=headers, encoding="utf-8")
        session.cache.responses[session.cache.create_key(request)] = response

    def found(crate, level):
        settings = ValidationSettings(
            rocrate_uri=str(crate), profile_identifier="ro-crate-1.2", requirement_severity=Severity[level],
            offline=True, cache_path=cache, skip_availability_check=True,
        )  # fmt: skip
        return [f"{issue.message} {issue.violatingEntity}" for issue in validate(settings).get_issues(Severity[level])]

    return found


def crate_of(record, folder, *others):
    make(built_in(folder / "edition", record, *others), CRATE, folder / "out", named=True)
    return next(path for path in (folder / "out" / "ro-crate").iterdir() if path.is_dir())


def graph(crate):
    document = json.loads((crate / "ro-crate-metadata.json").read_text("utf-8"))
    return {entity["@id"]: entity for entity in document["@graph"]}


@pytest.mark.slow
def test_it_holds_with_the_least_that_is_required(tmp_path, issues):
    assert issues(crate_of(LEAST, tmp_path), "REQUIRED") == []


@pytest.mark.slow
def test_it_holds_at_the_recommended_level(tmp_path, issues):
    assert issues(crate_of(COMPLETE, tmp_path), "RECOMMENDED") == []


@pytest.mark.slow
def test_an_edition_of_several_texts_holds(tmp_path, issues):
    crate = crate_of(COMPLETE, tmp_path, replace(COMPLETE, id="a b ü", titles=FULL.titles[:1]))
    assert issues(crate, "RECOMMENDED") == []
    assert "a%20b%20ü/" in [part["@id"] for part in graph(crate)["./"]["hasPart"]]


def test_the_validator_sees_what_is_wrong(tmp_path, issues):
    crate = crate_of(COMPLETE, tmp_path)
    path = crate / "ro-crate-metadata.json"
    path.write_text(path.read_text("utf-8").replace('"datePublished"', '"dateModified"'), "utf-8")
    assert any("datePublished" in message for message in issues(crate, "REQUIRED"))


@pytest.mark.slow
def test_what_is_lacking_is_all_that_it_recommends(tmp_path, issues):
    """Where of some persons and organizations no identifier is known, that and nothing else is missed."""
    found = issues(crate_of(FULL, tmp_path), "RECOMMENDED")
    wanted = (
        "ORCID identifier",
        "ROR identifier",
        "SHOULD have a URL",
        "affiliation",
        "external `funder`",
        "contactPoint",
    )
    assert found and [text for text in found if not any(words in text for words in wanted)] == []
    assert "王小明" in " ".join(found) and PRESS.name not in " ".join(found)


def test_rocrate_reads_it_back(tmp_path):
    crate = crate_of(FULL, tmp_path)
    read = ROCrate(crate)
    assert read.name == FULL.full_title
    assert read.datePublished.date().isoformat() == FULL.date
    assert read.license.id == FULL.licence.url
    assert read.publisher["name"] == "Institut für Briefe"
    assert [author["name"] for author in read.root_dataset["author"]] == ["Żaneta Müller-Łęcka", "王小明"]
    assert read.root_dataset["translator"]["name"] == "Irina Malenko"
    assert read.root_dataset["identifier"][0]["value"] == "10.5072/briefe.1"
    assert read.dereference("#build")["instrument"]["version"] == __version__


def test_every_file_is_described_as_it_is(tmp_path):
    crate = crate_of(FULL, tmp_path)
    entities = graph(crate)
    files = {entity["@id"]: entity for entity in entities.values() if entity["@type"] == "File"}
    there = {path.relative_to(crate).as_posix() for path in crate.rglob("*") if path.is_file()}
    assert set(files) == there - {"ro-crate-metadata.json"}
    for name, entity in files.items():
        data = (crate / name).read_bytes()
        assert entity["contentSize"] == str(len(data)) and entity["sha256"] == hashlib.sha256(data).hexdigest()
    assert files["briefe/briefe.xml"]["encodingFormat"] == "application/tei+xml"


def test_the_build_is_told(tmp_path, monkeypatch):
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    build = graph(crate_of(FULL, tmp_path / "a"))["#build"]
    assert {one["@id"] for one in build["object"]} == {"briefe/briefe.xml", "#html.xsl", "#print.xsl"}
    assert {"@id": "briefe/briefe.pdf"} in build["result"] and {"@id": "briefe/briefe.xml"} not in build["result"]
    assert "endTime" not in build
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1764000000")
    assert graph(crate_of(FULL, tmp_path / "b"))["#build"]["endTime"] == "2025-11-24T16:00:00Z"
