"""BibTeX of a record, with the fields of biblatex where BibTeX has none."""

from collections.abc import Iterable

from ibidem.record.cited import authors, in_role, key_of, number, person_of
from ibidem.record.model import Agent, Record
from ibidem.works.bibtex import capitals_kept, entry, escaped, people, verbatim

_NUMBERS = {"handle": "hdl", "urn": "urn"}


def as_bibtex(record: Record) -> str:
    """One entry of the type *misc*: neither BibTeX nor biblatex has one for an edition."""
    scheme, value = number(record)
    fields = {
        "author": _people(authors(record)),
        "editor": _people(in_role(record, "edt")),
        "translator": _people(in_role(record, "trl")),
        "title": capitals_kept(record.full_title),
        "publisher": escaped(record.publisher.name) if record.publisher else "",
        "year": record.year,
        "date": record.date if len(record.date) > 4 else "",
        "version": escaped(record.version),
        "doi": verbatim(record.identified("doi")),
        "isbn": escaped(record.identified("isbn")),
        "issn": escaped(record.identified("issn")),
        "eprint": verbatim(value),
        "eprinttype": _NUMBERS.get(scheme, ""),
        "url": verbatim(record.address),
        "language": escaped(next(iter(record.languages), "")),
        "keywords": escaped(", ".join(subject.text for subject in record.subjects)),
        "abstract": escaped(next((words.text for words in record.abstracts), "")),
        "copyright": escaped(record.licence.spdx) if record.licence else "",
    }
    return entry("misc", key_of(record), fields)


def _people(agents: Iterable[Agent]) -> str:
    return people(map(person_of, agents))
