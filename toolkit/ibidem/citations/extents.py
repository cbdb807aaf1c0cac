"""Places beyond the pages of a work: where an article has a range of pages, and what is cited of it lies outside."""

import re
from collections.abc import Iterator, Mapping, Sequence

from ibidem.citations.fault import Fault, is_number, shortened
from ibidem.citations.identify import Key, key_of
from ibidem.citations.model import Answer, Citation, Note, Scope

Extent = tuple[int, int]
# *pp. 121–145, here p. 130*: the range is that of the work only where a place in it follows
_HERE = r"(?:here|at|esp\.|especially|hier|bes\.|insb\.|ici|not\.|qui|aquí|здесь)"
_RANGE = re.compile(
    rf"(?<![\d/.])(?<!No\.\s)(?<!Nr\.\s)(\d{{1,5}})\s?[-–—]\s?(\d{{1,5}})\)?\s?[,;:]?\s?\(?{_HERE}\s"
    r"(?:at\s|auf\s)?(?:[^\W\d_]{1,5}\.?\s?)?(\d{1,5})(?!\d)",
    re.IGNORECASE,
)


def outside(notes: Sequence[Note], answers: Sequence[Answer], extents: Mapping[str, Extent]) -> Iterator[Fault]:
    """The citations whose pages lie outside those of their work. `extents` are known from markup, by the id of a citation or an entry."""
    known: dict[Key, Extent] = {}
    skipped = {
        answer.reference.id for answer in answers if answer.reference.scope is not Scope.WORK or answer.alternatives
    }
    for note in notes:
        for citation in note.citations:
            key = key_of(citation)
            if key is None or citation.id in skipped:
                continue
            extent = (
                extents.get(citation.work)
                or extents.get(citation.id)
                or (None if citation.is_short else extent_in(citation.text))
            )
            if extent is not None:
                known.setdefault(key, extent)
            if key in known and extent_in(citation.text) is None and (page := _beyond(citation, known[key])):
                first, last = known[key]
                yield Fault(
                    "place-outside", note, citation,
                    f"“{shortened(citation.text)}” in note {note.label} names page {page}; the work has pages {first} to {last}.",
                    "Compare the page with the work.",
                )  # fmt: skip


def extent_in(text: str) -> Extent | None:
    """The pages of a work as a full citation says them before the place in it (*S. 121–145, hier S. 130*)."""
    match = _RANGE.search(text)
    extent = extent_of(match[1], match[2]) if match else None
    return extent if match and extent and extent[0] <= int(match[3]) <= extent[1] else None


def pinned_in(text: str) -> str:
    """The page that stands after the pages of a work, or "" (*130* in *S. 121–145, hier S. 130*)."""
    match = _RANGE.search(text)
    return match[3] if match and extent_in(text) else ""


def extent_of(first: str, last: str) -> Extent | None:
    """A range of pages as numbers; what is left out of the second is taken from the first (*121–45*). Nothing where it is no range."""
    if not (is_number(first) and is_number(last)):
        return None
    if len(last) < len(first):
        last = first[: len(first) - len(last)] + last
    return (int(first), int(last)) if int(first) < int(last) else None


def _beyond(citation: Citation, extent: Extent) -> int:
    """The first page of a citation that is outside, or 0."""
    own = [level for level in citation.place if not level.source]
    if any(level.unit == "volume" for level in own if citation.is_short):
        return 0  # pages of another volume
    pages = [page for level in own if level.unit == "page" for page in (level.first, level.last)]
    return next((int(page) for page in pages if is_number(page) and not extent[0] <= int(page) <= extent[1]), 0)
