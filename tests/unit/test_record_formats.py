"""Every format of a record says the same of a text, as readers that are not ours understand it."""

import io
import json
import re
from dataclasses import dataclass, replace
from importlib.resources import files

import jsonschema
import pytest
import rispy
import yaml
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from datacite import schema45
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from packaging.licenses import canonicalize_license_expression
from pybtex.database import parse_string
from rdflib import Graph, Namespace

from conftest import ROOT
from ibidem.commands import record as command
from ibidem.edition import RecordSettings, load
from ibidem.finding import Severity
from ibidem.reading.read import read
from ibidem.record.formats import FORMATS
from ibidem.record.licences import _known, is_known_to_cff, licence_at, licence_named
from ibidem.record.model import (
    Agent,
    AgentKind,
    Change,
    Contribution,
    Funding,
    Identifier,
    Licence,
    Record,
    Related,
    Subject,
    Title,
    TitleKind,
    Words,
)  # fmt: skip
from ibidem.record.read import record_of, record_of_edition
from ibidem.record.xml import as_xml
from ibidem.schemas.model import named
from ibidem.validate import validate_data

HERE = ROOT / "tests" / "records"
TEXTS = [
    ROOT / "tei" / "mikoyan-1949-ii.xml",
    *sorted((ROOT / "tests" / "samples").glob("*.xml")),
    *(HERE / f"{name}.xml" for name in ("bare", "complete", "dta", "eebo", "hostile", "letters", "play", "scripts")),
]
NS = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "d": "http://datacite.org/schema/kernel-4",
    "m": "http://www.loc.gov/mods/v3",
    "xlink": "http://www.w3.org/1999/xlink",
}
SDO = Namespace("https://schema.org/")


@dataclass
class Said:
    """What a format says: creators as *Family, Given*, the licence by its identifier or address, identifiers as they are."""

    title: str
    creators: list[str]
    date: str
    licences: set[str]
    identifiers: set[str]


def records():
    edition = replace(load(ROOT), root=HERE.resolve())
    return [record_of(read(path), edition) for path in TEXTS]


RECORDS = records()


def texts(root, path):
    return [
        "".join(node.itertext()) if etree.iselement(node) else str(node) for node in root.xpath(path, namespaces=NS)
    ]


def of_dc(text):
    root = etree.fromstring(text.encode())
    return Said(
        texts(root, "dc:title")[0] if texts(root, "dc:title") else "",
        texts(root, "dc:creator"),
        "".join(texts(root, "dc:date")),
        set(texts(root, "dc:rights")),
        set(texts(root, "dc:identifier")),
    )


def of_datacite_json(text):
    data = json.loads(text)
    return Said(
        ": ".join(it["title"] for it in data["titles"] if it.get("titleType", "Subtitle") == "Subtitle"),
        [one["name"] for one in data["creators"]],
        "".join(it["date"] for it in data["dates"] if it["dateType"] == "Issued"),
        {it["rightsIdentifier"] for it in data.get("rightsList", []) if "rightsIdentifier" in it},
        {data.get("doi", "")} | {it["alternateIdentifier"] for it in data.get("alternateIdentifiers", [])},
    )


def of_datacite_xml(text):
    root = etree.fromstring(text.encode())
    return Said(
        ": ".join(texts(root, "d:titles/d:title[not(@titleType) or @titleType = 'Subtitle']")),
        texts(root, "d:creators/d:creator/d:creatorName"),
        "".join(texts(root, "d:dates/d:date[@dateType = 'Issued']")),
        set(texts(root, "d:rightsList/d:rights/@rightsIdentifier")),
        set(texts(root, "d:identifier | d:alternateIdentifiers/*")),
    )


def of_mods(text):
    root = etree.fromstring(text.encode())
    creators = [
        ", ".join(texts(name, "m:namePart"))
        for name in root.xpath("m:name", namespaces=NS)
        if texts(name, "m:role/m:roleTerm[@type = 'code']")[0] in ("aut", "edt")
    ]
    return Said(
        ": ".join(texts(root, "m:titleInfo[@usage]/*")),
        creators,
        "".join(texts(root, "m:originInfo/m:dateIssued")),
        set(texts(root, "m:accessCondition/@xlink:href")),
        set(texts(root, "m:identifier")),
    )


