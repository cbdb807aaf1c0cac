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
    Kind(
        "dataverse", "For Dataverse: the JSON of a dataset, and its files.", "dataverse",
        Needs(("title", "creator", "contact", "abstract"), ("date", "licence", "subject")),
    ),
    Kind(
        "dspace", "For DSpace: an item for each text in its Simple Archive Format, and a zip of them.", "dspace",
        Needs(("title",), ("creator", "date", "publisher", "language")), per_text=True, zipped=Zip.BESIDE,
    ),
    Kind(
        "nakala", "For Nakala: the JSON of a datum, and its files.", "nakala",
        Needs(("title", "creator", "date", "licence"), ("abstract", "language")),
    ),
    Kind(
        "textgrid", "For the TextGrid Repository: work, edition and text as an import set.", "textgrid",
        Needs(("title", "creator", "date", "publisher", "licence", "holder"), ("language",)), per_text=True,
    ),
    Kind(
        "arche", "For ARCHE: the collection and its texts in RDF.", "arche",
        Needs(("title", "creator", "editor", "publisher", "licence", "holder", "abstract", "subject"), ("language",)),
    ),
    Kind(
        "edm", "For Europeana: the Europeana Data Model in RDF/XML.", "edm",
        Needs(("title", "publisher", "open-licence", "address", "language"), ("creator", "abstract", "subject")),
    ),
    Kind("mets", "METS with MODS, beside the files that it lists.", "mets", Needs(("title",), ("creator", "date"))),
    Kind("oai", "A static repository of OAI-PMH 2.0, for harvesters.", "oai", Needs(("title", "contact", "address"))),
    Kind("dts", "Distributed Text Services 1.0 as static files.", "dts", Needs(("title",), ("address",))),
)  # fmt: skip


def files_of(kind: Kind, built: Built) -> Iterator[tuple[str, bytes]]:
    """The files of a package, by path."""
    files: Format = import_module(f"ibidem.deposit.{kind.module}").files
    return files(built)
