"""A schema, read, simplified and checked, with its automaton; or as it was kept in the cache."""

import os
from functools import cached_property, lru_cache
from pathlib import Path
from typing import cast

from ibidem import cache
from ibidem.relaxng.automaton import Automaton
from ibidem.relaxng.error import SchemaError
from ibidem.relaxng.pattern import Element, Patterns
from ibidem.schemas.model import BESIDE, Access

_CACHE = "grammars"
_LEARNED = "automata"
_FORMAT = "6"  # of both
_LARGEST = 4 * 2**20  # bytes of what is kept of an automaton
_MOST = 200_000  # transitions of an automaton; beyond that it begins anew with the next document


class Grammar:
    """What documents are checked against. Patterns are named by number: the start, and the elements that it reaches, in the order of the schema.

    `size` is the number of patterns of the schema; those that are made of them while documents are read come after.
    """

    def __init__(self, patterns: Patterns, start: int, elements: list[int], size: int | None = None) -> None:
        self.patterns = patterns
        self.start = start
        self.elements_reached = elements
        self.size = len(patterns) if size is None else size
        self.automaton = Automaton(patterns, start)
        self.needs_prefixes = patterns.needs_context
        self.has_ids = patterns.has_ids
        self.learned = ""  # the name of what is kept of the automaton; "" where nothing is
        self._documents = 0
        self._kept = 0

    @cached_property
    def in_schema(self) -> list[Element]:
        """The elements that the start reaches."""
        return [cast("Element", self.patterns.numbered(number)) for number in self.elements_reached]

    @cached_property
    def by_name(self) -> dict[tuple[str, str], list[Element]]:
        """The elements with names that are written out."""
        from ibidem.relaxng.names import listed

        found: dict[tuple[str, str], list[Element]] = {}
        for element in self.in_schema:
            for name in listed(element.names):
                found.setdefault(name, []).append(element)
        return found

    @cached_property
    def namespaces(self) -> frozenset[str]:
        return frozenset(ns for ns, _ in self.by_name)

    def elements(self, ns: str, local: str) -> list[Element]:
        """The elements of the schema with a name that is written out."""
        return self.by_name.get((ns, local), [])

    def keep(self) -> None:
        """A document was read: what it taught is kept for the next run. Of many documents this is done after the 1st, 2nd, 4th, 8th and so on."""
        self._documents += 1
        computed = self.automaton.computed
        if computed > _MOST:
            _load.cache_clear()  # documents unlike each other: their states are not worth the memory
        if not self.learned or computed == self._kept or self._documents & (self._documents - 1):
            return
        from ibidem.relaxng.compiled import dump_learned

        self._kept = computed
        if len(data := dump_learned(self)) <= _LARGEST:
            cache.store(_LEARNED, self.learned, data)


def read_grammar(path: Path, access: Access = BESIDE) -> Grammar:
    """Read a schema; raises `SchemaError` where it is not correct."""
    return _read(path, access)[0]


def _read(path: Path, access: Access) -> tuple[Grammar, list[Path]]:
    from ibidem.relaxng.include import Includer
    from ibidem.relaxng.restrict import Restrictions
    from ibidem.relaxng.simplify import Simplifier
    from ibidem.schemas.locate import locate
    from ibidem.schemas.taken_in import all_there

    all_there(path, access)
    try:
        includer = Includer(lambda address, named_in: locate(address, named_in, access))
        root = includer.read(path)
        simplifier = Simplifier()
        start = simplifier.start(root)

        def fail(element: Element | None, message: str) -> SchemaError:
            return (simplifier.place(element) if element else root).error(message)

        restrictions = Restrictions(fail)
        restrictions.check(start)
    except RecursionError:
        raise SchemaError("the schema is nested too deeply.", str(path)) from None
    elements = [element.number for element in restrictions.elements]
    return Grammar(simplifier.patterns, start.number, elements), includer.files


def load(path: Path, access: Access = BESIDE) -> Grammar:
    """The grammar of a file, kept for as long as the file does not change: in this process, and in the cache for the next."""
    try:
        status = path.stat()
    except OSError:
        raise SchemaError("there is no such file.", str(path)) from None
    return _load(path, access, status.st_size, status.st_mtime_ns)


@lru_cache(maxsize=8)
def _load(path: Path, access: Access, _size: int, _time: int) -> Grammar:
    from ibidem.relaxng.compiled import dump, restore

    key = cache.key(_FORMAT, os.path.realpath(path), cache.digest(path), repr((access.below, access.catalogs)))
    if (kept := cache.load(_CACHE, key)) is not None and (content := _current(kept)) is not None:
        learned = cache.key(_FORMAT, content)
        grammar = restore(content, cache.load(_LEARNED, learned))
    else:
        grammar, files = _read(path, access)
        if access.catalogs:
            from ibidem.schemas.catalog import Catalog

            files += Catalog(access.catalogs).read()
        files = [file for file in files if file != path.resolve()]
        header = b"".join(cache.digest(file) + os.fsencode(file) + b"\n" for file in files)
        content = dump(grammar)
        cache.store(_CACHE, key, len(header).to_bytes(4, "big") + header + content)
        learned = cache.key(_FORMAT, content)
    grammar.learned = learned
    return grammar


def _current(kept: bytes) -> bytes | None:
    """A kept grammar without its header, if the files that the schema takes in are still what they were."""
    end = 4 + int.from_bytes(kept[:4], "big")
    at = 4
    while at < end:
        stop = kept.index(b"\n", at + cache.DIGEST)
        if cache.digest(Path(os.fsdecode(kept[at + cache.DIGEST : stop]))) != kept[at : at + cache.DIGEST]:
            return None
        at = stop + 1
    return kept[end:]
