"""schema.org of a record, as JSON-LD: what search engines read."""

from collections.abc import Iterable
from typing import Any

from ibidem.formats import as_json
from ibidem.record.identifiers import is_address
from ibidem.record.model import Agent, AgentKind, Contribution, Funding, Identifier, Record, Related, Subject
from ibidem.record.model import TitleKind as Kind

CONTEXT = "https://schema.org"
# properties for what somebody did, by the codes of MARC relators; the rest are contributors
_ROLES = {
    "aut": "author",
    "edt": "editor",
    "trl": "translator",
    "ill": "illustrator",
    "spn": "sponsor",
    "cph": "copyrightHolder",
}
_RELATIONS = {"IsDerivedFrom": "isBasedOn", "IsPartOf": "isPartOf", "HasPart": "hasPart", "References": "citation"}
_SCHEMES = {
    "doi": "DOI",
    "handle": "Handle",
    "urn": "URN",
    "isbn": "ISBN",
    "issn": "ISSN",
    "url": "URL",
    "gnd": "GND",
    "isni": "ISNI",
}


def as_schema_org(record: Record) -> str:
    """JSON-LD in which no sign begins a tag, so that it can stand in a page as it is."""
    return as_json(described(record), indent=1).replace("<", "\\u003c") + "\n"


def described(record: Record) -> dict[str, Any]:
    """The record as a `CreativeWork`, or a `Collection` where it has parts; its `@id` is the address of its DOI, or else its own."""
    doi = next((one.url for one in record.identifiers if one.scheme == "doi"), "")
    names = [title.text for title in record.titles if title.kind in (Kind.ALTERNATIVE, Kind.TRANSLATED)]
    has_parts = any(related.relation == "HasPart" for related in record.related)
    found: dict[str, Any] = {
        "@context": CONTEXT,
        "@id": doi or record.address,
        "@type": "Collection" if has_parts else "CreativeWork",
        "name": record.full_title,
        "alternateName": names,
        "creator": [_agent(one.agent) for one in record.creators],
        **_people(record),
        "publisher": _agent(record.publisher) if record.publisher else {},
        "datePublished": record.date,
        "dateModified": max((change.when for change in record.changes), default=""),
        "version": record.version,
        "license": record.licence.url if record.licence else "",
        "usageInfo": [_words(words.text, words.language) for words in record.rights],
        "inLanguage": list(record.languages),
        "abstract": [_words(words.text, words.language) for words in record.abstracts],
        "description": next((words.text for words in record.abstracts), ""),
        "keywords": [_subject(subject) for subject in record.subjects],
        "funding": [_funding(funding) for funding in record.funding],
        "size": list(record.extent),
        "encodingFormat": "application/tei+xml",
        "identifier": [_identifier(one) for one in record.identifiers],
        **_related(record.related),
        "url": record.address,
    }
    return {name: value for name, value in found.items() if value}


def _people(record: Record) -> dict[str, list[Any]]:
    """All who took part, under the property of their role."""
    found: dict[str, list[Any]] = {}
    for one in (*record.creators, *record.contributors):
        if one.role in _ROLES or one not in record.creators:
            found.setdefault(_ROLES.get(one.role, "contributor"), []).append(_contributor(one))
    return found


def _contributor(one: Contribution) -> dict[str, Any]:
    """An agent; what schema.org has no property for is told by its role."""
    if one.role in _ROLES or not one.label:
        return _agent(one.agent)
    return {"@type": "Role", "roleName": one.label, "contributor": _agent(one.agent)}


def _agent(agent: Agent) -> dict[str, Any]:
    addresses = [one.url for one in agent.identifiers if one.url]
    found: dict[str, Any] = {
        "@type": "Person" if agent.kind is AgentKind.PERSON else "Organization",
        "@id": next(iter(addresses), ""),
        "name": agent.name,
        "familyName": agent.family,
        "givenName": agent.given,
        "affiliation": {"@type": "Organization", "name": agent.affiliation} if agent.affiliation else {},
        "sameAs": addresses[1:],
    }
    return {name: value for name, value in found.items() if value}


def _words(text: str, language: str) -> Any:
    return {"@value": text, "@language": language} if language else text


def _subject(subject: Subject) -> Any:
    if not subject.scheme and not subject.url:
        return _words(subject.text, subject.language)
    found = {
        "@type": "DefinedTerm",
        "name": _words(subject.text, subject.language),
        "url": subject.url,
        "inDefinedTermSet": subject.scheme
        if is_address(subject.scheme) or not subject.scheme
        else {"@type": "DefinedTermSet", "name": subject.scheme},
    }
    return {name: value for name, value in found.items() if value}


def _funding(funding: Funding) -> dict[str, Any]:
    grant = {"@type": "Grant", "identifier": funding.award, "funder": _agent(funding.funder)}
    return {name: value for name, value in grant.items() if value}


def _identifier(one: Identifier) -> Any:
    name = _SCHEMES.get(one.scheme) or one.label
    found = {"@type": "PropertyValue", "propertyID": name, "value": one.value, "url": one.url}
    return {key: value for key, value in found.items() if value}


def _related(related: Iterable[Related]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for one in related:
        work = {"@type": "CreativeWork", "@id": one.identifier.url if one.identifier else "", "name": one.text}
        work = {name: value for name, value in work.items() if value}
        found.setdefault(_RELATIONS.get(one.relation, "mentions"), []).append(work)
    return found
