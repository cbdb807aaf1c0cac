"""Each repository's own form: its required fields are there and say what the record says.

`rdflib` reads ARCHE and EDM, `tgclients` TextGrid. The others are checked against what their documentation asks for.
"""

import hashlib
import json
import zipfile
from dataclasses import replace

import pytest
import rdflib
from lxml import etree
from rdflib.namespace import DC, DCTERMS, RDF

from by_hand import FULL, PRESS, built_in
from ibidem.deposit import arche, dataverse, nakala
from ibidem.deposit.kinds import KINDS, files_of
from ibidem.deposit.make import make
from ibidem.record.model import Contribution, Licence, Title, Words

KIND = {kind.name: kind for kind in KINDS}
OTHER = replace(FULL, id="zweites heft ü", titles=(Title("Zweites Heft", "de"),), url="https://example.org/zweites/")
HOSTILE = 'a"b\\c\n<d> & {e} ]]> \u2028 \u202e \x1b'


def made(name, folder, *records):
    built = built_in(folder / "edition", *(records or (FULL,)))
    return built, dict(files_of(KIND[name], built))


# Dataverse


def values(field):
    value = field["value"]
    if field["typeClass"] == "compound":
        return [{part: one["value"] for part, one in each.items()} for each in value]
    return value


def test_dataverse(tmp_path):
    built, files = made("dataverse", tmp_path)
    version = json.loads(files["dataset.json"])["datasetVersion"]
    fields = {field["typeName"]: field for field in version["metadataBlocks"]["citation"]["fields"]}
    assert {"title", "author", "datasetContact", "dsDescription", "subject"} <= set(fields)
    assert values(fields["title"]) == FULL.title and values(fields["subtitle"]) == "Zweiter Teil"
    assert values(fields["author"]) == [
        {
            "authorName": "Müller-Łęcka, Żaneta",
            "authorAffiliation": "Uniwersytet Jagielloński",
            "authorIdentifierScheme": "ORCID",
            "authorIdentifier": "0000-0002-1825-0097",
        },
        {"authorName": "王小明"},
    ]
    assert values(fields["datasetContact"]) == [{"datasetContactEmail": FULL.contact}]
    assert values(fields["subject"]) == ["Arts and Humanities"]
    assert version["license"] == {"name": "CC BY 4.0", "uri": "http://creativecommons.org/licenses/by/4.0/"}
    assert values(fields["grantNumber"])[0]["grantNumberValue"] == "12345"
    assert all(isinstance(field["value"], list) == field["multiple"] for field in fields.values())
    assert files["files/briefe.xml"] == built.texts[0].source.data


@pytest.mark.parametrize(("spdx", "name"), [("CC-BY-SA-4.0", "CC BY-SA 4.0"), ("CC0-1.0", "CC0 1.0"), ("MIT", "MIT")])
def test_licences_as_dataverse_calls_them(spdx, name):
    assert (
        dataverse.dataset(replace(FULL, licence=Licence(spdx, "https://x")))["datasetVersion"]["license"]["name"]
        == name
    )


# DSpace


def test_dspace(tmp_path):
    built = built_in(tmp_path / "edition", FULL, OTHER)
    make(built, [KIND["dspace"]], tmp_path / "out", named=True)
    folder = tmp_path / "out" / "dspace" / "edition"
    items = sorted(folder.iterdir())
    assert [item.name for item in items] == ["item_0001", "item_0002"]
    for item, text in zip(items, built.texts, strict=True):
        lines = [line.split("\t") for line in (item / "contents").read_text("utf-8").splitlines()]
        assert [line[0] for line in lines] == [f"{text.id}.pdf", f"{text.id}.xml"]
        assert {path.name for path in item.iterdir()} == {line[0] for line in lines} | {"contents", "dublin_core.xml"}
        root = etree.parse(item / "dublin_core.xml").getroot()
        assert root.tag == "dublin_core" and root.get("schema") == "dc"
        found = [(one.get("element"), one.get("qualifier"), one.text) for one in root]
        assert ("title", "none", text.record.full_title) in found and ("date", "issued", "2026-11-24") in found
        assert [text for element, qualifier, text in found if (element, qualifier) == ("contributor", "author")] == [
            "Müller-Łęcka, Żaneta", "王小明",
        ]  # fmt: skip
        assert ("rights", "uri", FULL.licence.url) in found and ("identifier", "doi", "10.5072/briefe.1") in found
        assert all(text for _, _, text in found)
    with zipfile.ZipFile(folder.with_suffix(".zip")) as archive:
        assert "edition/item_0001/dublin_core.xml" in archive.namelist()


