"""Fetch, before anything is checked, the schemas that are named and not there yet, and what they take in.

So the network is used in one place, and what reads untrusted files never needs it.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

from ibidem.edition import nearest, settings
from ibidem.errors import IbidemError
from ibidem.examine import Request, piped
from ibidem.reading.files import STDIN, read_bytes
from ibidem.schemas.association import associations
from ibidem.schemas.choose import located, of_document, of_edition
from ibidem.schemas.fetch import NotFetched, fetch
from ibidem.schemas.locate import NotUsed
from ibidem.schemas.model import Access, Schema, by_user, user_access
from ibidem.schemas.taken_in import taken_in

_Missing = Callable[[], Iterable[NotUsed]]


def bring(request: Request, named: Iterable[str], files: Iterable[Path]) -> tuple[tuple[str, str], ...]:
    """Fetch for the schemas that the user names, else for those of the files; the addresses that failed, with the reason."""
    access = user_access(request.catalogs)
    wanted: list[_Missing] = [partial(_of_user, name, access) for name in named]
    failed: dict[str, str] = {}
    for missing in wanted or (partial(_of_file, request, path) for path in files):
        while addresses := {error.address for error in missing() if error.address} - failed.keys():
            for address in sorted(addresses):
                try:
                    fetch(address)
                except NotFetched as error:
                    failed[address] = str(error)
    return tuple(failed.items())


def _of_user(name: str, access: Access) -> Iterator[NotUsed]:
    try:
        yield from _of_schema(by_user(name, access))
    except NotUsed as error:
        yield error
    except IbidemError:
        return  # said when it is used


def _of_file(request: Request, path: Path) -> Iterator[NotUsed]:
    try:
        data = piped() if path == STDIN else read_bytes(path)
        folder = None if path == STDIN else nearest(path)
        edition = settings(folder) if folder else None
        if edition and edition.names_schemas:
            for schema in of_edition(request, edition):
                yield from _of_schema(schema)
            return
        for _, found in located(associations(data).named, path, of_document(request, path, edition)):
            if isinstance(found, Schema):
                yield from _of_schema(found)
            else:
                yield found
    except IbidemError:
        return


def _of_schema(schema: Schema) -> Iterator[NotUsed]:
    for _, found in taken_in(schema.path, schema.access):
        if isinstance(found, NotUsed):
            yield found
