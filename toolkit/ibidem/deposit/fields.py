"""What repositories require of a record, and which element of the header says it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from ibidem.deposit.package import Built, Kind, Text
from ibidem.edition import NAME
from ibidem.finding import Finding, Severity
from ibidem.record.model import Record


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a record: what it is called, whether a record has it, where in the header it belongs, and the element to add there.

    `setting` is what says it in edition.toml, under [record]; `parent` is "" where nothing else does.
    """

    name: str
    what: str
    is_there: Callable[[Record], bool]
    parent: str
    element: str
    setting: str = ""

    @property
    def hint(self) -> str:
        """What to add."""
        header = f"Add {self.element} to {self.parent.rpartition('/')[2]}" if self.parent else ""
        setting = f"rite {self.setting} in edition.toml under [record]" if self.setting else ""
        return f"{header}, or w{setting}." if header and setting else f"{header}." if header else f"W{setting}."


def _open_licence(record: Record) -> bool:
    hosts = ("creativecommons.org/", "rightsstatements.org/")
    return record.licence is not None and record.licence.url.partition("://")[2].removeprefix("www.").startswith(hosts)


_PUBLICATION = "fileDesc/publicationStmt"
FIELDS = {
    field.name: field
    for field in (
        Field("title", "title", lambda it: bool(it.title), "fileDesc/titleStmt", "<title>…</title>"),
        Field(
            "creator",
            "author or editor",
            lambda it: bool(it.creators),
            "fileDesc/titleStmt",
            "<author><persName><forename>…</forename> <surname>…</surname></persName></author>",
        ),
        Field(
            "publisher",
            "publisher",
            lambda it: it.publisher is not None,
            _PUBLICATION,
            "<publisher>…</publisher>",
            'publisher = "…"',
        ),
        Field(
            "date", "date of publication", lambda it: bool(it.date), _PUBLICATION, '<date when="2026-11-24">…</date>'
        ),
        Field(
            "licence",
            "licence",
            lambda it: it.licence is not None,
            _PUBLICATION,
            '<availability><licence target="https://creativecommons.org/licenses/by/4.0/">…</licence></availability>',
        ),
        Field(
            "open-licence",
            "licence of creativecommons.org or statement of rightsstatements.org",
            _open_licence,
            _PUBLICATION,
            '<availability><licence target="https://creativecommons.org/licenses/by/4.0/">…</licence></availability>',
        ),
        Field(
            "language",
            "language",
            lambda it: bool(it.languages),
            "profileDesc",
            '<langUsage><language ident="en">…</language></langUsage>',
        ),
        Field("abstract", "abstract", lambda it: bool(it.abstracts), "profileDesc", "<abstract><p>…</p></abstract>"),
        Field(
            "subject",
            "keyword",
            lambda it: bool(it.subjects),
            "profileDesc",
            "<textClass><keywords><term>…</term></keywords></textClass>",
        ),
        Field("contact", "address for questions", lambda it: bool(it.contact), "", "", 'contact = "name@example.org"'),
        Field(
            "address",
            "address on the web",
            lambda it: bool(it.url),
            _PUBLICATION,
            '<idno type="URL">https://…</idno>',
            'url = "https://…/"',
        ),
    )
}


def lacking(built: Built, kinds: Iterable[Kind], *, named: bool) -> Iterator[Finding]:
    """What formats require or recommend and the record lacks: one finding for each field and text, which names the formats.

    What is required is an error where the user `named` the formats, otherwise a warning: they are left out then.
    """
    required: defaultdict[tuple[Text | None, str], list[str]] = defaultdict(list)
    recommended: defaultdict[tuple[Text | None, str], list[str]] = defaultdict(list)
    for kind in kinds:
        for text, record in _asked(built, kind):
            for names, found in ((kind.required, required), (kind.recommended, recommended)):
                for name in names:
                    if not FIELDS[name].is_there(record):
                        found[text, name].append(kind.name)
    severity = Severity.ERROR if named else Severity.WARNING
    for (text, name), formats in required.items():
        yield _finding(built, text, FIELDS[name], "deposit-required", severity, formats, "cannot do without")
    for (text, name), formats in recommended.items():
        yield _finding(built, text, FIELDS[name], "deposit-recommended", Severity.INFO, formats, "should have")


def is_complete(built: Built, kind: Kind) -> bool:
    """Whether the record has all that a format requires."""
    return all(FIELDS[name].is_there(record) for _, record in _asked(built, kind) for name in kind.required)


def _asked(built: Built, kind: Kind) -> Iterator[tuple[Text | None, Record]]:
    """The records that a format looks at, with the text that says them; None where several texts do."""
    if kind.per_text:
        yield from ((text, text.record) for text in built.texts)
    else:
        yield built.texts[0] if len(built.texts) == 1 else None, built.record


def _finding(
    built: Built, text: Text | None, field: Field, code: str, severity: Severity, formats: list[str], needs: str
) -> Finding:
    listed = formats[0] if len(formats) == 1 else f"{', '.join(formats[:-1])} and {formats[-1]}"
    if text is None or not field.parent:
        message = f"The edition has no {field.what}, which {listed} {needs}."
        return Finding(code, severity, message, field.hint, str(built.edition.root / NAME), 1, 1)
    message = f"The header has no {field.what}, which {listed} {needs}."
    steps = "/".join(f"t:{step}" for step in field.parent.split("/"))
    parents = text.source.find(f"(t:teiHeader/{steps} | t:teiHeader)[last()]")
    return text.source.finding(code, severity, message, field.hint, at=parents[0] if parents else None)