# Nakala


def test_nakala(tmp_path):
    _, files = made("nakala", tmp_path)
    datum = json.loads(files["data.json"])
    metas = {}
    for meta in datum["metas"]:
        metas.setdefault(meta["propertyUri"].replace("http://nakala.fr/terms#", "nkl:"), []).append(meta)
    assert [(meta["value"], meta["lang"]) for meta in metas["nkl:title"]] == [(FULL.title, "de")]
    assert metas["nkl:type"][0]["value"].startswith("http://purl.org/coar/resource_type/")
    assert metas["nkl:creator"] == [
        {
            "propertyUri": "http://nakala.fr/terms#creator",
            "value": {"surname": "Müller-Łęcka", "givenname": "Żaneta", "orcid": "0000-0002-1825-0097"},
        }
    ]
    assert [meta["value"] for meta in metas["http://purl.org/dc/terms/creator"]] == ["王小明"]
    assert metas["nkl:created"][0]["value"] == FULL.date and metas["nkl:license"][0]["value"] == "CC-BY-4.0"
    assert datum["status"] == "pending"  # nothing is published by being sent
    for file in datum["files"]:
        assert hashlib.sha1(files[f"files/{file['name']}"]).hexdigest() == file["sha1"]


def test_nakala_says_that_its_own_field_is_empty():
    record = replace(FULL, creators=(Contribution(PRESS, "edt"),))
    found = {meta["propertyUri"]: meta["value"] for meta in nakala.metas(record)}
    assert found["http://nakala.fr/terms#creator"] is None
    assert found["http://purl.org/dc/terms/creator"] == PRESS.name


# TextGrid


@pytest.mark.parametrize("records", [(FULL,), (FULL, OTHER)], ids=["one", "two"])
def test_textgrid(tmp_path, records):
    from tgclients.databinding.textgrid_metadata_2010 import MetadataContainerType
    from xsdata.formats.dataclass.parsers import XmlParser

    built, files = made("textgrid", tmp_path, *records)
    objects = {name.removesuffix(".meta"): XmlParser().from_bytes(data, MetadataContainerType).object_value
               for name, data in files.items() if name.endswith(".meta")}  # fmt: skip
    assert set(files) == set(objects) | {f"{name}.meta" for name in objects}
    for text in built.texts:
        work, edition, item = (objects[f"{text.id}.{suffix}"] for suffix in ("work", "edition", "xml"))
        for one, media in (
            (work, "text/tg.work+xml"),
            (edition, "text/tg.edition+tg.aggregation+xml"),
            (item, "text/xml"),
        ):
            assert one.generic.provided.title == [text.record.full_title] and one.generic.provided.format == media
        assert work.work.date_of_creation.not_after.year == 2026 and [one.value for one in work.work.genre] == ["other"]
        assert [(agent.value, agent.role.value) for agent in work.work.agent] == [("Müller-Łęcka, Żaneta", "author")]
        assert edition.edition.is_edition_of == f"{text.id}.work".replace(" ", "%20")
        assert edition.edition.license.license_uri == FULL.licence.url and edition.edition.language == ["deu", "rus"]
        assert [agent.role.value for agent in edition.edition.agent] == ["author", "editor", "translator", "contributor"]
        assert [holder.value for holder in item.item.rights_holder] == [PRESS.name]
        assert item.item.rights_holder[0].is_corporate_body
        assert files[f"{text.id}.xml"] == text.source.data
        assert aggregated(files[f"{text.id}.edition"]) == [f"{text.id}.xml".replace(" ", "%20")]
    whole = f"{built.record.id}.collection"
    assert objects[whole].collection.collector[0].value == PRESS.name
    assert aggregated(files[whole]) == [f"{text.id}.edition".replace(" ", "%20") for text in built.texts]