def of_schema_org(text):
    data = json.loads(text)
    assert data["@context"] == "https://schema.org"
    data["@context"] = {"@vocab": str(SDO), "license": {"@type": "@id"}, "url": {"@type": "@id"}}
    graph = Graph().parse(data=json.dumps(data), format="json-ld")
    (work,) = set(graph.subjects(SDO.encodingFormat))
    people = []
    for person in graph.objects(work, SDO.creator):
        family, given_name = graph.value(person, SDO.familyName), graph.value(person, SDO.givenName)
        people.append(f"{family}, {given_name}" if family and given_name else str(graph.value(person, SDO.name)))
    return Said(
        str(graph.value(work, SDO.name) or ""),
        people,
        str(graph.value(work, SDO.datePublished) or ""),
        {str(it) for it in graph.objects(work, SDO.license)},
        {str(graph.value(it, SDO.value)) for it in graph.objects(work, SDO.identifier)},
    )


def of_cff(text):
    data = yaml.safe_load(text)
    schema = json.loads(
        (files("check_jsonschema") / "builtin_schemas/vendor/citation-file-format.json").read_text("utf-8")
    )
    jsonschema.Draft7Validator(schema).validate(data)
    people = [
        ", ".join(filter(None, [one.get("family-names"), one.get("given-names")])) or one["name"]
        for one in data["authors"]
    ]
    numbers = {data.get("doi", "")} | {it["value"] for it in data.get("identifiers", [])}
    licences = {data.get("license", data.get("license-url"))} - {None}
    return Said(data["title"], people, data.get("date-released", ""), licences, numbers)


def untexed(text):
    signs = {
        "textbackslash": "\\",
        "textbraceleft": "\1",
        "textbraceright": "\2",
        "textasciitilde": "~",
        "textasciicircum": "^",
    }
    text = re.sub(r"\\(text[a-z]+)\{\}", lambda found: signs[found[1]].replace("\\", "\3"), text)
    text = re.sub(r"\\([$&%#_])", r"\1", text).replace("{", "").replace("}", "")
    return text.replace("\1", "{").replace("\2", "}").replace("\3", "\\")


def of_bibtex(text):
    (entry,) = parse_string(text, "bibtex").entries.values()
    people = [
        ", ".join(
            filter(None, [" ".join([*it.prelast_names, *it.last_names]), " ".join(it.first_names + it.middle_names)])
        )
        for it in entry.persons.get("author", []) or entry.persons.get("editor", [])
    ]
    fields = entry.fields
    return Said(
        untexed(fields.get("title", "")),
        [untexed(name) for name in people],
        fields.get("date", fields.get("year", "")),
        {untexed(fields["copyright"])} if "copyright" in fields else set(),
        {
            fields.get("doi", "").replace("%7B", "{").replace("%7D", "}"),
            fields.get("eprint", ""),
            fields.get("url", ""),
        },
    )


def of_ris(text):
    (entry,) = rispy.loads(text.replace("\r\n", "\n"))
    note = "".join(entry.get("notes", []))
    return Said(
        entry.get("title", ""),
        entry.get("authors", []),
        entry.get("date", "").rstrip("/").replace("/", "-"),
        {note.removeprefix("Licence: ").partition(",")[0]} - {""},
        {entry.get("doi", ""), *entry.get("urls", [])},
    )


# the names of CSL 1.0.2 that a record can have; its schema takes no others
OF_CSL = {
    "id", "type", "author", "editor", "translator", "compiler", "illustrator", "original-author", "title", "publisher",
    "issued", "version", "language", "abstract", "keyword", "DOI", "ISBN", "ISSN", "URL", "custom",
}  # fmt: skip


def of_csl(text):
    (item,) = json.loads(text)
    assert set(item) <= OF_CSL
    people = [
        it.get("literal") or ", ".join(it[key] for key in ("family", "given") if key in it)
        for it in item.get("author", item.get("editor", []))
    ]
    parts = item.get("issued", {}).get("date-parts", [[]])[0]
    return Said(
        item.get("title", ""),
        people,
        "-".join(f"{part:02}" for part in parts),
        {item["custom"]["license"]} if "custom" in item else set(),
        {item.get("DOI", ""), item.get("URL", "")},
    )


