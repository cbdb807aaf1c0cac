"""What InvenioRDM takes in, as Zenodo does: the metadata of its REST API, and files with flat names."""

import json
import re
from collections.abc import Iterable, Iterator
from html import escape
from typing import Any

from ibidem.deposit import crate
from ibidem.deposit.package import Built
from ibidem.record.languages import iso639_3
from ibidem.record.model import Agent, AgentKind, Contribution, Identifier, Record, TitleKind, Words

METADATA = "metadata.json"  # the one file that is not uploaded
_MOST = 100  # files that Zenodo takes in one record
_EDTF = re.compile(r"(\d{4}(?:-\d\d(?:-\d\d)?)?)(?:T.*)?")
_TITLES = {
    TitleKind.SUB: "subtitle",
    TitleKind.ALTERNATIVE: "alternative-title",
    TitleKind.TRANSLATED: "translated-title",
}
# Codes of MARC relators in the default vocabulary of roles; all others are "other".
_ROLES = {
    "cur": "datacurator",
    "dst": "distributor",
    "edt": "editor",
    "hst": "hostinginstitution",
    "pdr": "projectleader",
    "pro": "producer",
    "res": "researcher",
    "cph": "rightsholder",
    "spn": "sponsor",
    "ths": "supervisor",
}
_OF_PERSONS = ("orcid", "gnd", "isni")
_OF_ORGANIZATIONS = ("ror", "gnd", "isni")
_OF_WORKS = ("doi", "handle", "urn", "isbn", "issn", "url")


def files(built: Built) -> Iterator[tuple[str, bytes]]:
    """The metadata; the crate, of which a zip is made; and of each text the TEI and the PDF, as long as they are not too many."""
    yield METADATA, json.dumps(body(built.record), indent=1, ensure_ascii=False).encode() + b"\n"
    yield from crate.files(built)
    if 2 * len(built.texts) < _MOST:
        for text in built.texts:
            for suffix in ("xml", "pdf"):
                if data := built.files.get(f"{text.id}/{text.id}.{suffix}"):
                    yield f"{text.id}.{suffix}", data


def body(record: Record) -> dict[str, Any]:
    """What is sent to make or change a draft."""
    return {
        "access": {"record": "public", "files": "public"},
        "files": {"enabled": True},
        "metadata": {name: value for name, value in _metadata(record).items() if value},
    }


def _metadata(record: Record) -> dict[str, Any]:
    first, *others = record.abstracts or (Words(""),)
    works = [one for one in record.related if one.identifier and one.identifier.scheme in _OF_WORKS]
    return {
        "resource_type": {"id": "publication"},
        "title": record.title,
        "additional_titles": list(_titles(record)),
        "publication_date": _date(record.date),
        "creators": [_contribution(one, needs_role=False) for one in record.creators],
        "contributors": [_contribution(one, needs_role=True) for one in record.contributors],
        "description": _html(first.text),
        "additional_descriptions": [_description(one, "abstract") for one in others]
        + [_description(one, "other") for one in record.rights],
        "rights": [{"id": record.licence.spdx.lower()}] if record.licence else [],
        "publisher": record.publisher.name if record.publisher else "",
        "version": record.version,
        "languages": [{"id": code} for code in dict.fromkeys(map(iso639_3, record.languages)) if code],
        "subjects": [{"subject": one.text} for one in record.subjects],
        "dates": [
            {"date": date, "type": {"id": "updated"}} | ({"description": one.text} if one.text else {})
            for one in record.changes
            if (date := _date(one.when))
        ],
        "identifiers": [*_identifiers(record.identifiers, _OF_WORKS), *_address(record)],
        "related_identifiers": [
            {
                "identifier": one.identifier.value,
                "scheme": one.identifier.scheme,
                "relation_type": {"id": one.relation.lower()},
            }
            for one in works
            if one.identifier
        ],
        "references": [{"reference": one.text} for one in record.related if one.relation == "References" and one.text],
        "funding": [
            {"funder": {"name": one.funder.name}}
            | ({"award": {"title": {"en": one.award}, "number": one.award}} if one.award else {})
            for one in record.funding
        ],
        "sizes": list(record.extent),
    }


def _titles(record: Record) -> Iterator[dict[str, Any]]:
    for title in record.titles:
        if title.kind is not TitleKind.MAIN or title.text != record.title:
            kind = {"id": _TITLES.get(title.kind, "alternative-title")}
            yield {"title": title.text, "type": kind, **_language(title.language)}


def _language(tag: str) -> dict[str, Any]:
    code = iso639_3(tag) if tag else ""
    return {"lang": {"id": code}} if code else {}


def _date(date: str) -> str:
    """A date as level 0 of EDTF has it, without the time of day; "" where it is another thing."""
    match = _EDTF.fullmatch(date)
    return match[1] if match else ""


def _html(text: str) -> str:
    """Text as a description: it is HTML there."""
    return "".join(
        f"<p>{escape(' '.join(part.split()), quote=False)}</p>" for part in text.split("\n\n") if part.strip()
    )


def _description(words: Words, kind: str) -> dict[str, Any]:
    return {"description": _html(words.text), "type": {"id": kind}, **_language(words.language)}


def _contribution(one: Contribution, *, needs_role: bool) -> dict[str, Any]:
    role = _ROLES.get(one.role, "other" if needs_role else "")
    affiliations = {"affiliations": [{"name": one.agent.affiliation}]} if one.agent.affiliation else {}
    return {"person_or_org": _agent(one.agent), **({"role": {"id": role}} if role else {}), **affiliations}


def _agent(agent: Agent) -> dict[str, Any]:
    if agent.kind is AgentKind.ORGANIZATION:
        named = {"type": "organizational", "name": agent.name}
        identifiers = list(_identifiers(agent.identifiers, _OF_ORGANIZATIONS))
    else:
        given = {"given_name": agent.given} if agent.given else {}
        named = {"type": "personal", "family_name": agent.family or agent.name, **given}
        identifiers = list(_identifiers(agent.identifiers, _OF_PERSONS))
    return {**named, "identifiers": identifiers} if identifiers else dict(named)


def _identifiers(identifiers: Iterable[Identifier], schemes: tuple[str, ...]) -> Iterator[dict[str, str]]:
    """One for each scheme that the repository knows."""
    found = {one.scheme: one.value for one in reversed(tuple(identifiers))}
    yield from ({"scheme": scheme, "identifier": found[scheme]} for scheme in schemes if scheme in found)


def _address(record: Record) -> Iterator[dict[str, str]]:
    if record.url and not record.identified("url"):
        yield {"scheme": "url", "identifier": record.url}
