"""Which file an address means that a document or a schema names: one of the edition, one that a catalog maps to, or one that was fetched."""

import os
from collections.abc import Iterable
from functools import reduce
from pathlib import Path
from urllib.parse import urljoin, urlsplit
from urllib.request import url2pathname

from ibidem.errors import IbidemError
from ibidem.schemas.catalog import Catalog, named_by_environment
from ibidem.schemas.kept import address_of, canonical, kept
from ibidem.schemas.model import Access

_SHIPPED = {
    **dict.fromkeys(
        (f"www.w3.org/{date}/xml.xsd" for date in ("2001", "2001/03", "2005/08", "2007/08", "2009/01")), "XML/xml.xsd"
    ),
    "www.w3.org/1999/xlink.xsd": "XLINK/xlink.xsd",
}
CORRECT = "Correct the address, or name the schema: --schema FILE."


class NotUsed(IbidemError, ValueError):
    """An address that may not be read, or leads to nothing: why, and what to do.

    `address` is what can be fetched; `failed` says that this was tried.
    """

    def __init__(self, why: str, cure: str, address: str = "", failed: bool = False) -> None:
        super().__init__(f"{why}. {cure}")
        self.why = why
        self.cure = cure
        self.address = address
        self.failed = failed

    def __reduce__(self) -> tuple[type["NotUsed"], tuple[str, str, str, bool]]:
        return type(self), (self.why, self.cure, self.address, self.failed)


def locate(address: str, named_in: Path, access: Access, bases: tuple[str, ...] = ()) -> Path:
    """The file that an address in the file `named_in` means; `bases` are the `xml:base` that hold there, the outer first. Raises `NotUsed`."""
    if not address.strip():
        raise NotUsed("it has no address", CORRECT)
    try:
        return _located(address.strip(), named_in, access, bases)
    except NotUsed:
        raise
    except ValueError:
        raise NotUsed("it is no address", CORRECT) from None
    except OSError as error:
        raise NotUsed(f"it cannot be opened ({error.strerror})", CORRECT) from None


def _located(address: str, named_in: Path, access: Access, bases: tuple[str, ...]) -> Path:
    absolute = reduce(urljoin, (*bases, address), _uri(named_in))
    found = Catalog(access.catalogs).resolve(absolute) if access.catalogs else absolute
    if isinstance(found, Path):
        return _there(found)
    parts = urlsplit(found)
    if parts.scheme in ("http", "https"):
        return _fetched(found, access)
    if parts.scheme != "file" or parts.netloc not in ("", "localhost"):
        raise NotUsed("it is neither a file of this computer nor an http address", CORRECT)
    path = Path(url2pathname(parts.path))
    if was := address_of(path):
        return _fetched(was, access)
    return _inside(path.resolve(), (named_in.resolve().parent, *access.below))


def _uri(path: Path) -> str:
    """The address of a file: where it was fetched from, or where it is."""
    return address_of(path) or path.absolute().as_uri()


def _fetched(address: str, access: Access) -> Path:
    wanted = canonical(address)
    if not wanted:
        raise NotUsed("it is no address that can be fetched", CORRECT)
    if file := kept(wanted) or _shipped(wanted):
        return file
    if reason := dict(access.failed).get(wanted):
        cure = "Try again with --fetch; or save a copy, and name it: --schema FILE."
        raise NotUsed(f"it could not be fetched: {reason}", cure, wanted, failed=True)
    raise NotUsed("it is on the network", "Run once with --fetch; or save a copy, and name it: --schema FILE.", wanted)


def _shipped(address: str) -> Path | None:
    """The copy of a schema of the W3C that many import, as the library for XML Schema brings it."""
    if (name := _SHIPPED.get(address.partition("://")[2])) is None:
        return None
    from importlib.util import find_spec

    found = find_spec("xmlschema")
    return Path(found.origin).parent / "schemas" / name if found and found.origin else None


def _inside(path: Path, folders: Iterable[Path]) -> Path:
    tops = tuple(folder.resolve() for folder in folders)
    if any(path.is_relative_to(top) for top in tops):
        return _there(path)
    top = min(tops, key=lambda folder: len(folder.parts))
    raise NotUsed(f"it is outside {top}", f"If it may be read, name it: --schema {_typed(path)}")


def _there(path: Path) -> Path:
    if not path.is_file():
        raise NotUsed(f"there is no such file: {path}", CORRECT)
    return path


def _typed(path: Path) -> str:
    from shlex import quote

    return quote(str(path))


def environment() -> tuple[Path, ...]:
    """The catalogs of `XML_CATALOG_FILES`. They hold for schemas that the user names, and for no address that a document chooses."""
    return tuple(named_by_environment(os.environ.get("XML_CATALOG_FILES", "")))
