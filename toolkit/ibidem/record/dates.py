"""Dates of headers in ISO 8601: from the attributes, else from words that can mean one date only."""

import re

from ibidem.tree import TEI, Element, text_of

_ISO = re.compile(r"(\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?)(?:T[\d:.,]+(?:Z|[+-]\d\d:?\d\d)?|Z)?")
_YEAR = re.compile(r"(?<!\d)(?:1[4-9]|20)\d\d(?!\d)")
_BEST = ("publication", "published", "issued", "release", "released")


def date_of(element: Element) -> str:
    """The date of a `date`, `change` or the like, to the year, month or day; of a span its beginning; "" where it is unknown."""
    for name in ("when", "when-iso", "from", "from-iso"):
        if (match := _ISO.fullmatch(element.get(name, "").strip())) is not None:
            return match[1]
    return _in_words(text_of(element)) if element.tag == TEI + "date" else ""


def _in_words(text: str) -> str:
    """A date written as ISO 8601 has it, or the one year that is named: of *24 November 2026* the year."""
    if (match := _ISO.fullmatch(text.strip())) is not None:
        return match[1]
    years = set(_YEAR.findall(text))
    return years.pop() if len(years) == 1 else ""


def published(statement: Element) -> str:
    """The date of a `publicationStmt`: that which says that it is of publication, else the first."""
    dates = [
        date for date in statement.iter(TEI + "date") if not any(p.tag == TEI + "idno" for p in date.iterancestors())
    ]
    dates.sort(key=lambda date: date.get("type", "").casefold() not in _BEST)
    return next(filter(None, map(date_of, dates)), "")
