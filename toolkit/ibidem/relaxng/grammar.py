"""A schema, read, simplified and checked, with its automaton."""

from functools import lru_cache
from pathlib import Path

from ibidem.relaxng.automaton import Automaton
from ibidem.relaxng.error import SchemaError
from ibidem.relaxng.include import Includer, Resolver, local_files
from ibidem.relaxng.names import listed
from ibidem.relaxng.pattern import Element, Pattern, Patterns
from ibidem.relaxng.restrict import Restrictions
from ibidem.relaxng.simplify import Simplifier


class Grammar:
    """What documents are checked against."""

    def __init__(self, path: Path, patterns: Patterns, start: Pattern, elements: list[Element]) -> None:
        self.path = path
        self.patterns = patterns
        self.automaton = Automaton(patterns, start)
        self.needs_prefixes = patterns.needs_context
        self.by_name: dict[tuple[str, str], list[Element]] = {}
        for element in elements:
            for name in listed(element.names):
                self.by_name.setdefault(name, []).append(element)
        self.namespaces = frozenset(ns for ns, _ in self.by_name)

    def elements(self, ns: str, local: str) -> list[Element]:
        """The elements of the schema with a name that is written out."""
        return self.by_name.get((ns, local), [])


def read_grammar(path: Path, resolver: Resolver | None = None) -> Grammar:
    """Read a schema; raises `SchemaError` where it is not correct."""
    try:
        root = Includer(resolver or local_files(path.resolve().parent)).read(path)
        simplifier = Simplifier()
        start = simplifier.start(root)

        def fail(element: Element | None, message: str) -> SchemaError:
            return (simplifier.place(element) if element else root).error(message)

        restrictions = Restrictions(fail)
        restrictions.check(start)
    except RecursionError:
        raise SchemaError("the schema is nested too deeply.", str(path)) from None
    return Grammar(path, simplifier.patterns, start, list(restrictions.elements))


@lru_cache(maxsize=8)
def _load(path: Path, _size: int, _time: int) -> Grammar:
    return read_grammar(path)


def load(path: Path) -> Grammar:
    """The grammar of a file, kept for as long as the file does not change."""
    try:
        status = path.stat()
    except OSError:
        raise SchemaError("there is no such file.", str(path)) from None
    return _load(path, status.st_size, status.st_mtime_ns)
