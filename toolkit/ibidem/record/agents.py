"""Persons and organizations as headers name them, with their identifiers, and what each did."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from lxml import etree

from ibidem.reading.read import Source
from ibidem.record.entries import addresses, entry_at
from ibidem.record.identifiers import identifier_of, identifiers_of, is_address
from ibidem.record.model import Agent, AgentKind, Contribution, Identifier
from ibidem.record.roles import CONTRIBUTOR, names_an_organization, role_in, role_of
from ibidem.tree import TEI, Element, local, text_of, without
from ibidem.works.described import parted

_NAMES = frozenset(TEI + name for name in ("persName", "orgName", "name", "rs"))
# what stands in a name or beside it and is no part of it
_BESIDE = ("affiliation", "address", "email", "idno", "note", "date", "ptr", "graphic", "roleName", "bibl", "resp")
_DATES = re.compile(
    r"(?P<family>[^,]+),\s+(?P<given>[^,\d(]+?)(?:,\s+(?:[^\d,]{0,12}\d{3,4}|\d{3,4}\b)|\s+\([^()]{0,12}\d{3,4}\b).*"
)
_TITLED = re.compile(r"(?:dr|st|ste|mr|mrs|ms|fr|sr|hl|jr|don|sir)\.?\s", re.IGNORECASE)
_WITHOUT_SPACES = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_ORGANIZATION = re.compile(r"org|inst|corp|group|body", re.IGNORECASE)


def agents(element: Element, source: Source, top: Path, kind: AgentKind | None = None) -> Iterator[Agent]:
    """Those whom an element such as `author` or `publisher` names; `kind` is what they are where the names do not say it."""
    yield from (agent for _, agent in _each(element, source, top, kind))


def issuers(element: Element, source: Source, top: Path, role: str) -> Iterator[Contribution]:
    """Those whom a `publisher`, `distributor` or `authority` names; where a name has a role of its own, such as *hostingInstitution*, in that."""
    for name, agent in _each(element, source, top, AgentKind.ORGANIZATION):
        yield Contribution(agent, role_of(name.get("role", "")) or role)


def _each(element: Element, source: Source, top: Path, kind: AgentKind | None) -> Iterator[tuple[Element, Agent]]:
    named = list(_named(element))
    affiliation = _affiliation(element)
    for name in named or [element]:
        agent = _agent(name, element if len(named) < 2 else name, source, top, kind)
        if agent.name:
            yield name, replace(agent, affiliation=agent.affiliation or affiliation) if affiliation else agent


def contributions(element: Element, source: Source, top: Path, role: str = CONTRIBUTOR) -> Iterator[Contribution]:
    """Who did what by an `author`, `editor`, `respStmt` …; `role` is what the element means by itself."""
    resps = list(element.iterfind(TEI + "resp"))
    roles = [role_in(resp) for resp in resps] or [role_in(element)]
    if resps and next(_named(element), None) is None:  # the name is in the resp: *encoded by X*
        for resp in resps:
            code, label = role_in(without(resp, "persName", "orgName", "name", "rs"))
            yield from (
                Contribution(agent, code or role, label) for name in _named(resp) for agent in agents(name, source, top)
            )
        return
    for agent in agents(element, source, top):
        for code, label in roles:
            yield Contribution(agent, code or role, label)


def _named(element: Element) -> Iterator[Element]:
    """The outermost names in an element."""
    for child in element.iterchildren(etree.Element):
        if child.tag in _NAMES:
            yield child
        elif child.tag.startswith(TEI) and local(child) not in _BESIDE:
            yield from _named(child)


def _agent(name: Element, holder: Element, source: Source, top: Path, kind: AgentKind | None) -> Agent:
    found = _identifiers(name, holder, source, top)
    entry = next((each for each in _entries(name, holder, source, top)), None)
    written = text_of(without(name, *_BESIDE)).rstrip(" ,;:")
    family, given = _parts(name)
    if not given and family != written:  # of a name that is marked up in part, the rest must not be lost
        family = ""
    if family and given and _is_turned(name, written):
        written = f"{family}, {given}"
    kind = (
        _kind(name, entry, found)
        or kind
        or (AgentKind.ORGANIZATION if not family and _is_body(written) else AgentKind.PERSON)
    )
    if kind is AgentKind.ORGANIZATION:
        return Agent(written, kind, identifiers=found)
    if not family:
        family, given = _parted(written)
    if not family and entry is not None:
        family, given = next(filter(any, map(_parts, entry.iterchildren(TEI + "persName"))), ("", ""))
    affiliation = _affiliation(name) or (_affiliation(entry) if entry is not None else "")
    return Agent(written, kind, family, given, found, affiliation)


def _is_body(name: str) -> bool:
    """Whether a name is that of an organization: *Fen Project*, *Fen University Press, Fenborough*; *Press, Anna* and *A. Press* are not."""
    first, comma, rest = name.partition(",")
    if comma:
        return names_an_organization(rest) or (" " in first.strip() and names_an_organization(first))
    return not any(_parted(name)) and names_an_organization(name)


def _kind(name: Element, entry: Element | None, found: tuple[Identifier, ...]) -> AgentKind | None:
    """What the markup says: the element, its type, the entry, an identifier that only one of the two has."""
    said = name.get("type", "") if name.tag in _NAMES else ""
    what = local(entry) if entry is not None else ""
    schemes = {one.scheme for one in found}
    if name.tag == TEI + "orgName" or _ORGANIZATION.match(said) or "ror" in schemes or (what == "org" and not said):
        return AgentKind.ORGANIZATION
    is_person = name.tag == TEI + "persName" or said.casefold().startswith("pers") or what == "person"
    return AgentKind.PERSON if is_person or "orcid" in schemes or any(_parts(name)) else None


def _parts(name: Element) -> tuple[str, str]:
    """Surname, with the particle before it, and forenames, where they are marked up."""
    family = " ".join(text_of(part) for part in name.iter(TEI + "nameLink", TEI + "surname"))
    given = " ".join(text_of(part) for part in name.iter(TEI + "forename"))
    return (family, given) if name.find(f".//{TEI}surname") is not None else ("", "")


def _is_turned(name: Element, written: str) -> bool:
    """Whether the surname stands first and no comma says so, in a script that has spaces."""
    first = next(name.iter(TEI + "surname", TEI + "forename"))
    return first.tag == TEI + "surname" and "," not in written and not _WITHOUT_SPACES.search(written)


def _parted(name: str) -> tuple[str, str]:
    """A name in its two parts where its words show them; dates of life after it are left out."""
    if (dated := _DATES.match(name)) is not None:
        return dated["family"], dated["given"].strip()
    if _TITLED.match(name) or "@" in name:
        return "", ""
    person = parted(name)
    return (person.family, person.given) if person.given else ("", "")


def _entries(name: Element, holder: Element, source: Source, top: Path) -> Iterator[Element]:
    for element in dict.fromkeys((name, holder)):
        for address in addresses(element, "ref", source):
            if (entry := entry_at(address, element, source, top)) is not None:
                yield entry[0]


def _identifiers(name: Element, holder: Element, source: Source, top: Path) -> tuple[Identifier, ...]:
    return tuple(one for one in identifiers_of(_pairs(name, holder, source, top)))


def _pairs(name: Element, holder: Element, source: Source, top: Path) -> Iterator[tuple[str, str]]:
    """What identifies a name: its own addresses and numbers, then those of the entry that it points at."""
    for element in dict.fromkeys((name, holder)):
        for attribute in ("ref", "sameAs", "corresp", "key"):
            for address in addresses(element, attribute, source):
                if (entry := entry_at(address, element, source, top)) is not None:
                    yield from _of_entry(*entry)
                elif (one := identifier_of(address)) is not None and one.scheme:
                    yield address, ""
        for idno in element.iterdescendants(TEI + "idno"):
            if element is name or _belongs(idno, holder):
                yield text_of(idno), idno.get("type", "")


def _belongs(idno: Element, holder: Element) -> bool:
    """Whether a number beside a name is its own, not that of an affiliation or an award."""
    parent = idno.getparent()
    return parent is holder or local(parent) in ("idno", "persName", "orgName", "name")


def _of_entry(entry: Element, source: Source) -> Iterator[tuple[str, str]]:
    for idno in entry.iterchildren(TEI + "idno"):
        yield text_of(idno), idno.get("type", "")
    for element in (entry, *entry.iterchildren(TEI + "persName", TEI + "orgName", TEI + "name")):
        for attribute in ("sameAs", "ref"):
            yield from ((each, "") for each in addresses(element, attribute, source) if is_address(each))


def _affiliation(element: Element) -> str:
    found = element.find(TEI + "affiliation")
    return text_of(found) if found is not None else ""


_NAMED = frozenset(
    ("respStmt", "author", "editor", "principal", "sponsor", "funder", "publisher", "distributor", "authority", "persName", "orgName", "name")
)  # fmt: skip


def name_at(address: str, element: Element, source: Source, top: Path) -> str:
    """The name of whom a pointer such as `change/@who` names; the pointer itself where that is not there."""
    found = entry_at(address, element, source, top)
    if found is None:
        return address.removeprefix("#")
    entry, other = found
    if local(entry) in ("person", "org"):
        return text_of(next(entry.iterchildren(TEI + "persName", TEI + "orgName", TEI + "name"), entry))
    if local(entry) not in _NAMED:
        return text_of(entry)
    return ", ".join(agent.name for agent in agents(entry, other, top)) or address.removeprefix("#")