READERS = {
    "dc": of_dc, "datacite-json": of_datacite_json, "datacite-xml": of_datacite_xml, "mods": of_mods, "schema-org": of_schema_org, "cff": of_cff,
    "bibtex": of_bibtex, "ris": of_ris, "csl": of_csl,
}  # fmt: skip


def complete(record, form):
    """Whether a format has all that it requires."""
    return not [finding for finding in FORMATS[form].lacks(record) if finding.severity is Severity.ERROR]


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.id)
def test_every_format_says_the_same(record, form):
    if not complete(record, form):
        assert form in ("datacite-json", "datacite-xml", "cff")
        return
    said = READERS[form](FORMATS[form].write(record))
    assert said.title == record.full_title
    creators = [one.agent.inverted for one in record.creators]
    if form == "mods":
        assert said.creators[: len(creators)] == creators
    elif form == "schema-org":  # the order is lost in RDF
        assert sorted(said.creators) == sorted(creators)
    else:
        assert said.creators == creators
    day = len(record.date) == 10
    assert said.date == ("" if form == "cff" and not day else record.date)
    if record.licence:
        by_address = form in ("dc", "mods", "schema-org") or (
            form == "cff" and not is_known_to_cff(record.licence.spdx)
        )
        assert (record.licence.url if by_address else record.licence.spdx) in said.licences
        assert len(said.licences) == 1 or form == "dc"
    else:
        assert not said.licences - {words.text for words in record.rights}
    if form in ("dc", "datacite-json", "datacite-xml", "mods", "schema-org"):
        wanted = {it.url or it.value if form == "dc" else it.value for it in record.identifiers}
    else:
        wanted = {
            it.value for it in record.identifiers if it.scheme == "doi" and (form != "cff" or "{" not in it.value)
        }
    assert wanted <= said.identifiers


def test_licences_are_those_of_spdx_and_of_the_schema_of_cff():
    schema = json.loads(
        (files("check_jsonschema") / "builtin_schemas/vendor/citation-file-format.json").read_text("utf-8")
    )
    known = set(schema["definitions"]["license-enum"]["enum"])
    identifiers = list(_known()[1].values())
    assert len(identifiers) > 70
    for spdx in identifiers:
        assert canonicalize_license_expression(spdx) == spdx
        assert is_known_to_cff(spdx) is (spdx in known)
        assert licence_at(licence_named(spdx).url).spdx == spdx


def test_the_formats_are_those_of_the_command():
    assert set(command.FORMATS) == {"table", "json", "xml", *FORMATS} and set(READERS) == set(FORMATS)
    assert len({form.file for form in FORMATS.values()}) == len(FORMATS)


def full(record):
    """A record with what registers give."""
    number = Identifier("doi", "10.5555/x.1", "https://doi.org/10.5555/x.1")
    return replace(
        record,
        identifiers=(number, *(it for it in record.identifiers if it.scheme != "doi")),
        creators=record.creators or (Contribution(Agent("N. N."), "aut"),),
        publisher=record.publisher or Agent("P", AgentKind.ORGANIZATION),
        date=record.date or "2020",
    )


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.id)
def test_datacite_is_what_its_schemas_take(record):
    schema45.validator.validate(datacite_of(full(record)))
    schema = etree.XMLSchema(etree.parse(str(HERE / "schemas" / "datacite.xsd")))
    schema.assertValid(etree.fromstring(FORMATS["datacite-xml"].write(full(record)).encode()))
    assert not schema.validate(etree.fromstring(FORMATS["datacite-xml"].write(Record("x")).encode()))


