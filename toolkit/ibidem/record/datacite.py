"""DataCite 4.5 of a record, as JSON: what its REST API and repositories take in."""

from collections.abc import Iterable
from typing import Any

from ibidem.formats import as_json
from ibidem.record.identifiers import is_address
from ibidem.record.model import Agent, AgentKind, Contribution, Funding, Identifier, Licence, Record, Related, Subject
from ibidem.record.model import TitleKind as Kind

SCHEMA = "http://datacite.org/schema/kernel-4"
_TITLES = {Kind.SUB: "Subtitle", Kind.ALTERNATIVE: "AlternativeTitle", Kind.TRANSLATED: "TranslatedTitle"}
# Translator is a type from 4.6 on
_CONTRIBUTORS = {
    "edt": "Editor", "pdr": "ProjectLeader", "res": "Researcher", "dtm": "DataManager", "his": "HostingInstitution", "dst": "Distributor",
    "spn": "Sponsor", "cph": "RightsHolder",
}  # fmt: skip
_SCHEMES = {
    "doi": "DOI", "orcid": "ORCID", "gnd": "GND", "viaf": "VIAF", "wikidata": "Wikidata", "isni": "ISNI", "ror": "ROR", "urn": "URN",
    "handle": "Handle", "isbn": "ISBN", "issn": "ISSN", "url": "URL",
}  # fmt: skip
_REGISTERS = {
    "orcid": "https://orcid.org", "gnd": "https://d-nb.info/gnd", "viaf": "https://viaf.org", "wikidata": "https://www.wikidata.org",
    "isni": "https://isni.org", "ror": "https://ror.org",
}  # fmt: skip
_RESOLVED = ("doi", "handle", "urn", "isbn", "issn", "url")


def as_datacite_json(record: Record) -> str:
    return as_json(attributes(record), indent=1) + "\n"


def attributes(record: Record) -> dict[str, Any]:
    """The attributes of a DOI, those left out that the record does not fill."""
    doi = next((one for one in record.identifiers if one.scheme == "doi"), None)
    related = [one for one in record.related if _is_resolved(one)]
    printed = [one for one in record.related if one.relation in ("IsDerivedFrom", "IsPartOf") and not _is_resolved(one)]
    dates = [("Issued", record.date), *(("Updated", change.when) for change in record.changes)]
    found: dict[str, Any] = {
        "doi": doi.value if doi else "",
        "url": record.url,
        "creators": [_agent(one.agent) for one in record.creators],
        "titles": _once(
            _filled(title=it.text, titleType=_TITLES.get(it.kind, ""), lang=it.language) for it in record.titles
        ),
        "publisher": _publisher(record.publisher) if record.publisher else {},
        "publicationYear": record.year,
        "types": {"resourceTypeGeneral": "Text", "resourceType": "TEI edition"},
        "subjects": _once(map(_subject, record.subjects)),
        "contributors": [_contributor(one) for one in record.contributors],
        "dates": _once({"date": when, "dateType": kind} for kind, when in dates if when),
        "language": next(iter(record.languages), ""),
        "alternateIdentifiers": _once(
            {"alternateIdentifier": one.value, "alternateIdentifierType": _scheme(one)}
            for one in record.identifiers
            if one is not doi
        ),
        "relatedIdentifiers": _once(_related(one.relation, one.identifier) for one in related if one.identifier),
        "relatedItems": _once(
            {"relatedItemType": "Other", "relationType": one.relation, "titles": [{"title": one.text}]}
            for one in printed
        ),
        "sizes": _once(record.extent),
        "formats": ["application/tei+xml"],
        "version": record.version,
        "rightsList": _once(
            [*([_licence(record.licence)] if record.licence else []),
             *(_filled(rights=words.text, lang=words.language) for words in record.rights)]
        ),
        "descriptions": _once(
            _filled(description=words.text, descriptionType="Abstract", lang=words.language) for words in record.abstracts
        ),
        "fundingReferences": _once(map(_funding, record.funding)),
        "schemaVersion": SCHEMA,
    }  # fmt: skip
    return {name: value for name, value in found.items() if value}


def _filled(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value}


def _once(values: Iterable[Any]) -> list[Any]:
    """The values in order, each once, as the schema demands."""
    found: list[Any] = []
    known: set[str] = set()
    for value in values:
        if (text := repr(value)) not in known:
            known.add(text)
            found.append(value)
    return found


def _agent(agent: Agent) -> dict[str, Any]:
    return _filled(
        name=agent.inverted,
        nameType="Personal" if agent.kind is AgentKind.PERSON else "Organizational",
        givenName=agent.given,
        familyName=agent.family,
        nameIdentifiers=[
            {
                "nameIdentifier": one.url,
                "nameIdentifierScheme": _SCHEMES[one.scheme],
                "schemeUri": _REGISTERS[one.scheme],
            }
            for one in agent.identifiers
            if one.scheme in _REGISTERS
        ],
        affiliation=[{"name": agent.affiliation}] if agent.affiliation else [],
    )


def _contributor(one: Contribution) -> dict[str, Any]:
    return _agent(one.agent) | {"contributorType": _CONTRIBUTORS.get(one.role, "Other")}


def _publisher(agent: Agent) -> dict[str, Any]:
    number = next((one for one in agent.identifiers if one.scheme in ("ror", "isni", "gnd", "wikidata")), None)
    if number is None:
        return {"name": agent.name}
    return {
        "name": agent.name,
        "publisherIdentifier": number.url,
        "publisherIdentifierScheme": _SCHEMES[number.scheme],
        "schemeUri": _REGISTERS[number.scheme],
    }


def _subject(subject: Subject) -> dict[str, Any]:
    scheme = "schemeUri" if is_address(subject.scheme) else "subjectScheme"
    return _filled(subject=subject.text, valueUri=subject.url, lang=subject.language, **{scheme: subject.scheme})


def _scheme(one: Identifier) -> str:
    return _SCHEMES.get(one.scheme) or one.label or "Local"


def _is_resolved(one: Related) -> bool:
    return one.identifier is not None and one.identifier.scheme in _RESOLVED


def _related(relation: str, one: Identifier) -> dict[str, str]:
    return {"relatedIdentifier": one.value, "relatedIdentifierType": _scheme(one), "relationType": relation}


def _licence(licence: Licence) -> dict[str, str]:
    return {
        "rights": licence.label or licence.spdx,
        "rightsUri": licence.url,
        "rightsIdentifier": licence.spdx,
        "rightsIdentifierScheme": "SPDX",
        "schemeUri": "https://spdx.org/licenses/",
    }


def _funding(funding: Funding) -> dict[str, Any]:
    kinds = [(_funder_type(one), one) for one in funding.funder.identifiers]
    kind, number = next(((kind, one) for kind, one in kinds if kind), ("", None))
    return _filled(
        funderName=funding.funder.name,
        funderIdentifier=number.url if number else "",
        funderIdentifierType=kind,
        awardNumber=funding.award,
    )


def _funder_type(one: Identifier) -> str:
    """The type of a funder's identifier; the DOIs of Crossref's register of funders begin with 10.13039."""
    if one.scheme == "doi" and one.value.startswith("10.13039/"):
        return "Crossref Funder ID"
    return _SCHEMES[one.scheme] if one.scheme in ("ror", "isni") else ""
