"""BibTeX, in UTF-8, as BibTeX and biber read it."""

import re
from collections.abc import Iterable, Mapping

from ibidem.report import plain
from ibidem.works.record import Cited, Person, cited_in

_TYPES = {
    "article-journal": "article",
    "article-newspaper": "article",
    "book": "book",
    "chapter": "incollection",
    "manuscript": "misc",
}
# BibTeX counts braces without looking at what stands before them, so a single one is a command.
_SPECIAL = {
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}",
    "$": r"\$", "&": r"\&", "%": r"\%", "#": r"\#", "_": r"\_", "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}  # fmt: skip
_PARTS = re.compile(r"(?P<word>[^\W_](?:[^\W_]|[’'])*)|.", re.DOTALL)


def as_bibtex(works: Iterable[Cited], *, files: bool = False) -> str:
    """`files` says whether places are named with their file."""
    return "\n".join(_entry(cited, files) for cited in works)


def _entry(cited: Cited, files: bool) -> str:
    record = cited.record
    container = "journal" if record.kind.startswith("article") else "booktitle"
    archive = ", ".join(filter(None, [record.archive, record.location, record.archive_place]))
    fields = {
        "author": people(record.authors),
        "editor": people(record.editors),
        "title": capitals_kept(record.title),
        container: capitals_kept(record.container),
        "volume": escaped(record.volume),
        "number": escaped(record.issue),
        "pages": escaped(record.pages.replace("-", "--")),
        "publisher": escaped(record.publisher),
        "address": escaped(record.place),
        "year": record.year,
        "date": record.date if len(record.date) > 4 else "",
        "doi": verbatim(record.doi),
        "note": escaped(archive),
        "annote": escaped(cited_in(cited, files=files)),
    }
    return entry(_TYPES.get(record.kind, "misc"), cited.key, fields)


def entry(kind: str, key: str, fields: Mapping[str, str]) -> str:
    """An entry of fields whose values are escaped, those without one left out."""
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return f"@{kind}{{" + ",\n".join([key, *lines]) + "\n}\n"


def verbatim(address: str) -> str:
    """A DOI or an address, in which only braces count."""
    return plain(address).replace("{", "%7B").replace("}", "%7D")


def escaped(text: str) -> str:
    """Text in which no character is a command of TeX."""
    return "".join(_SPECIAL.get(char, char) for char in " ".join(plain(text).split()))


def capitals_kept(title: str) -> str:
    """A title whose capitals no style makes small: words with one stand in braces, but for the first letter of all."""

    def kept(part: re.Match[str]) -> str:
        if part["word"] and any(char.isupper() for char in part[0][part.start() == 0 :]):
            return f"{{{part[0]}}}"
        return _SPECIAL.get(part[0], part[0])

    return _PARTS.sub(kept, " ".join(plain(title).split()))


def people(persons: Iterable[Person]) -> str:
    """Names as `author` and `editor` have them."""
    return " and ".join(
        f"{_guarded(person.family)}, {escaped(person.given)}" if person.given else f"{{{escaped(person.family)}}}"
        for person in persons
    )


def _guarded(name: str) -> str:
    """A surname of several words, or with *and* in it, in braces."""
    return f"{{{escaped(name)}}}" if " " in name or "," in name else escaped(name)
