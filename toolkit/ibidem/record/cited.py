"""What the formats of citations take from a record: who, under which key, by which numbers."""

import re

from ibidem.record.model import Agent, AgentKind, Record
from ibidem.works.keys import folded
from ibidem.works.record import Person


def authors(record: Record) -> list[Agent]:
    """The creators, but for those who are so as editors."""
    return [one.agent for one in record.creators if one.role != "edt"]


def in_role(record: Record, role: str) -> list[Agent]:
    """All that have a role, creators first."""
    return [one.agent for one in (*record.creators, *record.contributors) if one.role == role]


def person_of(agent: Agent) -> Person:
    """A name in the form of the lists of works: parted, or whole."""
    return Person(agent.family, agent.given) if agent.given else Person(agent.family or agent.name)


def is_literal(agent: Agent) -> bool:
    """Whether a name must not be taken apart."""
    return agent.kind is AgentKind.ORGANIZATION or not agent.family


def key_of(record: Record) -> str:
    """A key of small letters of ASCII, digits and hyphens, from the name of the text."""
    return "-".join(filter(None, map(folded, re.split(r"[\W_]+", record.id)))) or "edition"


def number(record: Record) -> tuple[str, str]:
    """The scheme and value of the first number that is neither a DOI nor an address: a Handle or a URN."""
    return next(((it.scheme, it.value) for it in record.identifiers if it.scheme in ("handle", "urn")), ("", ""))
