"""RIS, as Zotero, EndNote and Citavi read it: one tag in a line, lines ended by CR and LF."""

from collections.abc import Iterable, Iterator

from ibidem.report import plain
from ibidem.works.record import Cited, Person, cited_in

_TYPES = {
    "article-journal": "JOUR", "article-newspaper": "NEWS", "book": "BOOK", "chapter": "CHAP", "manuscript": "MANSCPT",
}  # fmt: skip


def as_ris(works: Iterable[Cited], *, files: bool = False) -> str:
    """`files` says whether places are named with their file."""
    return "".join(
        f"{tag}  - {' '.join(plain(value).split())}\r\n" + ("\r\n" if tag == "ER" else "")
        for cited in works
        for tag, value in _lines(cited, files)
    )


def _lines(cited: Cited, files: bool) -> Iterator[tuple[str, str]]:
    record = cited.record
    first, _, last = record.pages.partition("-")
    fields = [
        ("ID", cited.key),
        *(("AU", _name(person)) for person in record.authors),
        *(("A2", _name(person)) for person in record.editors),
        ("TI", record.title),
        ("T2", record.container),
        ("VL", record.volume),
        ("IS", record.issue),
        ("SP", first),
        ("EP", last),
        ("PB", record.publisher),
        ("CY", record.place),
        ("PY", record.year),
        ("DA", record.date.replace("-", "/") + "/" * (3 - record.date.count("-")) if record.date else ""),
        ("DO", record.doi),
        ("DB", record.archive),
        ("AV", ", ".join(filter(None, [record.archive, record.location, record.archive_place]))),
        ("N1", cited_in(cited, files=files)),
    ]
    yield "TY", _TYPES.get(record.kind, "GEN")
    yield from ((tag, value) for tag, value in fields if value)
    yield "ER", ""


def _name(person: Person) -> str:
    return f"{person.family}, {person.given}" if person.given else person.family
