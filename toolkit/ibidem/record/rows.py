"""A record as a person reads it: one field a line, the words of long ones wrapped."""

from collections.abc import Iterator
from textwrap import wrap

import click

from ibidem.record.languages import iso639_3
from ibidem.record.model import Agent, Contribution, Identifier, Record, TitleKind
from ibidem.report import plain

_WIDTH = 100
_KINDS = {
    TitleKind.MAIN: "title",
    TitleKind.SUB: "subtitle",
    TitleKind.ALTERNATIVE: "other title",
    TitleKind.TRANSLATED: "translated title",
}
_RELATIONS = {"IsDerivedFrom": "made from", "IsPartOf": "part of", "HasPart": "has part", "References": "cites"}


def as_table(record: Record) -> str:
    """All fields that the record has, a name before each first one."""
    rows = [(name, plain(text)) for name, text in _rows(record) if text]
    width = max(len(name) for name, _ in rows)
    lines = []
    before = ""
    for name, text in rows:
        label = name if name != before else ""
        before = name
        first, *more = wrap(text, _WIDTH - width - 2, break_long_words=False, break_on_hyphens=False) or [""]
        lines.append(f"{click.style(label.ljust(width), bold=True)}  {first}")
        lines += [f"{'':{width}}  {line}" for line in more]
    return "\n".join(lines)


def _rows(record: Record) -> Iterator[tuple[str, str]]:
    yield "id", record.id
    yield from ((_KINDS[it.kind], _tagged(it.text, it.language)) for it in record.titles)
    yield from (("creator", _contribution(one)) for one in record.creators)
    yield from (("contributor", _contribution(one)) for one in record.contributors)
    yield "publisher", _agent(record.publisher) if record.publisher else ""
    yield "date", record.date
    yield "version", record.version
    yield "licence", f"{record.licence.spdx}  {record.licence.url}" if record.licence else ""
    yield from (("rights", _tagged(it.text, it.language)) for it in record.rights)
    yield from (("language", f"{tag} ({iso639_3(tag)})" if iso639_3(tag) else tag) for tag in record.languages)
    yield from (("identifier", _identifier(one)) for one in record.identifiers)
    yield "address", record.url
    yield "contact", record.contact
    yield from (("abstract", _tagged(it.text, it.language)) for it in record.abstracts)
    yield from (("subject", f"{it.text} ({it.scheme})" if it.scheme else it.text) for it in record.subjects)
    yield from (("funder", ", ".join(filter(None, [_agent(it.funder), it.award]))) for it in record.funding)
    yield from (("extent", text) for text in record.extent)
    for related in record.related:
        number = f"  {_identifier(related.identifier)}" if related.identifier else ""
        yield _RELATIONS.get(related.relation, related.relation), f"{related.text}{number}"
    yield from (("change", "  ".join(filter(None, [it.when, it.text, it.who]))) for it in record.changes)


def _tagged(text: str, language: str) -> str:
    return f"{text} [{language}]" if language else text


def _contribution(one: Contribution) -> str:
    return f"{_agent(one.agent)} ({', '.join(filter(None, [one.role, one.label]))})"


def _agent(agent: Agent) -> str:
    parts = [agent.inverted, agent.affiliation, *map(_identifier, agent.identifiers)]
    return ", ".join(filter(None, parts))


def _identifier(one: Identifier) -> str:
    return one.url or " ".join(filter(None, [one.label or one.scheme.upper(), one.value]))
