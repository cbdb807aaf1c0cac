"""Resolved references as a person reads them, and as a program does. Nothing is printed here."""

from typing import Any

from ibidem.citations.collect import Citations
from ibidem.citations.locator import is_part_of_work
from ibidem.citations.model import Answer
from ibidem.report import plain, table


def place_of(answer: Answer) -> str:
    """The whole place that a reference names after inheritance: *p. 47*, without the levels that make up the work."""
    return ", ".join(level.text for level in answer.levels if not is_part_of_work(level.unit))


def answers_as_text(citations: Citations) -> str:
    """A table: note, reference, work and place, antecedent, rule, confidence."""
    labels = {note.order: note.label for note in citations.notes}
    rows = [("note", "reference", "stands for", "place", "from", "rule", "confidence")]
    for answer in citations.answers:
        antecedent = answer.antecedent
        if antecedent is None:
            rows.append(
                (answer.note.label, answer.reference.text, f"unresolved: {answer.explanation}", "", "", answer.rule, "")
            )
            continue
        by = f" ({answer.reference.decided})" if answer.reference.decided else ""
        rows.append((
            answer.note.label, answer.reference.text, answer.label or answer.work or antecedent.text, place_of(answer) + _inherited(answer),
            f"note {labels[antecedent.note]}", answer.rule, f"{answer.confidence}{by}",
        ))  # fmt: skip
    return table([tuple(plain(cell) for cell in row) for row in rows])


def answers_as_json(citations: Citations) -> list[dict[str, Any]]:
    labels = {note.order: note.label for note in citations.notes}
    return [
        {
            "file": str(citations.source.path),
            "note": answer.note.label,
            "reference": answer.reference.text,
            "start": answer.reference.start,
            "end": answer.reference.end,
            "work": answer.work or None,
            "label": answer.label or None,
            "antecedent": answer.antecedent.id if answer.antecedent else None,
            "antecedent_note": labels[answer.antecedent.note] if answer.antecedent else None,
            "locator": [
                {
                    "unit": level.unit,
                    "from": level.first,
                    "to": level.last,
                    "text": level.text,
                    "inherited_from": level.source or None,
                }
                for level in answer.levels
            ],
            "rule": answer.rule,
            "confidence": answer.confidence,
            "explanation": answer.explanation,
            "alternatives": [citation.id for citation in answer.alternatives],
        }
        for answer in citations.answers
    ]


def _inherited(answer: Answer) -> str:
    taken = any(level.source for level in answer.levels if not is_part_of_work(level.unit))
    return " (inherited)" if taken else ""
