"""Citations: each has its work, and each short reference its antecedent, as the resolver finds it."""

from collections.abc import Iterator

from ibidem.citations.collect import PROGRAM, Citations, collect
from ibidem.citations.model import Answer, Kind, Scope
from ibidem.finding import Severity
from ibidem.read import Source
from ibidem.rules import Problem, rule
from ibidem.tree import TEI, Element, text_of

_HINT = "Run `ibidem resolve --write` to record it."


@rule("citation-work")
def work(source: Source) -> Iterator[Problem]:
    """In an edition with a list of sources, every citation marked up in a note points at its work."""
    if not source.find("t:standOff//t:listBibl[@type='sources']"):
        return
    for element in source.find("t:text//t:note//t:bibl[not(ancestor::t:bibl)]"):
        if element.get("corresp") is None and element.get("resp") != PROGRAM:
            yield Problem(
                element,
                f"The citation “{_shortened(text_of(element))}” names no work.",
                'Add corresp="#…" with the xml:id of its entry in the list of sources.',
            )


@rule("citation-missing", Severity.WARNING)
def missing(source: Source) -> Iterator[Problem]:
    """A note of the type `citation` cites something."""
    cited = collect(source)
    with_citation = {note.id for note in cited.notes if note.citations}
    for element in source.find("t:text//t:note[@type='citation'][@xml:id]"):
        if element.get("{http://www.w3.org/XML/1998/namespace}id") not in with_citation:
            yield Problem(
                element,
                f"Note {element.get('n', '')} is called a citation, and no citation is found in it.",
                "Mark it up as bibl, or change the type to commentary.",
            )


@rule("ibid-unresolved", ibid_unrecorded=Severity.ERROR, ibid_stale=Severity.ERROR, ibid_disagrees=Severity.WARNING)
def ibid(source: Source) -> Iterator[Problem]:
    """Every short reference has an antecedent before it, which is recorded, and with which the resolver agrees."""
    citations = collect(source)
    for answer in citations.answers:
        if answer.resolved and (
            answer.antecedent is None or answer.reference.kind is Kind.NOTEREF or answer.reference.scope is Scope.AUTHOR
        ):
            continue  # it links to a note, leads to another text, or names an author only: there is no work to record
        element = citations.elements[answer.reference.id]
        where = f"“{answer.reference.text}” in note {answer.note.label}"
        if element.tag != TEI + "bibl" or element.get("type") is None:
            if answer.antecedent is None:
                yield Problem(
                    element,
                    f"{where} has no antecedent. {answer.explanation}",
                    "Mark it up by hand as bibl with @corresp and @source, if you know what it means.",
                )
            else:
                yield Problem(
                    element,
                    f"{where} stands for {_target(answer)}, and that is not recorded.",
                    _HINT,
                    "ibid-unrecorded",
                )
            continue
        yield from _recorded(citations, answer, element, where)


def _recorded(citations: Citations, answer: Answer, element: Element, where: str) -> Iterator[Problem]:
    source = citations.source
    recorded = (element.get("source", ""), element.get("corresp", ""))
    antecedent = source.target(recorded[0])
    if antecedent is None and not (answer.reference.decided and recorded[1]):
        yield Problem(
            element, f"{where} names no antecedent.", 'Add source="#…" with the xml:id of the citation that it repeats.'
        )
        return
    if antecedent is not None and source.span(antecedent).start >= source.span(element).start:
        yield Problem(
            element,
            f"{where} takes its work from a citation that comes after it.",
            "An Ibid. looks back: correct @source.",
        )
        return
    if answer.antecedent is None:
        if not answer.reference.decided:
            yield Problem(
                element,
                f"{where} has no antecedent any more. {answer.explanation}",
                "Mark it up by hand, with your own @resp.",
            )
        return
    found = citations.elements[answer.antecedent.id].get("{http://www.w3.org/XML/1998/namespace}id", "")
    wanted = (f"#{found}", f"#{answer.work}" if answer.work else "")
    if answer.reference.decided:
        if recorded[1] != wanted[1]:
            yield Problem(
                element,
                f"The editor has decided that {where} stands for “{recorded[1]}”; the resolver finds {_target(answer)}.",
                answer.explanation,
                "ibid-disagrees",
            )
    elif recorded != wanted:
        yield Problem(
            element,
            f"{where} is recorded with {recorded[0]} and {recorded[1]}; it stands for {_target(answer)}.",
            _HINT,
            "ibid-stale",
        )


def _target(answer: Answer) -> str:
    assert answer.antecedent is not None
    return f"“{answer.label or answer.work}” ({answer.antecedent.id})"


def _shortened(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "…"
