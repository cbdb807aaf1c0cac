"""One pass from left to right through the notes: every short reference answered, and ready to serve as an antecedent."""

from collections.abc import Iterable
from dataclasses import replace

from ibidem.citations.locator import is_part_of_work
from ibidem.citations.model import Answer, Citation, Level, Note
from ibidem.citations.rules import RULES, Choice, Context, accepts, changes_work, inherit


def resolve(notes: Iterable[Note], works: dict[str, tuple[Level, ...]] | None = None) -> list[Answer]:
    """The answers to all short references of a text, in order. Linear in the number of citations.

    `works` names the units that the edition's own list has (by id, with the levels of their path), so that *Ibid., D. 40* finds its entry.
    """
    answers: list[Answer] = []
    context = Context(Note(0, "", "", "", ()))
    entries = {_path(levels): identifier for identifier, levels in (works or {}).items() if levels}
    for note in notes:
        if note.chapter != context.note.chapter:  # rule 24: ibid never crosses a chapter
            context.previous, context.by_name = [], {}
        context.note, context.earlier = note, []
        context.labels[note.order] = note.label
        for citation in note.citations:
            cited: Citation | None = citation
            if citation.is_short:
                answers.append(_answer(citation, context, entries))
                cited = (
                    replace(citation, levels=citation.decided_levels)
                    if citation.decided
                    else _as_antecedent(answers[-1])
                )
            if cited is not None:
                context.earlier.append(cited)
                for name in cited.names:
                    context.by_name.setdefault(name, []).append(cited)
        # Only the stretch back to the last note that cites something is ever looked at again.
        if context.earlier:
            context.previous = []
        context.previous.append((note, context.earlier))
    return answers


def _as_antecedent(answer: Answer) -> Citation | None:
    """A resolved reference as a citation of the work that it stands for, at the place that it names."""
    antecedent, reference = answer.antecedent, answer.reference
    if antecedent is None:
        return None
    return replace(
        reference,
        levels=answer.levels,
        work=answer.work,
        label=answer.label,
        names=reference.names | antecedent.names,
        words=antecedent.words,
    )


def _answer(reference: Citation, context: Context, entries: dict[tuple[tuple[str, str], ...], str]) -> Answer:
    for number, function in RULES.items():
        choice = function(reference, context)
        if choice is not None:
            return _fill(reference, context, number, choice, entries)
    return Answer(reference, context.note, "26", _why_not(reference, context))


def _fill(
    reference: Citation, context: Context, number: str, choice: Choice, entries: dict[tuple[tuple[str, str], ...], str]
) -> Answer:
    antecedent = choice.antecedents[0]
    inheritance, levels = inherit(antecedent, reference.levels)
    work, label = antecedent.work, antecedent.label
    if changes_work(antecedent, reference.levels):
        # the path leads to another unit: the edition may have an entry for it, and if not, none is invented
        work = entries.get(_path(levels), "")
        label = ", ".join(level.text for level in levels if is_part_of_work(level.unit))
    where = f"note {context.labels[antecedent.note]}"
    sign = reference.sign + ("." if not reference.sign.endswith(".") else "")
    reason = choice.reason.format(sign=sign, label=context.labels[antecedent.note])
    place = {
        "7a": f"as it names no place, that of {where} holds",
        "7b": "it names its own place",
        "7c": f"it names a smaller place within that of {where}",
        "7d": f"it names its own part of the archive and takes the path above it from {where}",
    }[inheritance]
    return Answer(
        reference, context.note, f"{number}, {inheritance}", f"{reason}; {place}.",
        choice.confidence, choice.antecedents, work, label, levels, choice.alternatives,
    )  # fmt: skip


def _why_not(reference: Citation, context: Context) -> str:
    cited = [c for _, previous in context.previous for c in previous]
    if not cited and not context.earlier:
        return f"{reference.sign} has no citation before it."
    if not any(accepts(citation, reference) for citation in [*cited, *context.earlier]):
        places = ", ".join(level.text for level in reference.levels)
        return f"No citation before {reference.sign} can have the place that it names ({places})."
    return f"No rule settles what {reference.sign} means here."


def _path(levels: Iterable[Level]) -> tuple[tuple[str, str], ...]:
    return tuple((level.unit, level.first) for level in levels if is_part_of_work(level.unit))
