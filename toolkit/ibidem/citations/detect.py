"""Which language a text's notes are in, by the words found in them."""

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache

from ibidem.citations.terms import languages, table_of

_WORD = re.compile(r"[^\W\d_]{2,}")


@cache
def _known() -> dict[str, tuple[str, ...]]:
    """For each word of the tables the languages that have it."""
    found: dict[str, set[str]] = {}
    for language in languages():
        for group in table_of(language).values():
            for phrases in group.values():
                for word in (word for phrase in phrases for word in _WORD.findall(phrase.casefold())):
                    found.setdefault(word, set()).add(language)
    return {word: tuple(sorted(names)) for word, names in found.items()}


def language_of(texts: Iterable[str]) -> str:
    """The language whose words are the most frequent in some notes; English where none are."""
    counted: Counter[str] = Counter()
    known = _known()
    for text in texts:
        for word in _WORD.findall(text.casefold()):
            for language in (names := known.get(word, ())):
                counted[language] += 12 // len(names)
    return max(counted, key=lambda name: (counted[name], name)) if counted else "en"
