"""A record as XML (schema/record.rnc), and the formats that XSLT makes of it."""

import re

from lxml import etree

from ibidem.record.languages import iso639_3
from ibidem.record.model import Agent, Contribution, Identifier, Record, Related
from ibidem.resources import resource
from ibidem.tree import XML_LANG, Element
from ibidem.xslt import transform

NAMESPACE = "urn:ibidem:record"
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def as_xml(record: Record) -> str:
    """The record in our own vocabulary, from which the stylesheets of xslt/records start."""
    root = etree.Element(f"{{{NAMESPACE}}}record", nsmap={None: NAMESPACE})
    _attributes(root, id=record.id, date=record.date, version=record.version, url=record.url, contact=record.contact)
    for title in record.titles:
        _add(root, "title", title.text, title.language, kind=str(title.kind))
    _people(root, record)
    _rights(root, record)
    _content(root, record)
    for identifier in record.identifiers:
        _identifier(root, identifier)
    for related in record.related:
        _related(root, related)
    for change in record.changes:
        _add(root, "change", change.text, when=change.when, who=change.who)
    return str(etree.tostring(root, encoding="unicode", pretty_print=True))


def as_oai_dc(record: Record) -> str:
    """Dublin Core as OAI-PMH 2.0 has it (oai_dc)."""
    return _transformed(record, "oai_dc")


def as_datacite_xml(record: Record) -> str:
    """DataCite 4.6."""
    return _transformed(record, "datacite")


def as_mods(record: Record) -> str:
    """MODS 3.8."""
    return _transformed(record, "mods")


def _transformed(record: Record, name: str) -> str:
    return transform(resource(f"xslt/records/{name}.xsl"), as_xml(record)).text.rstrip("\n") + "\n"


def _people(root: Element, record: Record) -> None:
    for name, people in (("creator", record.creators), ("contributor", record.contributors)):
        for one in people:
            _contribution(root, name, one)
    if record.publisher:
        _agent(_add(root, "publisher"), record.publisher)


def _rights(root: Element, record: Record) -> None:
    if record.licence:
        _add(root, "licence", record.licence.label, spdx=record.licence.spdx, url=record.licence.url)
    for words in record.rights:
        _add(root, "rights", words.text, words.language)


def _content(root: Element, record: Record) -> None:
    """What the text is and is about, and who paid for it."""
    for language in record.languages:
        _add(root, "language", language, iso639_3=iso639_3(language))
    for words in record.abstracts:
        _add(root, "abstract", words.text, words.language)
    for subject in record.subjects:
        _add(root, "subject", subject.text, subject.language, scheme=subject.scheme, url=subject.url)
    for funding in record.funding:
        _agent(_add(root, "funding", award=funding.award), funding.funder)
    for extent in record.extent:
        _add(root, "extent", extent)


def _related(root: Element, related: Related) -> None:
    element = _add(root, "related", relation=related.relation)
    _add(element, "text", related.text)
    if related.identifier:
        _identifier(element, related.identifier)


def _contribution(parent: Element, name: str, one: Contribution) -> None:
    _agent(_add(parent, name, role=one.role, label=one.label), one.agent)


def _agent(parent: Element, agent: Agent) -> None:
    element = _add(
        parent, "agent", kind=str(agent.kind), family=agent.family, given=agent.given, affiliation=agent.affiliation
    )
    _add(element, "name", agent.name)
    for identifier in agent.identifiers:
        _identifier(element, identifier)


def _identifier(parent: Element, one: Identifier) -> None:
    _add(parent, "identifier", one.value, scheme=one.scheme, url=one.url, label=one.label)


def _add(parent: Element, name: str, text: str = "", language: str = "", **attributes: str) -> Element:
    """A child with its text and its attributes, those that are empty left out."""
    element = etree.SubElement(parent, f"{{{NAMESPACE}}}{name}")
    element.text = _clean(text) or None
    if language:
        element.set(XML_LANG, _clean(language))
    _attributes(element, **attributes)
    return element


def _attributes(element: Element, **attributes: str) -> None:
    for name, value in attributes.items():
        if value:
            element.set(name.replace("_", "-"), _clean(value))


def _clean(text: str) -> str:
    """Text without what XML cannot hold; it comes from edition.toml, where it can be written."""
    return _ILLEGAL.sub("\N{REPLACEMENT CHARACTER}", text)
