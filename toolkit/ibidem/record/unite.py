"""The record of a whole edition, from those of its texts and from `edition.toml`."""

import re
import unicodedata
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from ibidem.edition import Edition
from ibidem.record.model import Agent, AgentKind, Contribution, Record, Related, Title, Words

_T = TypeVar("_T")
_LONGEST = 60  # characters of the name of an edition


def record_of_edition(edition: Edition, records: Sequence[Record]) -> Record:
    """One record for all: of a single text its own, of several what they have together under the title of the edition.

    What differs from text to text (version, extent, abstract, licence, history) is not said of the whole.
    """
    settings = edition.record
    whole = records[0] if len(records) == 1 else _united(edition, records)
    return replace(
        whole,
        publisher=Agent(settings.publisher, AgentKind.ORGANIZATION) if settings.publisher else whole.publisher,
        identifiers=_once([*settings.identifiers, *whole.identifiers]),
        abstracts=(Words(settings.abstract, edition.language),) if settings.abstract else whole.abstracts,
        url=settings.url or whole.url,
        contact=settings.contact,
    )


def _united(edition: Edition, records: Sequence[Record]) -> Record:
    creators = _once((one for record in records for one in record.creators), _who)
    known = {_who(one) for one in creators}
    licences = {record.licence.spdx if record.licence else "" for record in records}
    return Record(
        id=_name(edition.title),
        titles=(Title(edition.title, edition.language),),
        creators=creators,
        contributors=_once((one for each in records for one in each.contributors if _who(one) not in known), _who),
        publisher=next((record.publisher for record in records if record.publisher), None),
        date=max((record.date for record in records), default=""),
        licence=records[0].licence if len(licences) == 1 else None,
        rights=_once(words for record in records for words in record.rights),
        languages=_once(language for record in records for language in record.languages),
        subjects=_once(subject for record in records for subject in record.subjects),
        funding=_once(funding for record in records for funding in record.funding),
        related=(*map(_part, records), *_once(related for record in records for related in record.related)),
    )


def _part(record: Record) -> Related:
    known = (one for scheme in ("doi", "handle", "urn", "url") for one in record.identifiers if one.scheme == scheme)
    return Related("HasPart", record.full_title or record.id, next(known, None))


def _who(one: Contribution) -> tuple[str, str, str]:
    """What is the same where one person did the same in several texts: a number that identifies, else the name."""
    agent = one.agent
    number = next((f"{each.scheme}:{each.value}" for each in agent.identifiers if each.scheme), "")
    return number or agent.inverted.casefold(), one.role, one.label if one.role == "ctb" else ""


def _once(items: Iterable[_T], key: Callable[[_T], Hashable] = lambda item: item) -> tuple[_T, ...]:
    """The items in order, each once."""
    found: dict[Hashable, _T] = {}
    for item in items:
        found.setdefault(key(item), item)
    return tuple(found.values())


def _name(title: str) -> str:
    """A name for files, from a title: small letters of any script, digits, hyphens."""
    folded = unicodedata.normalize("NFKC", title).casefold()
    name = "-".join(re.findall(r"[^\W_]+", folded))[:_LONGEST].strip("-")
    return name or "edition"
