"""The formats of deposit, in the order in which they are made and listed."""

from collections.abc import Iterator
from importlib import import_module

from ibidem.deposit.package import Built, Format, Kind, Zip
from ibidem.record.needs import Needs

KINDS = (
    Kind("metadata", "The record in every format of metadata that it is complete for.", "metadata", Needs()),
    Kind(
        "bagit", "A bag (RFC 8493) for an archive, and a zip of it.", "bagit", Needs(("title",), ("contact",)),
        zipped=Zip.BESIDE,
    ),
    Kind(
        "ro-crate", "An RO-Crate 1.2 (files, people, licence, how it was made), and a zip of it.", "crate",
        Needs(("title", "date", "licence", "abstract"), ("creator", "publisher", "contact")), zipped=Zip.BESIDE,
    ),
    Kind(
        "invenio", "For Zenodo and other InvenioRDM: the metadata and the files to upload.", "invenio",
        Needs(("title", "creator", "publisher", "date", "licence", "abstract"), ("language", "subject")),
        zipped=Zip.INSTEAD,
    ),
)  # fmt: skip


def files_of(kind: Kind, built: Built) -> Iterator[tuple[str, bytes]]:
    """The files of a package, by path."""
    files: Format = import_module(f"ibidem.deposit.{kind.module}").files
    return files(built)
