"""RELAX NG: what a document has that its schema does not allow, as findings."""

from collections.abc import Iterator

from ibidem.events import Read
from ibidem.finding import Finding, Severity
from ibidem.relaxng.accept import accepts
from ibidem.relaxng.grammar import Grammar, load

__all__ = ["check", "load"]


def check(read: Read, grammar: Grammar, file: str) -> Iterator[Finding]:
    """The faults of a document, in words. Raises `events.NotWellFormed`."""
    if accepts(read, grammar):
        grammar.keep()
        return
    from ibidem.relaxng.match import MOST, match
    from ibidem.relaxng.places import find
    from ibidem.relaxng.words import Wording

    faults = match(read, grammar)
    grammar.keep()
    places = find(read, {fault.node for fault in faults})
    wording = Wording(grammar, places.used)
    for fault in faults:
        at = places.by_order[fault.node]
        message, hint = wording.of(fault, at)
        yield Finding("schema", Severity.ERROR, message, hint, file, at.line, at.column, at.xpath, at.near)
    if len(faults) >= MOST:
        message = f"There may be more than these {MOST} faults: no more are reported of one file."
        yield Finding("schema", Severity.ERROR, message, "Mend these first, and validate again.", file, 1, 1)
