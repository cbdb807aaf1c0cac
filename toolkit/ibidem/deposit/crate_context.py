"""Whom and what a crate speaks of: persons, organizations, licence, identifiers, other works."""

import re
from collections.abc import Iterator
from typing import Any, TypeAlias
from urllib.parse import quote

from ibidem.record.model import Agent, AgentKind, Identifier, Record

Entity: TypeAlias = dict[str, Any]
# Whose addresses are taken as the name of an agent, the first that is there.
_PREFERRED = ("orcid", "ror", "isni", "gnd", "viaf", "wikidata")
_NOT_ALLOWED = re.compile(r"[^A-Za-z0-9._~!$&'()*+,;=@/\u00a0-\U0010ffff-]")
_REGISTRIES = {
    "doi": "https://registry.identifiers.org/registry/doi",
    "urn": "https://www.iana.org/assignments/urn-namespaces",
    "handle": "https://registry.identifiers.org/registry/hdl",
    "isbn": "https://registry.identifiers.org/registry/isbn",
    "issn": "https://registry.identifiers.org/registry/issn",
}


def iri(path: str) -> str:
    """A path as an identifier: what is not allowed in one is escaped, letters of any script stay (RFC 3987)."""
    return _NOT_ALLOWED.sub(lambda char: quote(char[0], safe=""), path)


def link(target: str) -> Entity:
    """A reference to another entity."""
    return {"@id": target}


def agent(who: Agent) -> Entity:
    """A person or an organization, with no reference to others."""
    by_scheme = {one.scheme: one.url for one in reversed(who.identifiers) if one.url}
    addresses = [by_scheme[scheme] for scheme in _PREFERRED if scheme in by_scheme]
    name = addresses[0] if addresses else f"#{who.kind}-{iri(who.name)}"
    return {
        "@id": name,
        "@type": "Person" if who.kind is AgentKind.PERSON else "Organization",
        "name": who.name,
        "familyName": who.family,
        "givenName": who.given,
        "url": [one.url for one in who.identifiers if one.url][:1],
        "sameAs": [one.url for one in who.identifiers if one.url and one.url != name],
    }


def agents(record: Record) -> Iterator[Entity]:
    """All whom a record names, and the organizations that they belong to."""
    everyone = [one.agent for one in (*record.creators, *record.contributors)]
    organizations = [*filter(None, [record.publisher]), *(one.funder for one in record.funding)]
    known = {one.name: one for one in organizations}
    told = record.publisher or (everyone[0] if everyone else None)
    for who in (*everyone, *organizations):
        entity = agent(who)
        if who.affiliation:
            belongs_to = known.get(who.affiliation) or Agent(who.affiliation, AgentKind.ORGANIZATION)
            entity["affiliation"] = link(agent(belongs_to)["@id"])
            yield agent(belongs_to)
        if record.contact and who == told:
            entity["contactPoint"] = link(f"mailto:{record.contact}")
            yield {
                "@id": f"mailto:{record.contact}",
                "@type": "ContactPoint",
                "name": f"Questions about {record.title}",
                "description": "Where questions about the edition are answered",
                "contactType": "questions about the edition",
                "email": record.contact,
            }
        yield entity


def funders(record: Record) -> list[Entity]:
    """Who paid."""
    return [agent(one.funder) for one in record.funding]


def licence(record: Record) -> Iterator[Entity]:
    """The licence, in the words of the header."""
    if record.licence is not None:
        words = " ".join([record.licence.label, *(one.text for one in record.rights)]).strip()
        yield {
            "@id": record.licence.url,
            "@type": "CreativeWork",
            "name": record.licence.spdx,
            "description": words or f"The licence that SPDX calls {record.licence.spdx}",
            "url": record.licence.url,
            "identifier": record.licence.spdx,
        }


def identifiers(record: Record) -> list[Entity]:
    """The identifiers of the edition, each a value with its kind."""
    return [_identifier(one) for one in record.identifiers if one.scheme != "url"]


def _identifier(one: Identifier) -> Entity:
    return {
        "@id": one.url or f"#{iri(f'{one.scheme}-{one.value}')}",
        "@type": "PropertyValue",
        "name": one.scheme.upper() or "identifier",
        "description": "Identifier of the edition",
        "propertyID": _REGISTRIES.get(one.scheme, one.scheme),
        "value": one.value,
        "url": one.url,
    }


def related(record: Record, relation: str) -> list[Entity]:
    """The works that a record has in one relation."""
    found = []
    for number, one in enumerate(record.related, 1):
        if one.relation == relation:
            address = one.identifier.url if one.identifier else ""
            name = address or f"#{iri(record.id)}-work-{number}"
            what = "A source of the edition" if relation == "IsDerivedFrom" else "A work that the edition cites"
            found.append({"@id": name, "@type": "CreativeWork", "name": one.text or address, "description": what})
    return found
