"""Built XML schemas in the cache: as pickles, since the library offers nothing else.

A pickle can run code. So one is read only where no other user can have written it (folder and file belong to this user, and are closed to
all others), and only as what a schema is made of: classes of the library, and the functions named here. Where the system does not say who
owns a file, nothing is kept.
"""

import io
import os
import pickle
import stat
from contextlib import suppress
from importlib.metadata import version
from typing import Any

from ibidem import cache

_KIND = "xsd"
_MODULES = (
    "xmlschema.validators.", "xmlschema.xpath.", "elementpath.datatypes.", "elementpath.xpath_tokens.",
    "elementpath.xpath1.", "elementpath.xpath2.", "elementpath.xpath30.", "elementpath.xpath31.",
)  # fmt: skip
_NAMES = frozenset(
    {
        ("builtins", "bool"), ("builtins", "bytes"), ("builtins", "float"), ("builtins", "int"), ("builtins", "str"),
        ("builtins", "set"), ("builtins", "frozenset"), ("collections", "Counter"), ("collections", "deque"),
        ("decimal", "Decimal"), ("re", "_compile"), ("xml.etree.ElementTree", "Element"), ("xml.etree.ElementTree", "iterparse"),
        ("ibidem.xsd.build", "Loader"), ("xmlschema.loaders", "SchemaLoader"), ("xmlschema.locations", "NamespaceResourcesMap"),
        ("xmlschema.resources.xml_resource", "XMLResource"), ("xmlschema.settings", "SchemaSettings"),
    }
)  # fmt: skip
_HELPERS = "xmlschema.validators.helpers"


def key(parts: list[bytes | str]) -> str:
    """The name of the entry for a schema made of these parts, by these versions of the libraries."""
    return cache.key(version("xmlschema"), version("elementpath"), *parts)


def load(name: str) -> Any:
    """A kept schema, or None."""
    if not _is_closed(name):
        return None
    content = cache.load(_KIND, name)
    if content is None:
        return None
    try:
        return _Reader(io.BytesIO(content)).load()
    except Exception:  # whatever a pickle of another make may raise: it is built anew
        return None


def store(name: str, schema: Any) -> None:
    """Keep a schema. One that cannot be kept is no fault."""
    if not hasattr(os, "geteuid"):
        return
    with suppress(OSError, RuntimeError):
        place = cache.folder() / _KIND
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _is_own(place.lstat()):
            return
    with suppress(pickle.PicklingError, TypeError, AttributeError, RecursionError):
        cache.store(_KIND, name, pickle.dumps(schema), mode=0o600)


def _is_closed(name: str) -> bool:
    if not hasattr(os, "geteuid"):
        return False
    try:
        place = cache.folder() / _KIND
        found = (place / name).lstat()
        return (
            stat.S_ISDIR(place.lstat().st_mode)
            and _is_own(place.lstat())
            and stat.S_ISREG(found.st_mode)
            and _is_own(found)
        )
    except (OSError, RuntimeError):
        return False


def _is_own(status: os.stat_result) -> bool:
    return status.st_uid == os.geteuid() and not status.st_mode & 0o077


class _Reader(pickle.Unpickler):
    """Makes nothing but what a built schema consists of."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == ("builtins", "getattr"):
            return _method
        if (module, name) in _NAMES:
            return super().find_class(module, name)
        if module.startswith(_MODULES) and "." not in name:
            found = super().find_class(module, name)
            # made there, and not only imported there
            if getattr(found, "__module__", "") == module and (isinstance(found, type) or module == _HELPERS):
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is no part of a schema")


def _method(owner: Any, name: str) -> Any:
    """A method of a facet or a datatype, as the pickle asks for it."""
    kind = owner if isinstance(owner, type) else type(owner)
    if not kind.__module__.startswith(("xmlschema.validators.", "elementpath.datatypes.")) or (
        name.startswith("_") and name != "__call__"
    ):
        raise pickle.UnpicklingError(f"{name} is no part of a schema")
    return getattr(owner, name)
