"""One fault of the notes of a text, before it is known in what file they stand."""

from dataclasses import dataclass

from ibidem.citations.identify import archive_of, path_of
from ibidem.citations.model import Answer, Citation, Note

_LONG = 60


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a note, by a code of the catalogue, and what to do about it."""

    code: str
    note: Note
    citation: Citation
    message: str
    hint: str


def is_number(text: str) -> bool:
    """Whether a text is a number of a note or a page, of a size that these have."""
    return text.isdecimal() and len(text) < 10


def quoted(answer: Answer) -> str:
    """A reference and its note, as messages begin."""
    return f"“{shortened(answer.reference.text)}” in note {answer.note.label}"


def name_of(citation: Citation) -> str:
    """What a citation is of, in few words."""
    if not citation.work and (path := path_of(citation)):
        return shortened(", ".join(filter(None, [archive_of(citation), *(level.text for level in path)])))
    return shortened(
        citation.label or (citation.entry.full.label if citation.entry is not None else "") or citation.text
    )


def shortened(text: str) -> str:
    """A text that is long, without its end."""
    text = text.strip(" .,;")
    return text if len(text) <= _LONG else text[: _LONG - 3] + "…"
