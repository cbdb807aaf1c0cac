"""OAI-PMH 2.0, as the protocol has it, and harvested by others; section numbers are those of the protocol."""

import base64
from datetime import UTC, datetime

import oaipmh_scythe
import pytest
import sickle
from lxml import etree
from oaipmh_scythe import HTTPConfig
from served import Server, edition, text, written

from ibidem.api.library import read_library
from ibidem.deposit import oai as static
from ibidem.oai.answer import answer
from ibidem.oai.repository import datestamp
from ibidem.record.model import Change, Record

NS = {
    "o": "http://www.openarchives.org/OAI/2.0/",
    "s": "http://www.openarchives.org/OAI/2.0/static-repository",
    "t": "http://www.tei-c.org/ns/1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
}
ADDRESS = "http://localhost/api/oai"
NOW = datetime(2026, 11, 25, 6, 7, 8, tzinfo=UTC)
COUNT = 40


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    return edition(tmp_path_factory.mktemp("oai") / "many", COUNT)


@pytest.fixture(scope="module")
def library(many):
    return read_library(many)


@pytest.fixture(scope="module")
def ask(library):
    """The answer to a request, read again."""

    def asked(*pairs, size=7, **arguments):
        found = answer(library.repository, [*arguments.items(), *pairs], ADDRESS, NOW, size)
        return etree.fromstring(found.encode())

    return asked


@pytest.fixture(scope="module")
def server(many):
    with Server(many) as running:
        yield running


def errors(root):
    return [(each.get("code")) for each in root.findall("o:error", NS)]


def identifiers(root):
    return root.xpath(".//o:header/o:identifier/text()", namespaces=NS)


# ---------- harvested by others ----------


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_scythe_harvests_everything(server, method):
    with oaipmh_scythe.Scythe(f"{server.url}api/oai", http_config=HTTPConfig(http_method=method)) as scythe:
        identity = scythe.identify()
        assert identity.baseURL == f"{server.url}api/oai"
        assert identity.adminEmail == "editors@example.org"
        assert [each.metadataPrefix for each in scythe.list_metadata_formats()] == ["oai_dc", "tei"]
        assert "language:zh-Hant" in [each.setSpec for each in scythe.list_sets()]
        found = list(scythe.list_records(metadata_prefix="oai_dc"))
        assert len(found) == len({each.header.identifier for each in found}) == COUNT
        assert {each.metadata["title"][0] for each in found} == {f"Text & number {number}" for number in range(COUNT)}
        assert len(list(scythe.list_identifiers(metadata_prefix="oai_dc", set_="kind:letter"))) == COUNT // 2
        with pytest.raises(oaipmh_scythe.exceptions.NoRecordsMatch):
            list(scythe.list_records(metadata_prefix="oai_dc", from_="2026-01-01"))
        with pytest.raises(oaipmh_scythe.exceptions.IdDoesNotExist):
            scythe.get_record("oai:letters.example.org:nothing")


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_sickle_harvests_everything(server, method):
    client = sickle.Sickle(f"{server.url}api/oai", http_method=method)
    texts = {each.header.identifier: each.xml for each in client.ListRecords(metadataPrefix="tei")}
    assert len(texts) == COUNT
    parser = etree.XMLParser(remove_blank_text=True)  # as sickle reads
    for number in range(COUNT):
        root = texts[f"oai:letters.example.org:text-{number:03}"].find(".//t:TEI", NS)
        assert "".join(root.itertext()) == "".join(etree.fromstring(text(number).encode(), parser).itertext())
    client.class_mapping["ListIdentifiers"] = sickle.models.Header
    some = list(client.ListIdentifiers(metadataPrefix="oai_dc", **{"from": "2021-03-01", "until": "2021-04-30"}))
    assert len(some) == sum(number % 9 + 1 in (3, 4) for number in range(COUNT))
    with pytest.raises(sickle.oaiexceptions.CannotDisseminateFormat):
        client.GetRecord(identifier="oai:letters.example.org:text-001", metadataPrefix="marc21")


