"""A stylesheet without the rules of which a document has no element: it is compiled in a fraction of the time, and finds the same."""

import re
from functools import lru_cache

# Before each rule stands what it is about, and after the last an empty mark.
_MARK = re.compile(r"<\?_i ?([^?]*)\?>")
_TAG = re.compile(r"<(?:[^ \t\r\n<>/!?:]+:)?([^ \t\r\n<>/!?]+)")


class Fitted:
    """A stylesheet for one document after another: first with the rules that the first one needs; with all, once one needs others."""

    def __init__(self, sheet: str) -> None:
        self._whole = sheet
        self._text = ""
        self._left_out: frozenset[str] = frozenset()  # elements of which no document was

    def text(self, document: str) -> str:
        """The stylesheet for a document. What is left out leaves its lines, so that those of the rest are the same."""
        if self._text == self._whole:
            return self._text
        names = {tag[1] for tag in _TAG.finditer(document)}
        if not self._text:
            self._text, self._left_out = _without(self._whole, names)
        elif not names.isdisjoint(self._left_out):
            self._text = self._whole
        return self._text


@lru_cache(maxsize=16)
def fitted(sheet: str) -> Fitted:
    """A stylesheet that is made of a schema, to be fitted to documents."""
    return Fitted(sheet)


def _without(sheet: str, names: set[str]) -> tuple[str, frozenset[str]]:
    """A stylesheet without the rules about none of these elements, and the elements that these rules are about."""
    head, *marked = _MARK.split(sheet)
    parts = [head]
    left_out: set[str] = set()
    for about, rule in zip(map(str.split, marked[::2]), marked[1::2], strict=True):
        if not about or not names.isdisjoint(about):
            parts.append(rule)
        else:
            parts.append("\n" * rule.count("\n"))
            left_out.update(about)
    return "".join(parts), frozenset(left_out)
