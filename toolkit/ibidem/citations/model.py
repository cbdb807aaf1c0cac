"""The values that the stages of citation pass on."""

from dataclasses import dataclass
from enum import StrEnum


class Confidence(StrEnum):
    """The values of TEI's `@cert`."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class Level:
    """One step on the way to a place: a fonds, a volume, a page. `first` and `last` are equal for a single page; `last` is "" for *12 ff.*

    `start` and `end` are offsets into the text of the note; `source` is the id of the citation that it is inherited from.
    """

    unit: str
    first: str
    last: str
    text: str
    start: int = 0
    end: int = 0
    source: str = ""


@dataclass(frozen=True, slots=True)
class Citation:
    """A citation in a note, or a short reference to one (`sign` is then its word, such as *Ibid*)."""

    id: str
    note: int
    start: int
    end: int
    text: str
    levels: tuple[Level, ...] = ()
    names: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    work: str = ""
    label: str = ""
    sign: str = ""
    sign_start: int = 0
    # An editor has decided: who (the value of @resp), and the whole way to the place. The program does not decide it again.
    decided: str = ""
    decided_levels: tuple[Level, ...] = ()

    @property
    def is_short(self) -> bool:
        return bool(self.sign)


@dataclass(frozen=True, slots=True)
class Note:
    """A note: its place in the order of calls, its label as printed, its citations from left to right."""

    order: int
    label: str
    id: str
    text: str
    citations: tuple[Citation, ...]
    chapter: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a short reference stands for. Without antecedents it is unresolved, and `explanation` says why."""

    reference: Citation
    note: Note
    rule: str
    explanation: str
    confidence: Confidence | None = None
    antecedents: tuple[Citation, ...] = ()
    work: str = ""
    label: str = ""
    levels: tuple[Level, ...] = ()
    alternatives: tuple[Citation, ...] = ()

    @property
    def antecedent(self) -> Citation | None:
        return self.antecedents[0] if self.antecedents else None
