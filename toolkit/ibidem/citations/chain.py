"""The whole way of one short reference, from note to note, to the citation in full: step by step, in sentences."""

import re
from collections.abc import Iterator

from ibidem.answers import place_of
from ibidem.citations.answered import Answered
from ibidem.citations.answering import TABLES
from ibidem.citations.locator import is_part_of_work
from ibidem.citations.model import Answer, Citation, Note, Scope
from ibidem.citations.notes import source_of
from ibidem.citations.rules import Rule
from ibidem.citations.rules.places import accepts

# The rules that are no choice among citations.
_NAMES = {
    "7a": "No place of its own: that of the antecedent holds.",
    "7b": "A place of its own.",
    "7c": "A smaller place within that of the antecedent.",
    "7d": "A part of an archive's path: what stands above it comes from the antecedent.",
    "11": "The author repeated, with the title of a work cited before.",
    "18": "A note that is pointed at is linked, and nothing is put in its place.",
    "19": "A note of another text.",
    "20": "A later note.",
    "21": "A short form that an earlier note declares.",
    "22": "The name and words of the title of a work cited in full.",
    "23": "Another volume of the same work.",
    "26": "Nothing settles it.",
}


def explained(text: Answered, note: Note) -> str:
    """What each short reference of a note stands for, and every step that leads there."""
    answers = [answer for answer in text.answers if answer.note is note]
    if not answers:
        cited = ", and ".join(f"“{citation.text}”" for citation in note.citations)
        return f"Note {note.label} has no short reference. " + (
            f"It cites {cited}." if cited else "No citation is found in it."
        )
    return "\n\n".join("\n".join(_chain(text, answer)) for answer in answers)


def _chain(text: Answered, answer: Answer) -> Iterator[str]:
    by_id = {each.reference.id: each for each in text.answers}
    where = {citation.id: note for note in text.notes for citation in note.citations}
    yield f"Note {answer.note.label}: “{answer.reference.text}”"
    step: Answer | None = answer
    last = answer.antecedent
    number = 1
    seen = set()
    while step is not None and step.reference.id not in seen:
        seen.add(step.reference.id)
        yield from _indented(number, _step(text, step, where))
        number += 1
        last = step.antecedent
        step = by_id.get(last.id) if last is not None else None
    if last is not None and not last.is_short:
        yield from _indented(number, [f"Note {text.notes[last.note - 1].label} cites it in full: {_quoted(last.text)}"])
        yield f"  So “{answer.reference.text}” in note {answer.note.label} stands for {_whole(answer)}."


def _whole(answer: Answer) -> str:
    if answer.reference.scope is Scope.AUTHOR and answer.antecedent is not None:
        return f"the author of {source_of(answer)}"
    return ", ".join(filter(None, (source_of(answer), place_of(answer))))


def _indented(number: int, sentences: list[str]) -> Iterator[str]:
    for at, sentence in enumerate(sentences):
        yield f"  {f'{number}.' if at == 0 else '  '} {sentence}"


def _step(text: Answered, answer: Answer, where: dict[str, Note]) -> list[str]:
    """What one reference says, which citation it takes and by which rule, what it inherits, and what else was thinkable."""
    reference, antecedent = answer.reference, answer.antecedent
    said = [f"Note {answer.note.label} says {_quoted(reference.text)}"]
    rules = re.findall(r"\d+[a-z]?", answer.rule)
    if antecedent is not None:
        label = text.notes[antecedent.note - 1].label
        place = "an earlier place of the same note" if antecedent.note == answer.note.order else f"note {label}"
        said.append(f"It takes {_what(answer)} from {place}: {_quoted(antecedent.text)}")
        said += [f"It also stands for {_quoted(other.text)}" for other in answer.antecedents[1:]]
    elif answer.target is not None:
        said.append(f"It points at note {answer.target.label}.")
    elif answer.reference.scope is not Scope.ELSEWHERE:
        said.append("It is unresolved.")
    said.append(f"Why: {answer.explanation}")
    said += [f"Rule {rule}: {name}" for rule in rules if (name := _name(answer, rule))]
    said += _passed(answer, rules)
    said += _inherited(answer, where)
    said += [
        f"Not “{other.text}” (note {text.notes[other.note - 1].label}): {_why_not(other, answer)}."
        for other in answer.alternatives
    ]
    if reference.decided:
        said.append(f"An editor has decided what it stands for ({reference.decided}); the program keeps to that.")
    elif answer.confidence is not None:
        said.append(f"Confidence: {answer.confidence}.")
    return said


def _quoted(words: str) -> str:
    """Words in quotation marks at the end of a sentence."""
    return f"“{words}”" + ("" if words.endswith(".") else ".")


def _what(answer: Answer) -> str:
    return (
        "the author"
        if answer.reference.scope is Scope.AUTHOR
        else "the volume"
        if answer.reference.scope is Scope.CONTAINER
        else "the work"
    )


def _name(answer: Answer, rule: str) -> str:
    """What a rule says, in one sentence."""
    function = _table(answer).get(rule)
    if function is not None and function.__doc__:
        return function.__doc__.partition("\n")[0].replace("*", "")
    return _NAMES.get(rule, "")


def _table(answer: Answer) -> dict[str, Rule]:
    kind = answer.reference.kind
    return TABLES.get(kind, {}) if kind is not None else {}


def _passed(answer: Answer, rules: list[str]) -> list[str]:
    """The rules that come before the one that decided, and found nothing."""
    table = list(_table(answer))
    chosen = next((rule for rule in rules if rule in table), None)
    tried = table if rules == ["26"] else table[: table.index(chosen)] if chosen else []
    return [f"Tried before, without finding anything: {', '.join(f'rule {rule}' for rule in tried)}."] if tried else []


def _inherited(answer: Answer, where: dict[str, Note]) -> list[str]:
    """Which levels of the path and the place come from which note, and which stand in the reference itself."""
    by_note: dict[str, list[str]] = {}
    for level in answer.levels:
        if level.source in where:
            by_note.setdefault(where[level.source].label, []).append(level.text)
    own = [level.text for level in answer.levels if not level.source]
    said = [
        f"{', '.join(texts)} {'is' if len(texts) == 1 else 'are'} inherited from note {label}."
        for label, texts in by_note.items()
    ]
    return said + ([f"{', '.join(own)} {'is' if len(own) == 1 else 'are'} its own."] if own else [])


def _why_not(other: Citation, answer: Answer) -> str:
    """Why a citation that was considered was not taken."""
    chosen = answer.antecedent
    levels = tuple(level for level in answer.reference.levels if not level.source)
    if levels and not accepts(other, levels):
        return f"it can have no {', '.join(level.text for level in levels)}"
    if chosen is None or other.entry is chosen.entry:
        return "it is the same work" if chosen is not None else "nothing tells it from the others"
    if (other.note, other.start) < (chosen.note, chosen.start):
        return "it stands further back than the one taken"
    if any(is_part_of_work(level.unit) for level in levels):
        return "the path leads elsewhere"
    return "the rule prefers the other; look at it yourself"