def datacite_of(record):
    return json.loads(FORMATS["datacite-json"].write(record))


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.id)
def test_the_two_of_datacite_differ_in_the_translator_only(record):
    data = datacite_of(full(record))
    root = etree.fromstring(FORMATS["datacite-xml"].write(full(record)).encode())
    types = texts(root, "d:contributors/*/@contributorType")
    assert [it.replace("Translator", "Other") for it in types] == [
        it["contributorType"] for it in data.get("contributors", [])
    ]
    for path, name, key in (
        ("d:subjects/*", "subjects", "subject"),
        ("d:relatedIdentifiers/*", "relatedIdentifiers", "relatedIdentifier"),
        ("d:fundingReferences/*/d:funderName", "fundingReferences", "funderName"),
        ("d:rightsList/*", "rightsList", "rights"),
        ("d:descriptions/*", "descriptions", "description"),
        ("d:alternateIdentifiers/*/@alternateIdentifierType", "alternateIdentifiers", "alternateIdentifierType"),
    ):
        assert texts(root, path) == [it[key] for it in data.get(name, [])]
    assert texts(root, "d:sizes/*") == data.get("sizes", [])
    funders = [
        (it["funderIdentifierType"], it["funderIdentifier"])
        for it in data.get("fundingReferences", [])
        if "funderIdentifier" in it
    ]
    assert [(it.get("funderIdentifierType"), it.text) for it in root.iterfind(".//d:funderIdentifier", NS)] == funders
    numbers = [
        it["nameIdentifier"]
        for one in (*data["creators"], *data.get("contributors", []))
        for it in one.get("nameIdentifiers", [])
    ]
    assert texts(root, "//d:nameIdentifier") == numbers


@pytest.mark.parametrize(("form", "schema"), [("dc", "oai_dc"), ("mods", "mods")])
@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.id)
def test_xml_has_the_structure_of_its_standard(record, form, schema):
    grammar = etree.XMLSchema(etree.parse(str(HERE / "schemas" / f"{schema}.xsd")))
    grammar.assertValid(etree.fromstring(FORMATS[form].write(record).encode()))


def valid_record(record, tmp_path):
    return validate_data(
        as_xml(record).encode(), tmp_path / "record.xml", (named(ROOT / "schema" / "record.rnc"),), {}, rules=False
    )


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.id)
def test_the_xml_of_a_record_follows_its_schema(record, tmp_path):
    assert valid_record(record, tmp_path) == []


def test_a_citation_processor_reads_the_item():
    style = """<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="in-text"><info><title>t</title><id>t</id><updated>2020-01-01T00:00:00Z</updated></info>
    <citation><layout><text variable="title"/></layout></citation><bibliography><layout><names variable="author"><name name-as-sort-order="all"/></names>
    <text variable="title" prefix="|"/><date variable="issued" prefix="|"><date-part name="year"/></date><text variable="DOI" prefix="|"/></layout></bibliography></style>"""
    record = next(record for record in RECORDS if record.id == "letters")
    items = [
        {key: value for key, value in it.items() if key != "custom"} for it in json.loads(FORMATS["csl"].write(record))
    ]
    bibliography = CitationStylesBibliography(
        CitationStylesStyle(io.BytesIO(style.encode()), validate=False), CiteProcJSON(items), formatter.plain
    )
    bibliography.register(Citation([CitationItem("letters")]))
    line = str(bibliography.bibliography()[0])
    assert line == "Wiesel, Clara|Clara Wiesel an Émile Vautrin, 3. Mai 1887|2024|10.5555/heron.1887-05-03"


def test_the_whole_edition_has_its_parts_everywhere():
    edition = load(ROOT)
    one, other = RECORDS[-2], RECORDS[-1]
    settings_ = RecordSettings(
        url="https://example.org/e/", identifiers=(Identifier("doi", "10.5555/e", "https://doi.org/10.5555/e"),)
    )
    whole = record_of_edition(replace(edition, record=settings_), [one, other])
    for form, reader in READERS.items():
        assert complete(whole, form)
        said = reader(FORMATS[form].write(whole))
        assert said.title == edition.title and not said.licences - {words.text for words in whole.rights}
        assert {"10.5555/e", "https://doi.org/10.5555/e"} & said.identifiers
    parts = json.loads(FORMATS["schema-org"].write(whole))
    assert parts["@type"] == "Collection" and [it["name"] for it in parts["hasPart"]] == [
        one.full_title,
        other.full_title,
    ]


