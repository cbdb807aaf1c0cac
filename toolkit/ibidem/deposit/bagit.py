"""A bag (BagIt 1.0, RFC 8493): the built edition as payload."""

import hashlib
from collections.abc import Iterator

from ibidem import __version__
from ibidem.deposit.archive import moment
from ibidem.deposit.package import Built

_ALGORITHMS = ("sha256", "sha512")
_DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


def files(built: Built) -> Iterator[tuple[str, bytes]]:
    """The bag, in a folder of the name of the edition."""
    bag = f"{built.record.id}/"
    octets = 0
    digests: dict[str, list[tuple[str, str]]] = {algorithm: [] for algorithm in _ALGORITHMS}
    for name, data in built.files.items():
        path = f"data/{name}"
        octets += len(data)
        _note(digests, path, data)
        yield bag + path, data
    tags = [
        ("bagit.txt", _DECLARATION),
        ("bag-info.txt", _info(built, octets, len(built.files))),
        *((f"manifest-{algorithm}.txt", _manifest(digests[algorithm])) for algorithm in _ALGORITHMS),
    ]
    of_tags: dict[str, list[tuple[str, str]]] = {algorithm: [] for algorithm in _ALGORITHMS}
    for path, data in tags:
        _note(of_tags, path, data)
        yield bag + path, data
    for algorithm in _ALGORITHMS:
        yield f"{bag}tagmanifest-{algorithm}.txt", _manifest(of_tags[algorithm])


def _note(digests: dict[str, list[tuple[str, str]]], path: str, data: bytes) -> None:
    for algorithm, lines in digests.items():
        lines.append((path, hashlib.new(algorithm, data).hexdigest()))


def _manifest(lines: list[tuple[str, str]]) -> bytes:
    """One line a file; a percent sign in a name is written %25 (section 2.1.3)."""
    return "".join(f"{digest}  {path.replace('%', '%25')}\n" for path, digest in sorted(lines)).encode()


def _info(built: Built, octets: int, count: int) -> bytes:
    record = built.record
    fields = [
        ("Source-Organization", record.publisher.name if record.publisher else ""),
        ("Contact-Email", record.contact),
        ("External-Description", record.full_title),
        *(("External-Identifier", identifier.url or identifier.value) for identifier in record.identifiers),
        ("Bagging-Date", f"{moment(record):%Y-%m-%d}"),
        ("Payload-Oxum", f"{octets}.{count}"),
        ("Internal-Sender-Identifier", record.id),
        ("Bag-Software-Agent", f"ibidem {__version__}"),
    ]
    return "".join(f"{label}: {' '.join(value.split())}\n" for label, value in fields if value.strip()).encode()
