"""Dates of headers in ISO 8601: from the attributes, else from words that can mean one date only."""

import re
from datetime import date

from ibidem.tree import TEI, Element, text_of

_ISO = re.compile(r"(\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?)(?:T[\d:.,]+)?(?:Z|[+-]\d\d:?\d\d)?")
_YEAR = re.compile(r"(?<!\d)(?:1[4-9]|20)\d\d(?!\d)")
_BEST = ("publication", "published", "issued", "release", "released")


def date_of(element: Element) -> str:
    """The date of a `date`, `change` or the like, to the year, month or day; of a span its beginning; "" where it is unknown."""
    for name in ("when", "when-iso", "from", "from-iso"):
        if iso := _iso(element.get(name, "")):
            return iso
    return _in_words(text_of(element)) if element.tag == TEI + "date" else ""


def _iso(text: str) -> str:
    """The day, month or year of a date in ISO 8601, its time left out; "" where it is none of the calendar."""
    match = _ISO.fullmatch(text.strip())
    if match is None:
        return ""
    try:
        date.fromisoformat(f"{match[1]}-01-01"[:10] if len(match[1]) < 10 else match[1])
    except ValueError:
        return ""
    return match[1]


def _in_words(text: str) -> str:
    """A date written as ISO 8601 has it, or the one year that is named: of *24 November 2026* the year."""
    if iso := _iso(text):
        return iso
    years = set(_YEAR.findall(text))
    return years.pop() if len(years) == 1 else ""


def published(statement: Element) -> str:
    """The date of a `publicationStmt`: that which says that it is of publication, else the first."""
    dates = [it for it in statement.iter(TEI + "date") if not any(p.tag == TEI + "idno" for p in it.iterancestors())]
    dates.sort(key=lambda it: it.get("type", "").casefold() not in _BEST)
    return next(filter(None, map(date_of, dates)), "")