def test_very_long_words_are_written_whole():
    text = "word " * 40_000
    long = replace(full(RECORDS[0]), titles=(Title(text.strip()),), abstracts=(Words(text),))
    for form, reader in READERS.items():
        assert reader(FORMATS[form].write(long)).title == text.strip()


def test_json_ld_can_stand_in_a_page():
    record = next(record for record in RECORDS if record.id == "hostile")
    assert (
        "<" not in FORMATS["schema-org"].write(record)
        and "<b>" in json.loads(FORMATS["schema-org"].write(record))["name"]
    )


def test_editors_as_creators():
    edition = replace(load(ROOT), root=HERE.resolve(), record=RecordSettings(creators="editor"))
    record = record_of(read(HERE / "letters.xml"), edition)
    assert [one.agent.family for one in record.creators] == ["van der Lind"]
    assert of_bibtex(FORMATS["bibtex"].write(record)).creators == ["van der Lind, Berta"]
    assert of_csl(FORMATS["csl"].write(record)).creators == ["van der Lind, Berta"]
    assert of_ris(FORMATS["ris"].write(record)).creators == ["van der Lind, Berta"]
    assert of_dc(FORMATS["dc"].write(record)).creators == ["van der Lind, Berta"]
    assert json.loads(FORMATS["csl"].write(record))[0]["original-author"] == [{"family": "Wiesel", "given": "Clara"}]


WORDS = st.text(max_size=12) | st.sampled_from(["{", "}", "a}b", "\\", "&", "a\nb", "ER  - ", "TY  - x", "---", "מלים", "\x1b[2J", "😀", "%", ": #"])  # fmt: skip
SOME = WORDS.map(lambda text: text or "x")
AGENTS = st.builds(Agent, name=SOME, kind=st.sampled_from(AgentKind), family=WORDS, given=WORDS, affiliation=WORDS)
ANY = st.builds(
    Record,
    id=SOME,
    titles=st.lists(st.builds(Title, SOME, st.sampled_from(["", "de"]), st.sampled_from(TitleKind)), max_size=3).map(tuple),
    creators=st.lists(st.builds(Contribution, AGENTS, st.sampled_from(["aut", "edt", "ctb"]), WORDS), max_size=3).map(tuple),
    contributors=st.lists(st.builds(Contribution, AGENTS, st.sampled_from(["trl", "ctb"]), WORDS), max_size=2).map(tuple),
    publisher=AGENTS,
    date=st.sampled_from(["", "2020", "2020-02", "2020-02-29"]),
    version=WORDS,
    licence=st.just(Licence("MIT", "https://opensource.org/licenses/MIT", "MIT")),
    rights=st.lists(st.builds(Words, SOME), max_size=2).map(tuple),
    abstracts=st.lists(st.builds(Words, SOME), max_size=2).map(tuple),
    subjects=st.lists(st.builds(Subject, SOME, st.just(""), WORDS), max_size=2).map(tuple),
    funding=st.lists(st.builds(Funding, AGENTS, WORDS), max_size=2).map(tuple),
    identifiers=st.lists(st.builds(Identifier, st.sampled_from(["doi", "urn", ""]), SOME, label=WORDS), max_size=2).map(tuple),
    related=st.lists(st.builds(Related, st.sampled_from(["IsDerivedFrom", "References"]), SOME), max_size=2).map(tuple),
    changes=st.lists(st.builds(Change, st.sampled_from(["", "2020"]), WORDS, WORDS), max_size=2).map(tuple),
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(ANY)
def test_any_record_is_written_so_that_it_can_be_read(record):
    for form in FORMATS.values():
        text = form.write(record)
        assert "\x1b" not in text
        if form.file.endswith((".xml", ".json", ".jsonld")):
            (etree.fromstring if form.file.endswith(".xml") else json.loads)(text.encode())
    assert len(parse_string(FORMATS["bibtex"].write(record), "bibtex").entries) == 1
    assert len(rispy.loads(FORMATS["ris"].write(record).replace("\r\n", "\n"))) == 1
    assert yaml.safe_load(FORMATS["cff"].write(record))["cff-version"] == "1.2.0"