# ---------- the verbs (section 4) ----------


def test_identify(ask):
    root = ask(verb="Identify")
    assert root.findtext("o:responseDate", namespaces=NS) == "2026-11-25T06:07:08Z"
    request = root.find("o:request", NS)
    assert request.text == ADDRESS and dict(request.attrib) == {"verb": "Identify"}
    said = [etree.QName(each).localname for each in root.find("o:Identify", NS)]
    assert said == [
        "repositoryName", "baseURL", "protocolVersion", "adminEmail", "earliestDatestamp", "deletedRecord", "granularity", "description",
    ]  # fmt: skip
    assert root.findtext(".//o:repositoryName", namespaces=NS) == "Many & texts"
    assert root.findtext(".//o:earliestDatestamp", namespaces=NS) == "2021-01-15"


def test_list_metadata_formats_of_an_item(ask):
    root = ask(verb="ListMetadataFormats", identifier="oai:letters.example.org:text-001")
    assert root.xpath(".//o:metadataPrefix/text()", namespaces=NS) == ["oai_dc", "tei"]
    assert errors(ask(verb="ListMetadataFormats", identifier="oai:x:y")) == ["idDoesNotExist"]


def test_get_record_as_dublin_core_and_as_tei(ask):
    name = "oai:letters.example.org:text-003"
    root = ask(verb="GetRecord", identifier=name, metadataPrefix="oai_dc")
    assert identifiers(root) == [name]
    assert root.xpath(".//dc:title/text()", namespaces=NS) == ["Text & number 3"]
    assert root.findtext(".//o:datestamp", namespaces=NS) == "2021-04-15"
    assert root.xpath(".//o:setSpec/text()", namespaces=NS) == ["kind:letter", "language:la"]
    [tei] = ask(verb="GetRecord", identifier=name, metadataPrefix="tei").xpath(".//o:metadata/t:TEI", namespaces=NS)
    assert "".join(tei.itertext()) == "".join(etree.fromstring(text(3).encode()).itertext())
    assert tei.get("{http://www.w3.org/2001/XMLSchema-instance}schemaLocation").startswith(NS["t"] + " ")


def test_sets_hold_what_is_in_their_parts(ask):
    specs = ask(verb="ListSets").xpath(".//o:setSpec/text()", namespaces=NS)
    assert specs == ["kind", "kind:letter", "language", "language:de", "language:la", "language:zh-Hant"]
    of_all = identifiers(ask(verb="ListIdentifiers", metadataPrefix="tei", set="language", size=1000))
    of_each = [
        identifiers(ask(verb="ListIdentifiers", metadataPrefix="tei", set=spec, size=1000)) for spec in specs[3:]
    ]
    assert len(of_all) == COUNT and sorted(of_all) == sorted(name for names in of_each for name in names)


# ---------- dates (section 2.7.1) ----------


def test_both_ends_of_a_range_of_dates_belong_to_it(ask):
    found = ask(("from", "2021-02-15"), verb="ListIdentifiers", metadataPrefix="tei", until="2021-02-15", size=1000)
    assert set(found.xpath(".//o:datestamp/text()", namespaces=NS)) == {"2021-02-15"}
    assert len(identifiers(found)) == sum(number % 9 == 1 for number in range(COUNT))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("from", "2021-02-15T00:00:00Z"),  # finer than the granularity
        ("until", "2021-02-30"),
        ("from", "2021"),
        ("from", "２０２１-02-15"),
        ("until", ""),
    ],
)
def test_dates_that_are_none(ask, name, value):
    assert errors(ask((name, value), verb="ListRecords", metadataPrefix="tei")) == ["badArgument"]


def test_a_range_that_is_turned_round(ask):
    asked = ask(("from", "2021-03-01"), verb="ListRecords", metadataPrefix="tei", until="2021-02-01")
    assert errors(asked) == ["badArgument"]


