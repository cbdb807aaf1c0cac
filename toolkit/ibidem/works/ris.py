"""RIS, as Zotero, EndNote and Citavi read it: one tag in a line, lines ended by CR and LF."""

from collections.abc import Iterable, Iterator

from ibidem.report import plain
from ibidem.works.record import Cited, Person, cited_in

_TYPES = {
    "article-journal": "JOUR", "article-newspaper": "NEWS", "book": "BOOK", "chapter": "CHAP", "manuscript": "MANSCPT",
}  # fmt: skip


def as_ris(works: Iterable[Cited], *, files: bool = False) -> str:
    """`files` says whether places are named with their file."""
    return "".join(reference(_TYPES.get(cited.record.kind, "GEN"), _fields(cited, files)) for cited in works)


def reference(kind: str, fields: Iterable[tuple[str, str]]) -> str:
    """One reference of tags and values, those without a value left out."""
    lines = [("TY", kind), *((tag, value) for tag, value in fields if value), ("ER", "")]
    return "".join(f"{tag}  - {' '.join(plain(value).split())}\r\n" for tag, value in lines) + "\r\n"


def _fields(cited: Cited, files: bool) -> Iterator[tuple[str, str]]:
    record = cited.record
    first, _, last = record.pages.partition("-")
    yield from [
        ("ID", cited.key),
        *(("AU", name(person)) for person in record.authors),
        *(("A2", name(person)) for person in record.editors),
        ("TI", record.title),
        ("T2", record.container),
        ("VL", record.volume),
        ("IS", record.issue),
        ("SP", first),
        ("EP", last),
        ("PB", record.publisher),
        ("CY", record.place),
        ("PY", record.year),
        ("DA", date(record.date)),
        ("DO", record.doi),
        ("DB", record.archive),
        ("AV", ", ".join(filter(None, [record.archive, record.location, record.archive_place]))),
        ("N1", cited_in(cited, files=files)),
    ]


def date(iso: str) -> str:
    """A date of ISO 8601 in the four parts of RIS, the last of which is for other words."""
    return iso.replace("-", "/") + "/" * (3 - iso.count("-")) if iso else ""


def name(person: Person) -> str:
    return f"{person.family}, {person.given}" if person.given else person.family
