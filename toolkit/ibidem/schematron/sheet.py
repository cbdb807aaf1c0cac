"""The stylesheet that is made of a schema, kept in the cache for as long as nothing that it was made of changes.

Nothing heavy is imported for what is kept.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ibidem import cache
from ibidem.resources import resource
from ibidem.schemas.model import BESIDE, Access, Kind, Schema, by_suffix
from ibidem.schematron.held import may_hold_rules, state

_CACHE = "schematron"
DEFAULT, ALL, ANY = "#DEFAULT", "#ALL", "#ANY"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A stylesheet: the schema and phase it is of (and what that may take in), all files that it was made of, the hash of each of its patterns.

    Of a schema with phases no hashes are given, since not all patterns of it may be run.
    """

    schema: Path
    phase: str
    access: Access
    within: bool
    files: tuple[str, ...]
    patterns: frozenset[str]
    text: str

    def place(self, mark: str) -> str:
        """Where an element of the schema was written: *line 12 of rules.sch*."""
        number, _, line = mark.partition(":")
        return f"line {line} of {Path(self.files[int(number)]).name}"

    def mark_above(self, line: int) -> str:
        """The mark that holds for a line of the stylesheet."""
        import re

        marks = re.findall(r' _i:at="(\d+:\d+)"', "\n".join(self.text.split("\n")[:line]))
        return marks[-1] if marks else "0:0"


def sheets(schemas: Sequence[Schema]) -> list[Sheet]:
    """The stylesheets of Schematron schemas and of the rules in grammars; rules that a schema also has are run once.

    A phase that is asked of a grammar, which some files name twice for this, is that of its rules.
    """
    own: dict[Path, Sheet] = {}
    grammars: dict[Path, Schema] = {}
    for schema in schemas:
        if schema.kind is Kind.RELAXNG or by_suffix(schema.path.name) is Kind.RELAXNG:
            if not (known := grammars.get(schema.path)) or not known.phase:
                grammars[schema.path] = schema
        elif schema.kind is Kind.SCHEMATRON:
            own[schema.path] = made(schema.path, schema.phase or DEFAULT, schema.access)
    within = [
        made(path, schema.phase or DEFAULT, schema.access, within=True)
        for path, schema in grammars.items()
        if may_hold_rules(path)
    ]
    there = frozenset[str]().union(*(sheet.patterns for sheet in own.values()))
    return [*own.values(), *(sheet for sheet in within if sheet.text and not sheet.patterns <= there)]


def made(schema: Path, phase: str = DEFAULT, access: Access = BESIDE, *, within: bool = False) -> Sheet:
    """The stylesheet of one schema in one phase; `within` a grammar, without text where that has no rules. Raises `SchemaError`."""
    return _load(phase, access, within, *state(schema))


@lru_cache(maxsize=32)
def _load(phase: str, access: Access, within: bool, path: Path, _size: int, _time: int) -> Sheet:
    import json

    transpiler = resource("xslt/schematron.xsl")
    reach = repr((access.below, access.catalogs))
    key = cache.key(
        _CACHE, os.path.realpath(path), phase, str(within), reach, cache.digest(path), cache.digest(transpiler)
    )
    if (kept := cache.load(_CACHE, key)) is not None:
        header, _, text = kept.decode().partition("\n")
        known = json.loads(header)
        if all(cache.digest(Path(file)).hex() == digest for file, digest in known["files"].items()):
            return Sheet(path, phase, access, within, tuple(known["files"]), frozenset(known["patterns"]), text)
    from ibidem.schematron.make import make

    sheet = make(path, phase, access, within, transpiler)
    files = {file: cache.digest(Path(file)).hex() for file in sheet.files}
    header = json.dumps({"files": files, "patterns": sorted(sheet.patterns)})
    cache.store(_CACHE, key, f"{header}\n{sheet.text}".encode())
    return sheet
