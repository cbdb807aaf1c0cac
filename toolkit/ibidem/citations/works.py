"""The works that a text has cited so far, found by surname, by a word of the title, by a whole title, or by a declared short form."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from ibidem.citations.model import Citation, Work
from ibidem.citations.names import fold

_AND = re.compile(r"\s(?:and|und|et|y|e|и|&)\s|,\s")
# Of many works that share a name or a word only the latest are compared, so that a look-up costs the same in a long text.
_KEPT = 24


@dataclass(slots=True)
class Known:
    """Everything cited so far, indexed."""

    by_name: dict[str, list[Work]] = field(default_factory=dict)
    by_word: dict[str, list[Work]] = field(default_factory=dict)
    by_title: dict[str, Work] = field(default_factory=dict)
    openings: set[str] = field(default_factory=set)  # the first words of these titles
    by_siglum: dict[str, list[tuple[str, Work]]] = field(default_factory=dict)
    by_initials: dict[str, list[Work]] = field(default_factory=dict)
    usual: dict[str, Work] = field(default_factory=dict)  # what *op. cit.* with a name has meant so far

    def add(self, work: Work, capitals: Iterable[str], titles: Iterable[str], initials: Iterable[str] = ()) -> None:
        """Enter a work that is cited in full."""
        for name in work.names:
            _append(self.by_name, name, work)
        for word in capitals:
            _append(self.by_word, word, work)
        self.entitle(work, titles)
        for short in initials:
            _append(self.by_initials, short, work)

    def entitle(self, work: Work, titles: Iterable[str]) -> None:
        """Enter the titles by which a work is cited: each is of several words."""
        for title in titles:
            self.by_title[title] = work
            self.openings.add(title.partition(" ")[0])

    def declare(self, siglum: str, work: Work) -> None:
        """Enter a short form that the text declares (*hereafter X*)."""
        for short in _each(siglum.casefold()):
            work.siglum = short
            self.by_siglum.setdefault(short.split()[0].strip(".,"), []).append((short, work))

    def cite(self, work: Work, citation: Citation) -> None:
        """Note the latest citation of a work, so that a name alone finds the work cited last."""
        work.latest = citation
        for name in work.names:
            works = self.by_name.get(name)
            if works and works[-1] is not work and work in works:
                works.remove(work)
                works.append(work)

    def mentioned(self, capitals: list[str]) -> bool:
        """Whether one of some capitalized words is a name or a short form that is known."""
        folded = [fold(word) for word in capitals]
        return not (
            self.by_name.keys().isdisjoint(folded)
            and self.by_siglum.keys().isdisjoint(folded)
            and self.by_initials.keys().isdisjoint(capitals)
        )

    def named(self, names: Iterable[str]) -> list[Work]:
        """The works by the authors named: those by most of them, the one cited last at the end."""
        names = tuple(names)
        if len(names) == 1:
            works = self.by_name.get(names[0], ())
            return sorted(works, key=lambda work: work.latest.note) if len(works) > 1 else list(works)
        counted: dict[int, int] = {}
        found: dict[int, Work] = {}
        for name in names:
            for work in self.by_name.get(name, ()):
                counted[id(work)] = counted.get(id(work), 0) + 1
                found[id(work)] = work
        most = max(counted.values(), default=0)
        return sorted((work for key, work in found.items() if counted[key] == most), key=lambda work: work.latest.note)

    def worded(self, words: Iterable[str]) -> list[Work]:
        """The works that have one of the words, capitalized, anywhere in their full citation."""
        found: dict[int, Work] = {}
        for word in words:
            for work in self.by_word.get(word, ()):
                found[id(work)] = work
        return list(found.values())


def _each(siglum: str) -> list[str]:
    """The short forms declared: one, or several that begin alike (*BGD 1 und BGD 2*)."""
    parts = [part.strip(" ,") for part in _AND.split(siglum)]
    alike = len(parts) > 1 and all(parts) and len({part.split()[0] for part in parts}) == 1
    return parts if alike else [siglum]


def _append(index: dict[str, list[Work]], key: str, work: Work) -> None:
    works = index.setdefault(key, [])
    if works and works[-1] is work:
        return
    if work in works:
        works.remove(work)
    elif len(works) >= _KEPT:
        del works[0]
    works.append(work)


def share(words: Iterable[str], work: Work) -> float:
    """How much of a short title stands in the title of a work, from 0 to 1; a compound counts by its beginning or end (*Staatsproblem*)."""
    wanted = list(words)
    if not wanted:
        return 0.0
    return sum(1 for word in wanted if word in work.words or _compound(word, work.words)) / len(wanted)


def _compound(word: str, words: frozenset[str]) -> bool:
    """Whether a word is the beginning or the end of another, or the other of it, or differs in its ending only."""
    if len(word) < 5:
        return False
    return any(
        word.startswith(other)
        or other.startswith(word)
        or word.endswith(other)
        or other.endswith(word)
        or _near(word, other)
        for other in words
        if len(other) >= 5
    )


def _near(one: str, other: str) -> bool:
    """Whether two words differ in their endings only (*Schrift*, *Schriften*)."""
    length = min(len(one), len(other))
    if len(one) == len(other) >= 6 and one[0] == other[0] and sum(a != b for a, b in zip(one, other, strict=True)) == 1:
        return True  # a misprint
    return length >= 5 and one[: length - 2] == other[: length - 2] and abs(len(one) - len(other)) <= 3
