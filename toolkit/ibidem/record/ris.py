"""RIS of a record."""

from ibidem.record.cited import authors, in_role, key_of, person_of
from ibidem.record.model import Agent, Record
from ibidem.works.ris import date, name, reference


def as_ris(record: Record) -> str:
    """One reference of the type *GEN*. RIS has no tag for a licence: it is a note. Creators who are editors are authors here, so that they come first."""
    leading = authors(record) or [one.agent for one in record.creators]
    editors = [agent for agent in in_role(record, "edt") if agent not in leading]
    licence = f"Licence: {record.licence.spdx}, {record.licence.url}" if record.licence else ""
    fields = [
        ("ID", key_of(record)),
        *(("AU", _name(agent)) for agent in leading),
        *(("A2", _name(agent)) for agent in editors),
        *(("A4", _name(agent)) for agent in in_role(record, "trl")),
        ("TI", record.full_title),
        ("PB", record.publisher.name if record.publisher else ""),
        ("PY", record.year),
        ("DA", date(record.date)),
        ("ET", record.version),
        ("LA", next(iter(record.languages), "")),
        ("AB", next((words.text for words in record.abstracts), "")),
        *(("KW", subject.text) for subject in record.subjects),
        ("DO", record.identified("doi")),
        ("SN", record.identified("isbn") or record.identified("issn")),
        *(("UR", url) for url in dict.fromkeys([record.url, *(it.url for it in record.identifiers)])),
        ("N1", licence),
    ]
    return reference("GEN", fields)


def _name(agent: Agent) -> str:
    return name(person_of(agent))
