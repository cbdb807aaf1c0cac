"""Putting a document together: each `xi:include` gives way to what it names, from the folder of the edition only."""

import pyexpat
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from ibidem.errors import IbidemError
from ibidem.finding import Finding, Severity
from ibidem.reading.events import encoding_of
from ibidem.reading.files import MAX_BYTES, read_bytes
from ibidem.reading.lines import with_excerpts
from ibidem.reading.wellformed import explain
from ibidem.reading.xinclude.pieces import Cursor, Expanded, Pieces
from ibidem.reading.xinclude.scan import XML, Include, Range, Scanned, Target, pointer, scan

_DEEPEST = 32  # files within files
_MOST = 10_000
_DECLARED = re.compile(r"""^(<\?xml[^>]*?encoding\s*=\s*)["']([A-Za-z][A-Za-z0-9._\-]*)["']""")
_REFERENCE = re.compile(
    rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>|(?P<tag><(?:[^>\"']|\"[^\"]*\"|'[^']*')*>)|&(?P<name>[^#;&\s<>][^;&\s<>]*);",
    re.DOTALL,
)
_IN_TAG = re.compile(rb"&([^#;&\s<>][^;&\s<>]*);")
_OWN = frozenset({"lt", "gt", "amp", "quot", "apos"})
_ESCAPED = re.compile("[&<>\r]")


class Refused(Exception):
    """A document cannot be put together; `finding` says why and where."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


class _Missing(Exception):
    """A resource error (section 4.4): there may be a fallback."""


class _Fatal(Exception):
    """An error that no fallback makes good."""


@dataclass(frozen=True, slots=True)
class _File:
    """A file on the way in: its path, its text in UTF-8, what was found in it, and those that took it in, itself last."""

    path: Path
    data: bytes
    scanned: Scanned
    chain: tuple[tuple[Path, str], ...]
    cursor: Cursor

    def place(self, at: int, before: int) -> Cursor:
        """The place of a byte, `before` being the last one asked for."""
        self.cursor.pass_over(self.data[before:at])
        return Cursor(self.cursor.line, self.cursor.column)


def expand(data: bytes, path: Path, top: Path, *, includes: bool = True) -> Expanded:
    """The document with everything that it takes in, its own entities written out; nothing outside `top` is opened. Raises `Refused`.

    Entities are written out because libxml2 reads the elements in them without their namespace.
    """
    return _Expansion(data, path, top, includes).result()


class _Expansion:
    def __init__(self, data: bytes, path: Path, top: Path, includes: bool) -> None:
        self._top = top.resolve()
        self._path = path
        self._includes = includes
        self._pieces = Pieces({path: data}, MAX_BYTES)
        self._count = 0

    def result(self) -> Expanded:
        path = self._path
        text = _utf8(self._pieces.files[path])
        scanned = self._scan(text, path, "")
        file = _File(path, text, scanned, ((path.resolve(), ""),), Cursor())
        root = scanned.target.range.start if scanned.target else 0
        try:
            before = self._emit(file, Range(0, root), 0, {})
            includes = scanned.whole.includes if self._includes else []
            self._emit(file, Range(root, scanned.whole.end, includes), before, scanned.entities)
        except OverflowError:
            message = f"With all that it takes in, the file is larger than {MAX_BYTES // 2**20} MiB."
            finding = Finding("xinclude", Severity.ERROR, message, "Validate its parts.", str(path), 1, 1)
            raise Refused(finding) from None
        return self._pieces.joined()

    def _scan(self, text: bytes, path: Path, xpointer: str) -> Scanned:
        wanted = pointer(xpointer)
        if wanted is None:
            raise _Fatal(f'xpointer="{xpointer}" is not read: write the xml:id of an element, or element(/1/2)')
        try:
            return scan(text, wanted)
        except pyexpat.ExpatError:
            data = self._pieces.files[path]
            finding = explain(data, str(path)) or explain(text, str(path))
            if finding is None:
                raise _Fatal(f"{path} is not well-formed") from None
            raise Refused(*with_excerpts([finding], data)) from None

    def _emit(self, file: _File, stretch: Range, before: int, entities: dict[str, str]) -> int:
        """Append a stretch of a file; `before` is where the cursor of the file is, and what is returned where it is then."""
        at = stretch.start
        for include in stretch.includes:
            before = self._copy(file, at, include.start, before, entities)
            place = file.place(include.start, before)
            before = include.start
            try:
                if include.problem:
                    raise _Fatal(include.problem)
                self._take_in(file, include, place)
            except _Missing as error:
                if include.fallback is None:
                    raise self._refused(file, include, place, str(error)) from None
                before = self._emit(file, include.fallback, before, entities)
            except _Fatal as error:
                raise self._refused(file, include, place, str(error)) from None
            at = include.end
        return self._copy(file, at, stretch.end, before, entities)

    def _copy(self, file: _File, start: int, end: int, before: int, entities: dict[str, str]) -> int:
        """Append bytes of a file, the entities that only it declares written out."""
        at = start
        if entities:
            for token in _REFERENCE.finditer(file.data, start, end):
                written = _written(token, entities)
                if written is None:
                    continue
                before = self._copy(file, at, token.start(), before, {})
                place = file.place(token.start(), before)
                before = at = token.start()
                self._pieces.add(written, file.path, place, is_fixed=True)
                at = token.end()
        self._pieces.add(file.data[at:end], file.path, file.place(at, before))
        return max(at, before)

    def _take_in(self, file: _File, include: Include, place: Cursor) -> None:
        self._count += 1
        if self._count > _MOST:
            raise _Fatal(f"the file takes in more than {_MOST} others")
        kind = include.attributes.get("parse", "xml").split(";")[0].strip()
        xpointer = include.attributes.get("xpointer", include.attributes.get("fragid", ""))
        if kind in ("text", "text/plain"):
            if xpointer:
                raise _Fatal('an xpointer does not go with parse="text"')
            self._take_text(file, include)
        elif kind in ("xml", "text/xml", "application/xml") or kind.endswith("+xml"):
            self._take_xml(file, include, xpointer, place)
        else:
            raise _Fatal(f'parse="{kind}" is not known: write xml or text')

    def _take_text(self, file: _File, include: Include) -> None:
        path, data = self._read(file, include.attributes.get("href", ""))
        name = include.attributes.get("encoding") or ""
        try:
            text = data.decode(name or encoding_of(data)).removeprefix("\ufeff")
        except LookupError:
            raise _Missing(f"the encoding {name} is not known") from None
        except UnicodeError:
            raise _Fatal(f'{path} is not in the encoding {name or "UTF-8"}: name it with encoding="…"') from None
        cursor, at = Cursor(), 0
        for match in _ESCAPED.finditer(text):
            piece = text[at : match.start()].encode("utf-8", "replace")
            self._pieces.add(piece, path, Cursor(cursor.line, cursor.column))
            cursor.pass_over(piece)
            if match[0] != "\r":
                written = f"&#{ord(match[0])};".encode()
                self._pieces.add(written, path, Cursor(cursor.line, cursor.column), is_fixed=True)
                cursor.pass_over(match[0].encode())
            elif text[match.end() : match.end() + 1] != "\n":  # a line end by itself
                self._pieces.add(b"\n", path, Cursor(cursor.line, cursor.column))
                cursor.pass_over(b"\n")
            at = match.end()
        self._pieces.add(text[at:].encode("utf-8", "replace"), path, cursor)

    def _take_xml(self, file: _File, include: Include, xpointer: str, place: Cursor) -> None:
        href = include.attributes.get("href", "")
        if not href and not xpointer:
            raise _Fatal("it has neither href nor xpointer")
        path, data = self._read(file, href)
        link = (path.resolve(), xpointer)
        if link in file.chain:
            raise _Fatal(f"{path} takes itself in")
        if len(file.chain) > _DEEPEST:
            raise _Fatal(f"files take in files more than {_DEEPEST} deep")
        text = _utf8(data)
        scanned = self._scan(text, path, xpointer)
        if scanned.target is None:
            raise _Missing(f"{path} has no element {xpointer}")
        inner = _File(path, text, scanned, (*file.chain, link), Cursor())
        target, entities = scanned.target, scanned.entities
        head = Range(target.range.start, target.name_end)
        before = self._emit(inner, head, 0, entities)
        fixes = _fixes(target, include)
        start = inner.place(target.name_end, before)
        self._pieces.add(fixes.encode(), path, start, is_fixed=True)
        rest = Range(target.name_end, target.range.end, target.range.includes)
        if rest.includes and rest.includes[0].start == target.range.start:  # the element meant is itself an xi:include
            raise _Fatal(f"{path} begins with an xi:include; name the file that it takes in")
        self._emit(inner, rest, target.name_end, entities)

    def _read(self, file: _File, href: str) -> tuple[Path, bytes]:
        if not href:
            return file.path, self._pieces.files[file.path]
        try:
            parts = urlsplit(href)
        except ValueError:
            raise _Fatal(f"{href} is no address") from None
        if parts.fragment:
            raise _Fatal(f"{href} has a fragment: write it in xpointer")
        if parts.scheme not in ("", "file") or parts.netloc not in ("", "localhost"):
            raise _Missing(f"{href} is on the network, and nothing is fetched")
        path = file.path.parent / unquote(parts.path)
        try:
            inside = path.resolve().is_relative_to(self._top)
        except (OSError, ValueError, RuntimeError):
            raise _Fatal(f"{href} is no address") from None
        if not inside:
            raise _Missing(f"{href} is outside {self._top}, and is not opened")
        if path not in self._pieces.files:
            try:
                self._pieces.files[path] = read_bytes(path)
            except IbidemError as error:
                reason = str(error).removeprefix(f"{path}: ").partition(". ")[0].rstrip(".")
                raise _Missing(f"{href}: {reason}") from None
        return path, self._pieces.files[path]

    def _refused(self, file: _File, include: Include, place: Cursor, why: str) -> Refused:
        named = include.attributes.get("href") or include.attributes.get("xpointer") or "?"
        message = f"What this xi:include names ({named}) cannot be taken in: {why}."
        hint = "Correct it, or give it an xi:fallback. Nothing else can be checked until this is mended."
        finding = Finding("xinclude", Severity.ERROR, message, hint, str(file.path), place.line, place.column)
        return Refused(*with_excerpts([finding], self._pieces.files[file.path]))


def _fixes(target: Target, include: Include) -> str:
    """The declarations and the language that an element needs in its new place (section 4.5)."""
    site, source = include.scope.namespaces(), target.scope.namespaces()
    needed = {
        prefix: source.get(prefix, "")
        for prefix in {*source, ""} - target.declares
        if source.get(prefix, "") != site.get(prefix, "")
    }
    fixes = [f"xmlns{':' if prefix else ''}{prefix}={_quoted(uri)}" for prefix, uri in sorted(needed.items())]
    language = target.scope.language
    if language and language != include.scope.language and f"{XML}}}lang" not in target.attributes:
        fixes.append(f"xml:lang={_quoted(language)}")
    identifier = include.attributes.get("set-xml-id", "")
    if identifier and f"{XML}}}id" not in target.attributes:
        fixes.append(f"xml:id={_quoted(identifier)}")
    return "".join(f" {fix}" for fix in fixes)


def _quoted(text: str) -> str:
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    return f'"{text}"'


def _written(token: re.Match[bytes], entities: dict[str, str]) -> bytes | None:
    """What a reference or a tag with references becomes; None where it stays."""
    if (name := token["name"]) is not None:
        value = entities.get(name.decode(), "") if name.decode() not in _OWN else None
        return None if value is None else _resolved(value.encode(), entities, 0)
    tag = token["tag"]
    if tag is None or b"&" not in tag or not any(m[1].decode() in entities for m in _IN_TAG.finditer(tag)):
        return None

    def replaced(match: re.Match[bytes]) -> bytes:
        if match[1].decode() not in entities:
            return match[0]
        value = _resolved(entities[match[1].decode()].encode(), entities, 0)
        return value.replace(b'"', b"&quot;").replace(b"'", b"&apos;").replace(b"\n", b" ")

    return _IN_TAG.sub(replaced, tag)


def _resolved(value: bytes, entities: dict[str, str], depth: int) -> bytes:
    """A replacement text, the entities in it resolved; expat has seen that they do not multiply."""
    if b"&" not in value or depth > _DEEPEST:
        return value
    return _IN_TAG.sub(
        lambda match: (
            match[0]
            if match[1].decode() in _OWN or match[1].decode() not in entities
            else _resolved(entities[match[1].decode()].encode(), entities, depth + 1)
        ),
        value,
    )


def _utf8(data: bytes) -> bytes:
    """A document in UTF-8, its declaration corrected; as it is where it cannot be decoded, so that its fault is found."""
    name = encoding_of(data)
    try:
        text = data.decode(name).removeprefix("\ufeff")
    except UnicodeDecodeError:
        return data
    # as long as it was, so that columns stay
    return _DECLARED.sub(lambda it: f'{it[1]}"UTF-8"{" " * (len(it[2]) - 5)}', text, count=1).encode("utf-8")
