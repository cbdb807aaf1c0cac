"""Full citations of one work that name two years."""

import re
from collections.abc import Iterator, Sequence

from ibidem.citations.fault import Fault, shortened
from ibidem.citations.identify import path_of
from ibidem.citations.model import Citation, Note, Work

_YEAR = re.compile(r"(?<![\d/–—-])(?:1[4-9]|20)\d\d(?![\d/–—-])")
_EDITION = re.compile(r"\b(?:ed|edn|edition|Aufl|Auflage|éd|édition|rist|изд|reprint|rev|repr)\b", re.IGNORECASE)


def years_apart(notes: Sequence[Note]) -> Iterator[Fault]:
    """A work that is cited in full again with another year, where neither citation speaks of an edition."""
    first: dict[Work, tuple[str, Note]] = {}
    for note in notes:
        for citation in note.citations:
            if citation.entry is None or (year := _year_of(citation)) == "":
                continue
            known, where = first.setdefault(citation.entry, (year, note))
            if known != year:
                yield Fault(
                    "year-disagrees",
                    note,
                    citation,
                    f"“{shortened(citation.text)}” in note {note.label} has the year {year}; note {where.label} has {known}.",
                    "Correct one, or say which edition is meant.",
                )


def _year_of(citation: Citation) -> str:
    """The one year in a full citation, or "" where there are several, or an edition is named."""
    if citation.is_short or path_of(citation) or _EDITION.search(citation.text):
        return ""
    years = set(_YEAR.findall(citation.text))
    return years.pop() if len(years) == 1 else ""