@pytest.mark.parametrize(
    ("changes", "date", "expected"),
    [
        (("2021-05-01", "2022-01"), "2020", "2022-01-01"),
        (("2021-05-01T10:00:00+02:00",), "", "2021-05-01"),
        ((), "1999-12", "1999-12-01"),
        (("in May",), "2021-02-31", "1970-01-01"),
    ],
)
def test_the_date_of_a_record(changes, date, expected):
    assert datestamp(Record("x", date=date, changes=tuple(Change(when, "") for when in changes))) == expected


# ---------- lists that go on (section 3.5) ----------


@pytest.mark.parametrize("verb", ["ListIdentifiers", "ListRecords"])
def test_a_list_in_parts(ask, verb):
    seen = []
    root = ask(verb=verb, metadataPrefix="oai_dc")
    while True:
        token = root.find(f".//o:{verb}/o:resumptionToken", NS)
        assert token.get("completeListSize") == str(COUNT) and token.get("cursor") == str(len(seen))
        seen += identifiers(root)
        if not token.text:
            break
        assert len(identifiers(root)) == 7
        root = ask(verb=verb, resumptionToken=token.text)
    assert len(seen) == len(set(seen)) == COUNT


def test_a_whole_list_has_no_token(ask):
    root = ask(verb="ListRecords", metadataPrefix="oai_dc", size=COUNT)
    assert root.find(".//o:resumptionToken", NS) is None and len(identifiers(root)) == COUNT


def test_a_token_may_be_used_again(ask):
    token = ask(verb="ListIdentifiers", metadataPrefix="tei").findtext(".//o:resumptionToken", namespaces=NS)
    first, second = (ask(verb="ListIdentifiers", resumptionToken=token) for _ in range(2))
    assert identifiers(first) == identifiers(second) != []


def test_tokens_that_are_none(ask):
    token = ask(verb="ListIdentifiers", metadataPrefix="tei").findtext(".//o:resumptionToken", namespaces=NS)
    data = bytearray(base64.urlsafe_b64decode(token + "=="))
    data[-3] ^= 1
    changed = base64.urlsafe_b64encode(bytes(data)).decode().rstrip("=")
    for wrong in ("", "x", changed, token[:-2], token + "A", token + "!", f"!{token}", "é" * 3, "A" * 5000):
        assert errors(ask(verb="ListIdentifiers", resumptionToken=wrong)) == ["badResumptionToken"], wrong
    assert errors(ask(verb="ListRecords", resumptionToken=token)) == ["badResumptionToken"]
    assert errors(ask(verb="ListSets", resumptionToken=token)) == ["badResumptionToken"]
    assert errors(ask(verb="ListIdentifiers", resumptionToken=token, metadataPrefix="tei")) == ["badArgument"]


def test_a_harvest_goes_on_over_a_change(tmp_path):
    folder = edition(tmp_path / "small", 12)
    first = etree.fromstring(_listed(folder, metadataPrefix="tei"))
    file = folder / "tei" / f"{identifiers(first)[-1].rpartition(':')[2]}.xml"
    file.write_text(file.read_text(encoding="utf-8").replace('when="2021-', 'when="2025-'), encoding="utf-8")
    written(folder)
    seen = identifiers(first)
    token = first.findtext(".//o:resumptionToken", namespaces=NS)
    while token:
        root = etree.fromstring(_listed(folder, resumptionToken=token))
        seen += identifiers(root)
        token = root.findtext(".//o:resumptionToken", namespaces=NS)
    assert len(set(seen)) == 12 and seen[-1] == identifiers(first)[-1]  # what changed comes again, and last


def _listed(folder, **arguments):
    pairs = {"verb": "ListIdentifiers", **arguments}.items()
    return answer(read_library(folder).repository, pairs, ADDRESS, NOW, 5).encode()


# ---------- errors (section 3.6) ----------


