"""XML schemas as xmlschema builds them: nothing is opened that may not be, XSD 1.1 is told by its features, what was built is kept."""

import warnings
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import urljoin, urlsplit

import xmlschema
from xmlschema.exceptions import XMLResourceBlocked
from xmlschema.loaders import SchemaLoader
from xmlschema.validators import XMLSchemaParseError

from ibidem.errors import IbidemError
from ibidem.reading.events import NotWellFormed, parse
from ibidem.reading.files import read_bytes
from ibidem.relaxng.error import SchemaError
from ibidem.schemas.kept import address_of
from ibidem.schemas.locate import NotUsed, locate
from ibidem.schemas.model import Access
from ibidem.schemas.taken_in import all_there, taken_in
from ibidem.xsd import cache as xsd_cache

_XSD = "http://www.w3.org/2001/XMLSchema}"
_VERSIONS = "http://www.w3.org/2007/XMLSchema-versioning}"
# What only XSD 1.1 has (Structures, appendix G.1; Datatypes, appendix I).
_ELEMENTS = frozenset(
    {"assert", "assertion", "alternative", "openContent", "defaultOpenContent", "override", "explicitTimezone"}
)
_ATTRIBUTES = frozenset(
    {"defaultAttributes", "xpathDefaultNamespace", "notNamespace", "notQName", "inheritable", "appliesToEmpty"}
)
_TYPES = frozenset({"dateTimeStamp", "dayTimeDuration", "yearMonthDuration", "anyAtomicType"})
_access: ContextVar[Access | None] = ContextVar("access", default=None)


class Loader(SchemaLoader):
    """Finds what a schema includes and imports where Ibidem would, and loads nothing once the schema is built."""

    fallback_locations = MappingProxyType({})

    def load_schema(
        self, source: Any, namespace: str | None = None, base_url: str | None = None, build: bool = False, partial: bool = False,
    ) -> Any:  # fmt: skip
        access = _access.get()
        if access is None or not isinstance(source, str):
            raise XMLResourceBlocked("nothing further is loaded")
        named_in = _path(urljoin(f"{base_url}/", "schema")) if base_url else Path("schema")
        if address_of(named_in) and source.startswith("file:///") and not address_of(_path(source)):
            source = urlsplit(source).path  # "/x.xsd" of a site, which the library took for a file
        return super().load_schema(locate(source, named_in, access).as_uri(), namespace, None, build, partial)


def load(path: Path, access: Access) -> Any:
    """The schema of a file, built once in this process. Raises `SchemaError`."""
    try:
        status = path.stat()
    except OSError:
        raise SchemaError("there is no such file.", str(path)) from None
    return _load(path.resolve(), access, status.st_size, status.st_mtime_ns)


@lru_cache(maxsize=4)
def _load(path: Path, access: Access, _size: int, _time: int) -> Any:
    all_there(path, access)
    files = [path, *(found for _, found in taken_in(path, access) if isinstance(found, Path))]
    newer = [_needs_1_1(file) for file in files]
    name = xsd_cache.key([part for file in files for part in (str(file), read_bytes(file))])
    if (kept := xsd_cache.load(name)) is not None:
        return kept
    built = _built(path, access, newer=True) if any(newer) else _either(path, access)
    xsd_cache.store(name, built)
    return built


def _either(path: Path, access: Access) -> Any:
    """A schema of version 1.0; of 1.1 where it is a correct one of that alone, since it loosened some rules without new names."""
    try:
        return _built(path, access, newer=False)
    except SchemaError as error:
        try:
            return _built(path, access, newer=True)
        except SchemaError:
            raise error from None


def _built(path: Path, access: Access, *, newer: bool) -> Any:
    kind = xmlschema.XMLSchema11 if newer else xmlschema.XMLSchema10
    token = _access.set(access)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return kind(path.as_uri(), allow="local", defuse="always", loader_class=Loader)
    except XMLSchemaParseError as error:
        raise SchemaError(f"not a usable XML schema: {_first(error.message)}.", *_place(error, path)) from None
    except NotUsed as error:
        raise SchemaError(str(error), str(path)) from None
    except IbidemError:
        raise
    except (xmlschema.XMLSchemaException, OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise SchemaError(f"not a usable XML schema: {_first(str(error))}.", str(path)) from None
    finally:
        _access.reset(token)


def _first(text: str) -> str:
    lines = text.strip().splitlines() or ["unknown error"]
    return lines[0].rstrip(" .:")[:300]


def _place(error: XMLSchemaParseError, path: Path) -> tuple[str, int]:
    """The file and the line of an element of a schema, whose tree has no lines."""
    file = _path(error.schema_url) if error.schema_url else path
    root, element = getattr(error.source, "root", None), error.elem
    if root is None or element is None:
        return str(file), 0
    order = next((order for order, each in enumerate(root.iter()) if each is element), -1)
    lines: list[int] = []

    def attach(parser: Any) -> None:
        parser.StartElementHandler = lambda _name, _attributes: lines.append(parser.CurrentLineNumber)

    parse((read_bytes(file),), attach)
    return str(file), lines[order] if 0 <= order < len(lines) else 0


def _path(address: str) -> Path:
    from urllib.request import url2pathname

    return Path(url2pathname(urlsplit(address).path))


def _needs_1_1(file: Path) -> bool:
    """Whether a schema file uses what XSD 1.0 does not have. Raises `SchemaError` where it is not XML."""
    found = False

    def attach(parser: Any) -> None:
        def start(name: str, attributes: list[str]) -> None:
            nonlocal found
            keys = attributes[::2]
            found = (
                found
                or any(key.startswith(_VERSIONS) for key in keys)
                or (
                    name.startswith(_XSD) and (name.removeprefix(_XSD) in _ELEMENTS or not _ATTRIBUTES.isdisjoint(keys))
                )
                or any(
                    key in ("type", "base", "itemType") and value.rpartition(":")[2] in _TYPES and ":" in value
                    for key, value in zip(keys, attributes[1::2], strict=True)
                )
            )

        parser.StartElementHandler = start

    try:
        parse((read_bytes(file),), attach)
    except NotWellFormed as error:
        raise SchemaError(f"not well-formed XML: {error.reason}.", str(file), error.line) from None
    return found