def aggregated(data):
    graph = rdflib.Graph().parse(data=data, format="xml", publicID="https://x.example/")
    found = graph.objects(None, rdflib.URIRef("http://www.openarchives.org/ore/terms/aggregates"))
    return sorted(str(one).removeprefix("https://x.example/") for one in found)


# ARCHE

ACDH = rdflib.Namespace("https://vocabs.acdh.oeaw.ac.at/schema#")
OF_RESOURCES = (
    "hasTitle hasCategory hasDepositor hasHosting hasLicense hasLicensor hasMetadataCreator hasRightsHolder isPartOf"
)
OF_COLLECTIONS = "hasTitle hasContact hasCurator hasDepositor hasDescription hasEditor hasHosting hasLicense hasLicensor hasMetadataCreator hasRightsHolder hasSubject"


@pytest.mark.parametrize("records", [(FULL,), (FULL, OTHER)], ids=["one", "two"])
def test_arche(tmp_path, records):
    built, files = made("arche", tmp_path, *records)
    graph = rdflib.Graph().parse(data=files["arche.ttl"], format="turtle")
    (top,) = graph.subjects(RDF.type, ACDH.TopCollection)
    resources = list(graph.subjects(RDF.type, ACDH.Resource))
    assert len(resources) == len(built.texts)
    for one, names in [(top, OF_COLLECTIONS), *((resource, OF_RESOURCES) for resource in resources)]:
        assert [name for name in names.split() if not list(graph.objects(one, ACDH[name]))] == []
    assert rdflib.Literal(FULL.full_title, lang="de") in list(graph.objects(top, ACDH.hasTitle))
    assert {str(graph.value(one, ACDH.hasFilename)) for one in resources} == {f"{text.id}.xml" for text in built.texts}
    assert set(graph.subjects(ACDH.isPartOf, top)) == set(resources)
    people = {str(graph.value(one, ACDH.hasLastName)) for one in graph.subjects(RDF.type, ACDH.Person)}
    assert {"Müller-Łęcka", "Malenko"} <= people
    for _, predicate, thing in graph:  # every person and organization that is named is described
        if predicate in (ACDH.hasAuthor, ACDH.hasEditor, ACDH.hasContributor, ACDH.hasRightsHolder, ACDH.hasContact):
            assert graph.value(thing, ACDH.hasTitle)
    licences = {str(one) for one in graph.objects(None, ACDH.hasLicense)}
    assert licences == {"https://vocabs.acdh.oeaw.ac.at/archelicenses/cc-by-4-0"}


def test_no_text_ends_the_turtle_early(tmp_path):
    record = replace(FULL, abstracts=(Words(HOSTILE, "de"),), url='https://example.org/<a> "b"/')
    built = built_in(tmp_path, record)
    graph = rdflib.Graph().parse(data=dict(arche.files(built))["arche.ttl"], format="turtle")
    (top,) = graph.subjects(RDF.type, ACDH.TopCollection)
    assert [str(one) for one in graph.objects(top, ACDH.hasDescription)] == [HOSTILE]


# Europeana

EDM = rdflib.Namespace("http://www.europeana.eu/schemas/edm/")
ORE = rdflib.Namespace("http://www.openarchives.org/ore/terms/")


