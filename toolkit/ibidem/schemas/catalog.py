"""XML catalogs (OASIS Standard 1.1, 7 October 2005): which file or other address stands for an address.

Catalogs are named by the user, never by a document. They are read from this computer only; one that another names and that is not there,
or is no catalog, is passed over (section 7).
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urljoin, urlsplit

from ibidem.errors import IbidemError
from ibidem.reading.events import NotWellFormed, parse
from ibidem.reading.files import read_bytes

_CATALOG = "urn:oasis:names:tc:entity:xmlns:xml:catalog}"
_BASE = "http://www.w3.org/XML/1998/namespace}base"
_PUBLIC_ID = "urn:publicid:"
_MOST = 4 * 2**20
# What a URI keeps of what is written (section 6.3); the rest is percent-encoded.
_KEPT = "!#$%&'()*+,-./:;=?@[]_~"
# An entry: the attribute that is matched, and the one that says what stands for it.
_ENTRIES = {
    "uri": ("name", "uri"),
    "system": ("systemId", "uri"),
    "public": ("publicId", "uri"),
    "rewriteURI": ("uriStartString", "rewritePrefix"),
    "rewriteSystem": ("systemIdStartString", "rewritePrefix"),
    "uriSuffix": ("uriSuffix", "uri"),
    "systemSuffix": ("systemIdSuffix", "uri"),
    "delegateURI": ("uriStartString", "catalog"),
    "delegateSystem": ("systemIdStartString", "catalog"),
    "delegatePublic": ("publicIdStartString", "catalog"),
    "nextCatalog": ("", "catalog"),
}


@dataclass(frozen=True, slots=True)
class _Entry:
    match: str
    target: str  # absolute
    prefer_public: bool


_Entries = dict[str, list[_Entry]]


@dataclass(frozen=True, slots=True)
class Catalog:
    """The catalogs that a user names, asked in their order."""

    files: tuple[Path, ...]

    def resolve(self, address: str, base: str = "") -> Path | str:
        """What stands for an address, which may be relative to `base`: a file, or an address again (itself where no entry speaks of it).

        It is looked up as a URI, then as a system identifier; `urn:publicid:…` as a public identifier. Raises `ValueError` where it is no address.
        """
        absolute = urljoin(base, address)
        if absolute.lower().startswith(_PUBLIC_ID):
            found = self._ask(lambda entries: _by_public(entries, _public(absolute), named=False))
        else:
            wanted = _normal(absolute)
            found = self._ask(lambda entries: _by_uri(entries, wanted)) or self._ask(
                lambda entries: _by_system(entries, wanted)
            )
        return _file(found) or found if found else absolute

    def external(self, public: str, system: str = "") -> Path | str | None:
        """What stands for an external identifier (section 7.1.2), if an entry speaks of it."""
        if public.lower().startswith(_PUBLIC_ID):
            public = _public(public)
        if system.lower().startswith(_PUBLIC_ID):
            public, system = public or _public(system), ""
        public, wanted = " ".join(public.split()), _normal(system)
        found = self._ask(
            lambda entries: (
                (_by_system(entries, wanted) if wanted else None)
                or (_by_public(entries, public, named=bool(wanted)) if public else None)
            )
        )
        return (_file(found) or found) if found else None

    def read(self) -> list[Path]:
        """All catalog files that can have a say, those that others name included."""
        found: dict[Path, None] = dict.fromkeys(self.files)
        waiting = list(self.files)
        while waiting:
            for kind, entries in _entries(waiting.pop(0), strict=False).items():
                for entry in entries if kind.startswith(("delegate", "next")) else ():
                    file = _file(entry.target)
                    if file and file not in found:
                        found[file] = None
                        waiting.append(file)
        return list(found)

    def folders(self) -> list[Path]:
        """The catalog files, and the folders of the files that their entries map to: what a reader of schemas may open besides."""
        found: dict[Path, None] = {}
        for catalog in self.read():
            found[catalog] = None
            for kind, entries in _entries(catalog, strict=False).items():
                for entry in entries:
                    if (file := _file(entry.target)) and not kind.startswith(("delegate", "next")):
                        found[file if kind.startswith("rewrite") and entry.target.endswith("/") else file.parent] = None
        return list(found)

    def _ask(self, question: "Callable[[_Entries], _Answer | None]") -> str:
        """The answer of the first catalog that has one: `nextCatalog` adds to the list, a delegation replaces it."""
        waiting = list(self.files)
        asked: set[Path] = set()
        while waiting:
            file = waiting.pop(0)
            if file in asked:
                continue  # catalogs that name each other
            asked.add(file)
            entries = _entries(file, strict=file in self.files)
            answer = question(entries)
            if answer and answer.found:
                return answer.found
            if answer:
                waiting = [path for target in answer.delegates if (path := _file(target))]
            else:
                waiting[:0] = [path for entry in entries.get("nextCatalog", ()) if (path := _file(entry.target))]
        return ""


@dataclass(frozen=True, slots=True)
class _Answer:
    """What one catalog says: an address, or the catalogs to ask and no others."""

    found: str = ""
    delegates: tuple[str, ...] = ()


def _by_uri(entries: _Entries, wanted: str) -> _Answer | None:
    return _matched(entries, wanted, "uri", "rewriteURI", "uriSuffix", "delegateURI")


def _by_system(entries: _Entries, wanted: str) -> _Answer | None:
    return _matched(entries, wanted, "system", "rewriteSystem", "systemSuffix", "delegateSystem")


def _matched(entries: _Entries, wanted: str, exact: str, rewrite: str, suffix: str, delegate: str) -> _Answer | None:
    """Exact, then the longest beginning, then the longest ending, then delegation (sections 7.1.2 and 7.2.2)."""
    for entry in entries.get(exact, ()):
        if entry.match == wanted:
            return _Answer(entry.target)
    if begins := [entry for entry in entries.get(rewrite, ()) if wanted.startswith(entry.match)]:
        entry = max(begins, key=lambda entry: len(entry.match))
        return _Answer(entry.target + wanted[len(entry.match) :])
    if ends := [entry for entry in entries.get(suffix, ()) if wanted.endswith(entry.match)]:
        return _Answer(max(ends, key=lambda entry: len(entry.match)).target)
    return _delegated(entries.get(delegate, ()), wanted)


def _by_public(entries: _Entries, wanted: str, *, named: bool) -> _Answer | None:
    """A public identifier; where a system identifier is `named` too, only entries that prefer the public one hold."""
    for entry in entries.get("public", ()):
        if entry.match == wanted and (entry.prefer_public or not named):
            return _Answer(entry.target)
    return _delegated(
        [entry for entry in entries.get("delegatePublic", ()) if entry.prefer_public or not named], wanted
    )


def _delegated(entries: "list[_Entry] | tuple[_Entry, ...]", wanted: str) -> _Answer | None:
    begins = sorted((entry for entry in entries if wanted.startswith(entry.match)), key=lambda entry: -len(entry.match))
    return _Answer(delegates=tuple(entry.target for entry in begins)) if begins else None


def _entries(file: Path, *, strict: bool) -> _Entries:
    """The entries of a catalog file by their names. Where it is not `strict`, a file that cannot be read has none."""
    try:
        status = file.stat()
        return _read(file, status.st_size, status.st_mtime_ns)
    except OSError:
        reason = IbidemError(f"{file}: there is no such file. Name a catalog that is there with --catalog.")
    except IbidemError as error:
        reason = error
    if strict:
        raise reason from None
    return {}


@lru_cache(maxsize=64)
def _read(file: Path, _size: int, _time: int) -> _Entries:
    reader = _Reader(file)
    try:
        parse((read_bytes(file, _MOST),), reader.attach)
    except NotWellFormed as error:
        raise IbidemError(f"{file}:{error.line}: the catalog is not well-formed XML: {error.reason}.") from None
    if not reader.is_catalog:
        raise IbidemError(f'{file}: not an XML catalog: its root must be <catalog xmlns="{_CATALOG[:-1]}">.')
    return reader.entries


@dataclass(slots=True)
class _Reader:
    file: Path
    entries: _Entries = field(default_factory=dict)
    is_catalog: bool = False
    # of the open elements: whether they are of the catalog, the base, whether public identifiers come first
    open: list[tuple[bool, str, bool]] = field(default_factory=list)

    def attach(self, parser: Any) -> None:
        parser.StartElementHandler = self._start
        parser.EndElementHandler = lambda _name: self.open.pop()

    def _start(self, name: str, attributes: list[str]) -> None:
        values = dict(zip(attributes[::2], attributes[1::2], strict=True))
        ours, base, public = self.open[-1] if self.open else (True, self.file.absolute().as_uri(), True)
        ours = ours and name.startswith(_CATALOG)
        if not self.open:
            self.is_catalog = ours = name == f"{_CATALOG}catalog"
        base = _joined(base, values.get(_BASE, ""))
        if values.get("prefer") in ("public", "system"):
            public = values["prefer"] == "public"
        self.open.append((ours, base, public))
        kind = name.removeprefix(_CATALOG)
        if not ours or kind not in _ENTRIES:
            return  # other elements, and what they hold, are passed over (section 6)
        key, target = _ENTRIES[kind]
        if target not in values or (key and key not in values):
            return
        match = values.get(key, "")
        match = " ".join(match.split()) if "ublic" in kind else _normal(match)
        self.entries.setdefault(kind, []).append(_Entry(match, _joined(base, values[target]), public))


def _joined(base: str, address: str) -> str:
    try:
        return _normal(urljoin(base, address))
    except ValueError:
        return base


def _normal(address: str) -> str:
    return quote(address, safe=_KEPT)


def _public(urn: str) -> str:
    """The public identifier that a `urn:publicid:` writes (RFC 3151; section 6.4)."""
    rest = urn[len(_PUBLIC_ID) :].replace("+", " ").replace(":", "//").replace(";", "::")
    return " ".join(unquote(rest).split())


def _file(address: str) -> Path | None:
    """The file of this computer that an address means."""
    parts = urlsplit(address)
    if parts.scheme != "file" or parts.netloc not in ("", "localhost"):
        return None
    from urllib.request import url2pathname

    return Path(url2pathname(parts.path))


def named_by_environment(value: str) -> Iterator[Path]:
    """The catalogs of `XML_CATALOG_FILES`: paths or `file:` addresses with white space between, those that can be read."""
    for word in value.split():
        path = _file(word) if word.startswith("file:") else Path(word)
        if path:
            with suppress(IbidemError):
                _entries(path, strict=True)
                yield path.absolute()