@pytest.mark.parametrize(
    ("pairs", "code"),
    [
        ([], "badVerb"),
        ([("verb", "")], "badVerb"),
        ([("verb", "identify")], "badVerb"),
        ([("verb", "Identify"), ("verb", "Identify")], "badVerb"),
        ([("verb", "Identify"), ("metadataPrefix", "tei")], "badArgument"),
        ([("verb", "ListRecords")], "badArgument"),
        ([("verb", "ListRecords"), ("metadataPrefix", "tei"), ("metadataPrefix", "tei")], "badArgument"),
        ([("verb", "ListRecords"), ("metadataPrefix", "tei"), ("set", "a b")], "badArgument"),
        ([("verb", "ListRecords"), ("metadataPrefix", "tei"), ("set", "kind:novel")], "noRecordsMatch"),
        ([("verb", "ListRecords"), ("metadataPrefix", "marc")], "cannotDisseminateFormat"),
        ([("verb", "GetRecord"), ("metadataPrefix", "tei")], "badArgument"),
        ([("verb", "GetRecord"), ("metadataPrefix", "tei"), ("identifier", "oai:a:b\x00")], "badArgument"),
        ([("verb", "GetRecord"), ("metadataPrefix", "tei"), ("identifier", "<&\">'")], "idDoesNotExist"),
    ],
)
def test_errors(ask, pairs, code):
    root = ask(*pairs)
    assert errors(root) == [code]
    echoed = dict(root.find("o:request", NS).attrib)
    assert echoed == ({} if code in ("badVerb", "badArgument") else dict(pairs))


def test_no_sets(tmp_path):
    folder = edition(tmp_path / "plain", 0)
    plain = (
        text(0).replace(' xml:lang="la"', "").replace('<langUsage><language ident="la">L</language></langUsage>', "")
    )
    (folder / "tei" / "one.xml").write_text(plain, encoding="utf-8")
    written(folder)
    repository = read_library(folder).repository
    assert not repository.sets
    for pairs in ([("verb", "ListSets")], [("verb", "ListRecords"), ("metadataPrefix", "tei"), ("set", "kind")]):
        assert errors(etree.fromstring(answer(repository, pairs, ADDRESS, NOW, 5).encode())) == ["noSetHierarchy"]


# ---------- the static repository ----------


def test_the_static_repository(tmp_path):
    settings = (
        '[record]\nurl = "https://letters.example.org/"\ncontact = "e@example.org"\n'
        '[api]\ngateway = "http://gateway.example.org/oai"\n'
    )
    library = read_library(edition(tmp_path / "static", 3, settings))
    [(name, data)] = list(static.files(library.built))
    assert name == "repository.xml"
    root = etree.fromstring(data)
    assert [etree.QName(each).localname for each in root] == [
        "Identify", "ListMetadataFormats", "ListRecords", "ListRecords",
    ]  # fmt: skip
    base = "http://gateway.example.org/oai/letters.example.org/deposit/oai/repository.xml"
    assert root.findtext("s:Identify/o:baseURL", namespaces=NS) == base
    assert root.findtext("s:Identify/o:granularity", namespaces=NS) == "YYYY-MM-DD"
    prefixes = root.xpath("s:ListMetadataFormats/o:metadataFormat/o:metadataPrefix/text()", namespaces=NS)
    assert prefixes == [each.get("metadataPrefix") for each in root.findall("s:ListRecords", NS)] == ["oai_dc", "tei"]
    for records in root.findall("s:ListRecords", NS):
        assert sorted(identifiers(records)) == [f"oai:letters.example.org:text-00{number}" for number in range(3)]
        assert not records.xpath(".//o:setSpec | .//o:header/@status", namespaces=NS)
    assert sorted(root.xpath(".//dc:title/text()", namespaces=NS)) == [f"Text & number {number}" for number in range(3)]
    assert list(static.files(library.built)) == [(name, data)]
