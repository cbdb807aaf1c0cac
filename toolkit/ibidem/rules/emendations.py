"""Emendations: whole words, so that a slip of the tagging does not cut one in two."""

from collections.abc import Iterator

from ibidem.finding import Severity
from ibidem.reading.read import Source
from ibidem.rules import Problem, rule
from ibidem.tree import TEI, Element, View, chosen, runs, text_of


@rule("choice-word", Severity.WARNING)
def whole_words(source: Source) -> Iterator[Problem]:
    """In the reading text, a correction begins and ends where a word does."""
    for part in source.root.iterfind(TEI + "text"):
        pieces = list(runs(part, View.READ, notes=True))
        inside = [_choice(run.element) for run in pieces]
        for index, run in enumerate(pieces):
            if run.text is None or inside[index] is None:
                continue
            before = pieces[index - 1].text or "" if index and inside[index - 1] is not inside[index] else ""
            after = (
                pieces[index + 1].text or ""
                if index + 1 < len(pieces) and inside[index + 1] is not inside[index]
                else ""
            )
            if _joined(before, run.text) or _joined(run.text, after):
                word = f"{before.split(' ')[-1]}{run.text}{after.split(' ')[0]}"
                message = (
                    f"The correction “{text_of(chosen(inside[index], View.READ))}” stands inside a word: “{word}”."
                )
                yield Problem(
                    inside[index],
                    message,
                    "Enclose the whole word in choice, or move the choice to the word that is meant.",
                )


def _choice(element: Element) -> Element | None:
    """The choice in which an element stands, where it is one of sic and corr: letters are regularized and spelt out inside words on purpose."""
    choice = next((node for node in (element, *element.iterancestors()) if node.tag == TEI + "choice"), None)
    return choice if choice is not None and choice.find(TEI + "corr") is not None else None


def _joined(left: str, right: str) -> bool:
    return left[-1:].isalpha() and right[:1].isalpha()
