"""The formats of deposit, in the order in which they are made and listed."""

from collections.abc import Iterator
from importlib import import_module

from ibidem.deposit.package import Built, Format, Kind, Zip

KINDS = (
    Kind("metadata", "The record in every format of metadata.", "metadata", ("title",)),
    Kind(
        "bagit",
        "A bag (RFC 8493) for an archive, and a zip of it.",
        "bagit",
        ("title",),
        ("contact",),
        zipped=Zip.BESIDE,
    ),
    Kind(
        "ro-crate",
        "An RO-Crate 1.2 (files, people, licence, how it was made), and a zip of it.",
        "crate",
        ("title", "date", "licence", "abstract"),
        ("creator", "publisher", "contact"),
        zipped=Zip.BESIDE,
    ),
    Kind(
        "invenio",
        "For Zenodo and other InvenioRDM: metadata.json and the files to upload.",
        "invenio",
        ("title", "creator", "publisher", "date", "licence", "abstract"),
        ("language", "subject"),
        zipped=Zip.INSTEAD,
    ),
    Kind("oai", "A static repository of OAI-PMH 2.0, for harvesters.", "oai", ("title", "contact", "address")),
    Kind("dts", "Distributed Text Services 1.0 as static files.", "dts", ("title",), ("address",)),
)


def files_of(kind: Kind, built: Built) -> Iterator[tuple[str, bytes]]:
    """The files of a package, by path."""
    files: Format = import_module(f"ibidem.deposit.{kind.module}").files
    return files(built)