def test_edm(tmp_path):
    _, files = made("edm", tmp_path)
    graph = rdflib.Graph().parse(data=files["edm.xml"], format="xml")
    (thing,), (whole,) = graph.subjects(RDF.type, EDM.ProvidedCHO), graph.subjects(RDF.type, ORE.Aggregation)
    assert list(graph.objects(thing, DC.title)) == [rdflib.Literal(FULL.full_title, lang="de")]
    assert {str(one) for one in graph.objects(thing, DC.language)} == {"de", "ru"}
    assert str(graph.value(thing, EDM.type)) == "TEXT" and list(graph.objects(thing, DC.type))
    assert [str(one) for one in graph.objects(thing, DCTERMS.issued)] == [FULL.date]
    assert graph.value(whole, EDM.aggregatedCHO) == thing
    assert str(graph.value(whole, EDM.isShownAt)) == FULL.url
    assert str(graph.value(whole, EDM.dataProvider)) == str(graph.value(whole, EDM.provider)) == PRESS.name
    assert str(graph.value(whole, EDM.rights)) == "http://creativecommons.org/licenses/by/4.0/"


def test_europeana_takes_open_licences_only(tmp_path):
    report = make(
        built_in(tmp_path / "e", replace(FULL, licence=Licence("MIT", "https://opensource.org/licenses/mit"))),
        [KIND["edm"]], tmp_path / "out", named=True,
    )  # fmt: skip
    assert report.made == () and "record-open-licence" in {finding.code for finding in report.findings}


# METS

METS = {"m": "http://www.loc.gov/METS/", "x": "http://www.w3.org/1999/xlink", "mods": "http://www.loc.gov/mods/v3"}


def test_mets(tmp_path):
    built, files = made("mets", tmp_path, FULL, OTHER)
    root = etree.fromstring(files["edition/mets.xml"])
    listed = {
        file.xpath("string(m:FLocat/@x:href)", namespaces=METS): file for file in root.iterfind(".//m:file", METS)
    }
    assert {name.replace("%20", " ") for name in listed} == set(built.files)
    for name, file in listed.items():
        data = files[f"edition/{name.replace('%20', ' ')}"]
        assert file.get("CHECKSUM") == hashlib.sha256(data).hexdigest() and file.get("CHECKSUMTYPE") == "SHA-256"
        assert file.get("SIZE") == str(len(data))
    assert root.findtext(".//m:dmdSec//mods:title", namespaces=METS) == FULL.title
    ids = set(root.xpath("//m:file/@ID", namespaces=METS))
    assert set(root.xpath("//m:structMap//m:fptr/@FILEID", namespaces=METS)) == ids
    assert root.xpath("string(//m:div/@DMDID)", namespaces=METS) == root.xpath(
        "string(//m:dmdSec/@ID)", namespaces=METS
    )
    assert [etree.QName(one).localname for one in root] == ["metsHdr", "dmdSec", "fileSec", "structMap"]


# All


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_no_text_of_a_header_breaks_a_format(kind, tmp_path):
    """Quotation marks, brackets, controls and directions in every text: what is XML is well-formed, what is JSON is read."""
    hostile = replace(
        FULL, titles=(Title(HOSTILE, "de"),), abstracts=(Words(HOSTILE),), rights=(Words(HOSTILE),), version=HOSTILE,
        creators=tuple(replace(one, agent=replace(one.agent, name=HOSTILE, family=HOSTILE)) for one in FULL.creators),
        publisher=replace(PRESS, name=HOSTILE), contact=HOSTILE,
    )  # fmt: skip
    for name, data in files_of(kind, built_in(tmp_path, hostile)):
        if name.endswith((".xml", ".meta", ".edition", ".collection")):
            etree.fromstring(data)
        elif name.endswith((".json", ".jsonld")):
            json.loads(data)


def test_title_creators_date_and_licence_are_the_same_everywhere(tmp_path):
    built = built_in(tmp_path)
    for kind in KINDS:
        whole = b"".join(data for name, data in files_of(kind, built) if "metadata/" not in name).decode(
            "utf-8", "replace"
        )
        for text in (FULL.title, "Żaneta", "王小明", "2026"):
            if kind.name != "bagit":
                variants = {text, text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")}
                assert any(variant in whole for variant in variants), (kind.name, text)
