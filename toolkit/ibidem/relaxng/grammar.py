"""A schema, read, simplified and checked, with its automaton; or as it was kept in the cache."""

import os
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

from ibidem import cache
from ibidem.relaxng.automaton import Automaton
from ibidem.relaxng.error import SchemaError
from ibidem.relaxng.names import listed
from ibidem.relaxng.pattern import Element, Pattern, Patterns
from ibidem.schema import BESIDE, Access

_CACHE = "grammars"
_DIGEST = 20


class Grammar:
    """What documents are checked against. `in_schema` are the elements that the start reaches, in the order of the schema."""

    def __init__(self, patterns: Patterns, start: Pattern, elements: list[Element]) -> None:
        self.patterns = patterns
        self.start = start
        self.in_schema = elements
        self.automaton = Automaton(patterns, start)
        self.needs_prefixes = patterns.needs_context
        self.has_ids = patterns.has_ids
        self.by_name: dict[tuple[str, str], list[Element]] = {}
        for element in elements:
            for name in listed(element.names):
                self.by_name.setdefault(name, []).append(element)
        self.namespaces = frozenset(ns for ns, _ in self.by_name)

    def elements(self, ns: str, local: str) -> list[Element]:
        """The elements of the schema with a name that is written out."""
        return self.by_name.get((ns, local), [])


def read_grammar(path: Path, access: Access = BESIDE) -> Grammar:
    """Read a schema; raises `SchemaError` where it is not correct."""
    return _read(path, access)[0]


def _read(path: Path, access: Access) -> tuple[Grammar, list[Path]]:
    from ibidem.locate import locate
    from ibidem.relaxng.include import Includer
    from ibidem.relaxng.restrict import Restrictions
    from ibidem.relaxng.simplify import Simplifier
    from ibidem.taken_in import all_there

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
    return Grammar(simplifier.patterns, start, list(restrictions.elements)), includer.files


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

    key = cache.key(os.path.realpath(path), _digest(path), repr((access.below, access.catalogs)))
    if (kept := cache.load(_CACHE, key)) is not None and (content := _current(kept)) is not None:
        return restore(content)
    grammar, files = _read(path, access)
    if access.catalogs:
        from ibidem.catalog import Catalog

        files += Catalog(access.catalogs).read()
    files = [file for file in files if file != path.resolve()]
    header = b"".join(_digest(file) + os.fsencode(file) + b"\n" for file in files)
    cache.store(_CACHE, key, len(header).to_bytes(4, "big") + header + dump(grammar))
    return grammar


def _current(kept: bytes) -> bytes | None:
    """A kept grammar without its header, if the files that the schema takes in are still what they were."""
    end = 4 + int.from_bytes(kept[:4], "big")
    at = 4
    while at < end:
        stop = kept.index(b"\n", at + _DIGEST)
        if _digest(Path(os.fsdecode(kept[at + _DIGEST : stop]))) != kept[at : at + _DIGEST]:
            return None
        at = stop + 1
    return kept[end:]


def _digest(path: Path) -> bytes:
    try:
        return blake2b(path.read_bytes(), digest_size=_DIGEST).digest()
    except OSError:
        return b"\0" * _DIGEST
