"""What formats need of a record, and a finding for each thing that it lacks."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from ibidem.finding import Finding, Severity
from ibidem.reading.read import Source
from ibidem.record.model import Record
from ibidem.rules.licences import licence as unknown_licence


@dataclass(frozen=True, slots=True)
class Field:
    """Something that a format may need: what it is called, whether a record has it, the element to add, and where that goes in the header."""

    name: str
    has: Callable[[Record], object]
    element: str
    place: str


FIELDS = {
    "title": Field("a title", lambda it: it.title, '<title type="main">…</title>', "titleStmt"),
    "creator": Field(
        "an author or editor", lambda it: it.creators, "<author>…</author>, or <editor>…</editor>,", "titleStmt"
    ),
    "editor": Field("an editor", lambda it: it.agents("edt"), "<editor>…</editor>", "titleStmt"),
    "holder": Field(
        "a rights holder",
        lambda it: it.holders,
        "<respStmt><resp>Rights holder</resp><name>…</name></respStmt>",
        "titleStmt",
    ),
    "publisher": Field("a publisher", lambda it: it.publisher, "<publisher>…</publisher>", "publicationStmt"),
    "date": Field("a date of publication", lambda it: it.date, '<date when="2026-11-24">…</date>', "publicationStmt"),
    "licence": Field(
        "a licence",
        lambda it: it.licence,
        '<availability><licence target="https://creativecommons.org/licenses/by/4.0/">…</licence></availability>, or the licence that it is,',
        "publicationStmt",
    ),
    "open-licence": Field(
        "a licence of Creative Commons, or a statement of rightsstatements.org",
        lambda it: (
            it.licence and re.match(r"https?://(www\.)?(creativecommons|rightsstatements)\.org/", it.licence.url)
        ),
        '<availability><licence target="https://creativecommons.org/licenses/by/4.0/">…</licence></availability>',
        "publicationStmt",
    ),
    "doi": Field("a DOI", lambda it: it.identified("doi"), '<idno type="DOI">10.…</idno>', "publicationStmt"),
    "address": Field("an address", lambda it: it.address, '<idno type="URL">https://…</idno>', "publicationStmt"),
    "version": Field("a version", lambda it: it.version, '<edition n="1">…</edition>', "editionStmt"),
    "language": Field("a language", lambda it: it.languages, '<language ident="en">…</language>', "langUsage"),
    "abstract": Field("an abstract", lambda it: it.abstracts, "<abstract><p>…</p></abstract>", "profileDesc"),
    "subject": Field("keywords", lambda it: it.subjects, "<keywords><term>…</term></keywords>", "textClass"),
    "contact": Field("an address of mail", lambda it: it.contact, "", ""),
}
# What edition.toml can say for the whole edition.
_SETTINGS = {
    "publisher": "publisher",
    "address": "url",
    "doi": "identifiers",
    "abstract": "abstract",
    "contact": "contact",
}
_PARENTS = {"textClass": "profileDesc", "langUsage": "profileDesc", "editionStmt": "fileDesc"}


@dataclass(frozen=True, slots=True)
class Needs:
    """The fields that a format requires, and those that it recommends, by their names in `FIELDS`."""

    required: tuple[str, ...] = ("title",)
    recommended: tuple[str, ...] = ()


def lacking(record: Record, form: str, needs: Needs) -> Iterator[Finding]:
    """One finding for each field that `form` needs and the record lacks: an error where it is required, else a warning."""
    for names, severity, verb in (
        (needs.required, Severity.ERROR, "requires"),
        (needs.recommended, Severity.WARNING, "recommends"),
    ):
        for name in names:
            field = FIELDS[name]
            if not field.has(record):
                message = f"{form} {verb} {field.name}, and the record has none."
                yield Finding(f"record-{name}", severity, message, _hint(name, field))


def _hint(name: str, field: Field) -> str:
    """*Add … to titleStmt in the header; or write …*."""
    setting = f"write {_SETTINGS[name]} under [record] in edition.toml" if name in _SETTINGS else ""
    if not field.element:
        return f"W{setting[1:]}."
    whole = "for the edition as a whole, " if name in ("doi", "abstract") else ""
    return f"Add {field.element} to {field.place} in the header" + (f"; or {whole}{setting}." if setting else ".")


def placed(findings: Iterable[Finding], source: Source) -> Iterator[Finding]:
    """Findings at the place of the header where the element is to be added, or at the nearest one there is; a licence that is unknown is told."""
    for finding in findings:
        name = FIELDS[finding.code.removeprefix("record-")].place
        names = (name, _PARENTS.get(name, "fileDesc"), "teiHeader")
        paths = (f"/*/t:teiHeader/descendant-or-self::t:{each}" for each in names if each)
        at = next((element for path in paths for element in source.find(path)), source.root)
        yield source.finding(finding.code, finding.severity, finding.message, finding.hint, at)
        if finding.code == "record-licence":
            for problem in unknown_licence(source):
                yield source.finding("licence-unknown", Severity.INFO, problem.message, problem.hint, problem.at)
