"""ARCHE: the collection and its texts in RDF, by the vocabulary of the archive (https://vocabs.acdh.oeaw.ac.at/schema)."""

from collections.abc import Iterable, Iterator

from ibidem.deposit.crate_context import agent, iri
from ibidem.deposit.package import Built
from ibidem.record.languages import iso639_3
from ibidem.record.model import Agent, AgentKind, Record, Words

_ID = "https://id.acdh.oeaw.ac.at/"
_VOCABULARY = "https://vocabs.acdh.oeaw.ac.at/"
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
# Parts of which no header speaks, and that are the publisher’s: to be corrected by the depositor.
_BY_PUBLISHER = ("hasDepositor", "hasMetadataCreator")
_BY_HOLDER = ("hasLicensor", "hasRightsHolder", "hasOwner")


def files(built: Built) -> Iterator[tuple[str, bytes]]:
    """The RDF in Turtle, and the TEI of each text."""
    yield "arche.ttl", "\n".join(_turtle(built)).encode()
    for text in built.texts:
        yield f"files/{text.id}.xml", text.source.data


def _turtle(built: Built) -> Iterator[str]:
    top = f"{_ID}{iri(built.record.id)}"
    yield f"@prefix acdh: <{_VOCABULARY}schema#> .\n"
    yield _entity(top, "TopCollection", [*_common(built.record), *_collection(built.record)])
    for text in built.texts:
        parts = [
            *_common(text.record),
            ("hasCategory", _link(f"{_VOCABULARY}archecategory/text/tei")),
            ("hasFilename", _literal(f"{text.id}.xml")),
            ("isPartOf", _link(top)),
        ]
        yield _entity(f"{top}/{iri(text.id)}.xml", "Resource", parts)
    agents = {_name(one): one for record in _records(built) for one in _agents(record)}
    for name, one in agents.items():
        kind = "Person" if one.kind is AgentKind.PERSON else "Organisation"
        parted = [("hasFirstName", one.given), ("hasLastName", one.family)]
        yield _entity(
            name, kind, [("hasTitle", _literal(one.name, "und")), *((key, _literal(value)) for key, value in parted if value)]
        )  # fmt: skip


def _records(built: Built) -> list[Record]:
    return [built.record, *(text.record for text in built.texts)]


def _agents(record: Record) -> list[Agent]:
    people = [one.agent for one in (*record.creators, *record.contributors)]
    return [*people, *([record.publisher] if record.publisher else [])]


def _common(record: Record) -> Iterator[tuple[str, str]]:
    """What a collection and a resource both have."""
    yield from (("hasTitle", one) for one in _titles(record))
    yield from (("hasDescription", _words(words)) for words in record.abstracts)
    for one in (*record.creators, *record.contributors):
        part = {"aut": "hasAuthor", "cre": "hasCreator", "edt": "hasEditor"}.get(one.role, "hasContributor")
        yield part, _link(_name(one.agent))
    for part in _BY_PUBLISHER:
        yield from ((part, _link(_name(one))) for one in (record.publisher,) if one)
    for part in _BY_HOLDER:
        yield from ((part, _link(_name(one))) for one in record.holders)
    if record.date:
        kind = {4: "gYear", 7: "gYearMonth"}.get(len(record.date), "date")
        yield "hasIssuedDate", f"{_literal(record.date)}^^<http://www.w3.org/2001/XMLSchema#{kind}>"
    yield "hasHosting", _link(f"{_ID}arche")
    if record.licence:
        yield "hasLicense", _link(f"{_VOCABULARY}archelicenses/{record.licence.spdx.lower().replace('.', '-')}")
    codes = dict.fromkeys(filter(None, map(iso639_3, record.languages)))
    yield from (("hasLanguage", _link(f"{_VOCABULARY}iso6393/{code}")) for code in codes)
    yield from (("hasIdentifier", _link(one.url)) for one in record.identifiers if one.url)


def _collection(record: Record) -> Iterator[tuple[str, str]]:
    """What a collection has besides."""
    yield from (("hasSubject", _words(one)) for one in record.subjects)
    if record.publisher:
        yield from ((part, _link(_name(record.publisher))) for part in ("hasContact", "hasCurator"))
    if record.url:
        yield "hasUrl", _link(record.url)


def _titles(record: Record) -> list[str]:
    """The titles, the main one with its subtitles."""
    main = next((title for title in record.titles if title.text == record.title), None)
    others = [title for title in record.titles if title.kind.value == "translated"]
    found = [_literal(record.full_title, main.language or "und")] if main else []
    return [*found, *(_literal(title.text, title.language or "und") for title in others)]


def _name(one: Agent) -> str:
    """The identifier of a person or an organization: its address in a register, else one at ARCHE."""
    known = str(agent(one)["@id"])
    return known if not known.startswith("#") else f"{_ID}{iri(one.name.replace(' ', '-').casefold())}"


def _entity(name: str, kind: str, parts: Iterable[tuple[str, str]]) -> str:
    lines = dict.fromkeys(f"  acdh:{part} {value}" for part, value in parts)
    return " ;\n".join([f"<{name}> a acdh:{kind}", *lines]) + " .\n"


def _link(address: str) -> str:
    """An address; what would end it is escaped."""
    return "<" + "".join(f"%{ord(char):02X}" if char in '<>"{}|^`\\' or char <= " " else char for char in address) + ">"


def _words(words: Words) -> str:
    return _literal(words.text, words.language or "und")


def _literal(text: str, language: str = "") -> str:
    escaped = "".join(_ESCAPES.get(char, char) for char in text)
    return f'"{escaped}"' + (f"@{language}" if language else "")
