"""Dataverse: the JSON of a dataset, as its native API takes it, and the files to add to it."""

import json
from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias

from ibidem.deposit.package import Built
from ibidem.record.model import Agent, Contribution, Record, TitleKind

Field: TypeAlias = dict[str, Any]
_SCHEMES = {"orcid": "ORCID", "isni": "ISNI", "viaf": "VIAF", "gnd": "GND", "ror": "ROR"}
# Dataverse's words for what contributors do; the rest is Other.
_ROLES = {
    "cur": "Data Curator",
    "edt": "Editor",
    "pdr": "Project Leader",
    "res": "Researcher",
    "cph": "Rights Holder",
    "spn": "Sponsor",
    "ths": "Supervisor",
}


def files(built: Built) -> Iterator[tuple[str, bytes]]:
    """The JSON, and the TEI and PDF of each text."""
    yield "dataset.json", json.dumps(dataset(built.record), indent=1, ensure_ascii=False).encode() + b"\n"
    for text in built.texts:
        for suffix in ("xml", "pdf"):
            if data := built.files.get(f"{text.id}/{text.id}.{suffix}"):
                yield f"files/{text.id}.{suffix}", data


def dataset(record: Record) -> dict[str, Any]:
    """What is posted to make a dataset."""
    version: dict[str, Any] = {
        "metadataBlocks": {"citation": {"displayName": "Citation Metadata", "fields": list(_fields(record))}}
    }
    if record.licence:
        version["license"] = {"name": _licence_name(record.licence.spdx), "uri": _plain_http(record.licence.url)}
    return {"datasetVersion": version}


def _fields(record: Record) -> Iterator[Field]:
    subtitles = [title.text for title in record.titles if title.kind is TitleKind.SUB]
    others = [title.text for title in record.titles if title.kind not in (TitleKind.MAIN, TitleKind.SUB)]
    yield _one("title", record.title)
    yield from (_one("subtitle", ": ".join(subtitles)) for _ in subtitles[:1])
    if others:
        yield {"typeName": "alternativeTitle", "typeClass": "primitive", "multiple": True, "value": others}
    yield from _several("author", (_author(one.agent) for one in record.creators))
    yield from _several("datasetContact", [{"datasetContactEmail": record.contact}] if record.contact else [])
    yield from _several("dsDescription", ({"dsDescriptionValue": words.text} for words in record.abstracts))
    # A scholarly edition is of the humanities, whatever its header says.
    subject = {"typeName": "subject", "typeClass": "controlledVocabulary", "multiple": True}
    yield {**subject, "value": ["Arts and Humanities"]}
    yield from _several("keyword", ({"keywordValue": one.text} for one in record.subjects))
    yield from _several("contributor", map(_contributor, record.contributors))
    yield from _several(
        "grantNumber", ({"grantNumberAgency": one.funder.name, "grantNumberValue": one.award} for one in record.funding)
    )
    yield from _several(
        "otherId", ({"otherIdAgency": one.scheme, "otherIdValue": one.value} for one in record.identifiers)
    )
    yield from (_one("distributionDate", record.date) for _ in [record.date] if record.date)
    if record.publisher:
        yield from _several("distributor", [{"distributorName": record.publisher.name}])
    if record.rights:
        yield _one("notesText", "\n".join(words.text for words in record.rights))
    yield from (_one("alternativeURL", record.url) for _ in [record.url] if record.url)


def _one(name: str, value: str) -> Field:
    return {"typeName": name, "typeClass": "primitive", "multiple": False, "value": value}


def _several(name: str, values: Iterable[dict[str, str]]) -> Iterator[Field]:
    """A compound field of which there may be several; parts that are empty are left out."""
    made = [{part: _part(part, value) for part, value in one.items() if value} for one in values]
    if made:
        yield {"typeName": name, "typeClass": "compound", "multiple": True, "value": made}


def _part(name: str, value: str) -> Field:
    controlled = name in ("authorIdentifierScheme", "contributorType")
    kind = "controlledVocabulary" if controlled else "primitive"
    return {"typeName": name, "typeClass": kind, "multiple": False, "value": value}


def _author(agent: Agent) -> dict[str, str]:
    known = next((one for one in agent.identifiers if one.scheme in _SCHEMES), None)
    return {
        "authorName": agent.inverted,
        "authorAffiliation": agent.affiliation,
        "authorIdentifierScheme": _SCHEMES[known.scheme] if known else "",
        "authorIdentifier": known.value if known else "",
    }


def _contributor(one: Contribution) -> dict[str, str]:
    return {"contributorType": _ROLES.get(one.role, "Other"), "contributorName": one.agent.inverted}


def _licence_name(spdx: str) -> str:
    """*CC BY-SA 4.0*, as Dataverse calls what SPDX calls CC-BY-SA-4.0."""
    if spdx.startswith("CC-"):
        kind, _, version = spdx.removeprefix("CC-").rpartition("-")
        return f"CC {kind} {version}"
    return spdx.replace("CC0-", "CC0 ")


def _plain_http(url: str) -> str:
    """The address of a licence as Dataverse has it in its list: those of Creative Commons with http."""
    return url.replace("https://creativecommons.org", "http://creativecommons.org", 1)
