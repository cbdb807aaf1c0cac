"""What is wrong in the notes themselves: the author's slips, which an editor may only want to know of."""

from collections.abc import Iterator
from functools import lru_cache

from ibidem.citations.collect import Citations, collect
from ibidem.citations.extents import Extent, extent_of
from ibidem.citations.fault import Fault
from ibidem.citations.lint import lint
from ibidem.finding import Severity
from ibidem.reading.read import Source
from ibidem.rules import Problem, rule
from ibidem.tree import TEI, XML_ID, Element, text_of

# What says why a short reference has no antecedent, so that nothing else need be said of it.
UNRESOLVED = frozenset(("ibid-first", "ibid-chapter", "supra-missing", "opcit-unknown"))


@rule(
    "ibid-first", Severity.WARNING, ibid_chapter=Severity.WARNING, ibid_several=Severity.WARNING, ibid_comment=Severity.INFO,
    supra_wrong=Severity.WARNING, supra_missing=Severity.WARNING, opcit_unknown=Severity.WARNING, place_outside=Severity.WARNING,
    unit_spelling=Severity.INFO, unit_disagrees=Severity.WARNING,
    year_disagrees=Severity.INFO,
)  # fmt: skip
def notes(source: Source) -> Iterator[Problem]:
    """The notes of a text keep to the rules of short references, and do not contradict each other."""
    citations = collect(source)
    for fault in faults(citations):
        yield Problem(citations.elements[fault.citation.id], fault.message, fault.hint, fault.code)


@lru_cache(maxsize=2)  # two rules ask for the same text
def faults(citations: Citations) -> tuple[Fault, ...]:
    """The faults of one text."""
    return tuple(lint(citations.notes, citations.answers, _extents(citations)))


def _extents(citations: Citations) -> dict[str, Extent]:
    """The pages of works by the id of an entry or a citation, where a `biblScope` has them."""
    entries = {
        element.get(XML_ID): element
        for element in citations.source.find("t:standOff//t:listBibl[not(@type='expanded')]//*[@xml:id]")
    }
    marked = {key: element for key, element in citations.elements.items() if element.tag == TEI + "bibl"}
    found = ((key, _extent(element)) for key, element in (entries | marked).items())
    return {key: extent for key, extent in found if extent is not None}


def _extent(element: Element) -> Extent | None:
    for scope in element.iterdescendants(TEI + "biblScope"):
        if scope.get("unit") in ("page", "pp", "pages"):
            first, _, last = (part.strip() for part in text_of(scope).strip("pPSСs. ").replace("–", "-").partition("-"))
            return extent_of(scope.get("from", first), scope.get("to", last))
    return None
