"""Places from … to: pages, folios and numbers in a work, and spans of the text."""

import re
from collections.abc import Iterator

from ibidem.finding import Severity
from ibidem.reading.read import Source
from ibidem.rules import Problem, rule
from ibidem.rules.pointers import leads_to
from ibidem.targets import Pointer, pointers
from ibidem.tree import TEI, Element, local

_ROMAN = re.compile(r"m{0,4}(cm|cd|d?c{0,4})(xc|xl|l?x{0,4})(ix|iv|v?i{0,4})j?", re.IGNORECASE)
_VALUES = {"i": 1, "j": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
_FOLIO = re.compile(r"(\d{1,9})([rv]|[ab])?")
_SIDES = {None: 0, "r": 0, "a": 0, "v": 1, "b": 1}


def number_of(written: str) -> tuple[str, int, int] | None:
    """A page, folio or column as its kind of number, its number and its side; None where it is none of these."""
    if match := _FOLIO.fullmatch(written):
        sides = "rv" if match[2] in ("r", "v") else "ab" if match[2] else ""
        return f"arabic{sides}", int(match[1]), _SIDES[match[2]]
    if written and len(written) < 20 and _ROMAN.fullmatch(written):
        digits = [_VALUES[char] for char in written.lower()]
        after = [*digits[1:], 0]
        return "roman", sum(-one if one < two else one for one, two in zip(digits, after, strict=True)), 0
    return None


@rule("range-order")
def order(source: Source) -> Iterator[Problem]:
    """A range of pages, folios or numbers begins before it ends, in Arabic as in Roman numbers."""
    for element in source.root.iter(TEI + "citedRange", TEI + "biblScope", TEI + "locus"):
        first, last = element.get("from", ""), element.get("to", "")
        start, end = number_of(first), number_of(last)
        if not start or not end or start[0] != end[0] or start[1:] <= end[1:]:
            continue
        hint = "Exchange the two, or correct the one that is wrong."
        if first.isdecimal() and last.isdecimal() and len(last) < len(first):
            full = first[: -len(last)] + last
            if int(full) >= int(first):
                hint = f'Write the last number in full: to="{full}".'
        yield Problem(element, f"The range begins at {first} and ends before it, at {last}.", hint)


@rule("span-order")
def spans(source: Source) -> Iterator[Problem]:
    """A span of text ends after it begins (`@spanTo`, and `@from` and `@to` of `span` and `app`)."""
    ends = [pointer for pointer in pointers(source) if pointer.attribute in ("spanTo", "to")]
    if not ends:
        return
    order = {element: place for place, element in enumerate(source.root.iter(f"{TEI}*"))}
    starts = {pointer.element: pointer for pointer in pointers(source) if pointer.attribute == "from"}
    for end in ends:
        last = _only(end, source)
        if end.attribute == "spanTo":
            first: Element | None = end.element
        else:
            first = _only(starts[end.element], source) if end.element in starts else None
        if first is None or last is None or first not in order or last not in order:
            continue
        if any(node is last for node in first.iterancestors()):
            continue  # to the end of what it stands in
        if order[last] < order[first] or (last is first and end.attribute == "spanTo"):
            yield Problem(
                end.element,
                f"This {local(end.element)} ends at “{end.written}”, which {'is the place where it begins' if last is first else 'stands before it begins'}.",
                "Point at an anchor that follows, or exchange the two ends.",
            )


def _only(pointer: Pointer, source: Source) -> Element | None:
    return next(leads_to(pointer, source), None)


@rule("range-from", Severity.WARNING)
def begins(source: Source) -> Iterator[Problem]:
    """A range that ends must begin."""
    for element in source.root.iter(TEI + "citedRange", TEI + "biblScope"):
        if element.get("to") is not None and element.get("from") is None:
            yield Problem(
                element,
                f"The range ends at {element.get('to')} and begins nowhere.",
                "Add from; for a single page it equals to.",
            )
