"""All codes: what each means, why it matters, how to mend it, with an example. `findings/*.toml` has them, a file for each group.

How grave a finding is, is said where it is found: with a rule in its `@rule`, with an assertion in its `role`. What a grammar refuses is an
error. `severity` is in the catalogue for the few codes that the reading of files and the build report.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from ibidem import cache
from ibidem.finding import Severity
from ibidem.resources import resource
from ibidem.words.guidelines import page

GROUPS = {
    "file": "The file",
    "elements": "Elements and text",
    "attributes": "Attributes and their values",
    "pointers": "Ids and pointers",
    "notes": "Notes",
    "names": "Names and entries",
    "dates": "Dates",
    "citations": "Citations",
    "apparatus": "The apparatus and the hands",
    "references": "Canonical references",
    "text": "The words of the text",
    "encoding": "Ibidem’s own encoding",
    "record": "The record of an edition",
    "build": "The build",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """What is said of one code. `wrong` and `right` are pieces of TEI, or ""; `see` is an address in the Guidelines, or ""."""

    code: str
    group: str
    title: str
    why: str
    mend: str
    wrong: str = ""
    right: str = ""
    see: str = ""
    severity: str = ""


@lru_cache
def entries() -> Mapping[str, Entry]:
    """The entries by code, in the order of the groups and within them of the files."""
    found: dict[str, Entry] = {}
    for group, codes in _read().items():
        for code, said in codes.items():
            found[code] = Entry(code, group, **said | {"see": page(said["see"]) if "see" in said else ""})
    return found


def _read() -> dict[str, dict[str, dict[str, str]]]:
    """The files as they are, kept as JSON: TOML takes fifty times as long to read, and every report wants it."""
    texts = {group: resource(f"findings/{group}.toml").read_bytes() for group in GROUPS}
    key = cache.key("catalogue", *texts.values())
    if kept := cache.load("catalogue", key):
        known: dict[str, dict[str, dict[str, str]]] = json.loads(kept)
        return known
    import tomllib

    read = {group: tomllib.loads(text.decode()) for group, text in texts.items()}
    cache.store("catalogue", key, json.dumps(read).encode())
    return read


def see(code: str) -> str:
    """Where the Guidelines speak of what a code is about, or ""."""
    entry = entries().get(code)
    return entry.see if entry else ""


@lru_cache
def severities() -> Mapping[str, Severity]:
    """How grave each code is, unless an edition says otherwise."""
    from xml.etree import ElementTree

    from ibidem.rules import all_rules

    found = {code: Severity(entry.severity or "error") for code, entry in entries().items()}
    for assertion in ElementTree.parse(resource("schema/ibidem.sch")).iter():
        if (code := assertion.get("id")) in found and (role := assertion.get("role")):
            found[code] = Severity(role)
    return found | {code: level for each in all_rules() for code, level in each.codes.items()}
