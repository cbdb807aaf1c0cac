"""RELAX NG: what a document has that its schema does not allow, as findings."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ibidem.finding import Finding, Severity
from ibidem.reading.events import Read
from ibidem.relaxng.accept import accepts
from ibidem.relaxng.grammar import Grammar, load

if TYPE_CHECKING:
    from ibidem.relaxng.places import Place
    from ibidem.words.case import Words

__all__ = ["check", "load"]


def check(read: Read, grammar: Grammar, file: str) -> Iterator[Finding]:
    """The faults of a document, in words. Raises `events.NotWellFormed`."""
    if accepts(read, grammar):
        grammar.keep()
        return
    from ibidem.relaxng.fold import Known, folded
    from ibidem.relaxng.match import MOST, match
    from ibidem.relaxng.places import find
    from ibidem.relaxng.words import Wording
    from ibidem.words.guidelines import element_page

    faults = match(read, grammar)
    grammar.keep()
    places = find(read, {fault.node for fault in faults})
    wording = Wording(grammar, places)
    known = Known()
    kept: list[tuple[Words, Place]] = []
    for fault, meant in folded(faults, places, wording.asked):
        at = places.by_order[fault.node]
        said = wording.of(fault, at, meant)
        if not known.covers(fault, at, said, len(kept)):
            kept.append((said, at))
    for number, (said, at) in enumerate(kept):
        hint = said.hint
        if more := known.beside[number]:
            hint += (
                " The same holds for the element after it."
                if more == 1
                else f" The same holds for the {more} elements after it."
            )
        yield Finding(
            said.code, Severity.ERROR, said.message, hint, file, at.line, at.column, at.xpath, at.near,
            see=element_page(said.see) if wording.is_tei and said.see else "", about=said.about,
        )  # fmt: skip
    if len(faults) >= MOST:
        message = f"There may be more than these {MOST} faults: no more are reported of one file."
        yield Finding("faults-many", Severity.ERROR, message, "Mend these first, and validate again.", file, 1, 1)
