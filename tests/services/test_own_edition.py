"""This repository's own edition, built and served: harvested whole, and walked through to every unit."""

import shutil
import subprocess
import sys

import oaipmh_scythe
import pytest
from lxml import etree
from served import Server
from test_dts import TEI, over_http, walk

from conftest import ROOT

NS = {"t": TEI}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    folder = tmp_path_factory.mktemp("own")
    for name in ("tei", "schema"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "edition.toml", folder)
    subprocess.run([sys.executable, "-m", "ibidem", "build"], cwd=folder, check=True, timeout=300, capture_output=True)
    with Server(folder) as running:
        yield running


def test_it_is_harvested(server):
    files = {path.stem: path for path in (server.folder / "tei").glob("*.xml")}
    with oaipmh_scythe.Scythe(f"{server.url}api/oai") as scythe:
        for prefix in ("oai_dc", "tei"):
            found = list(scythe.list_records(metadata_prefix=prefix))
            assert {each.header.identifier.rpartition(":")[2] for each in found} == files.keys()
        [title, *_] = scythe.get_record(found[0].header.identifier, "oai_dc").metadata["title"]
        assert title and title.partition(": ")[0] in next(iter(files.values())).read_text(encoding="utf-8")


def test_every_unit_has_the_words_of_its_element(server):
    seen = 0
    for name, _, units, parts in walk(f"{server.url}api/dts/", over_http):
        root = etree.parse(server.folder / "tei" / f"{name}.xml").getroot()
        for unit in units:
            path = {"paragraph": "//t:text//t:p[@xml:id = $name]", "note": "//t:text//t:note[concat('n', @n) = $name]"}
            [element] = root.xpath(path[unit["citeType"]], namespaces=NS, name=unit["identifier"])
            assert parts[unit["identifier"]] == "".join(element.itertext())
            seen += 1
        paragraphs = [parts[unit["identifier"]] for unit in units if unit["citeType"] == "paragraph"]
        expected = root.xpath("//t:text//t:p[@xml:id]", namespaces=NS)
        assert paragraphs == ["".join(each.itertext()) for each in expected]
    assert seen > 100
