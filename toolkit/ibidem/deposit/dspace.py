"""DSpace's Simple Archive Format: an item for each text, with its TEI and its PDF."""

from collections.abc import Iterator

from ibidem.deposit.package import Built
from ibidem.deposit.xml_records import transformed


def files(built: Built) -> Iterator[tuple[str, bytes]]:
    """The folders of the items, in a folder of the name of the edition."""
    for number, text in enumerate(built.texts, 1):
        item = f"{built.record.id}/item_{number:04}/"
        yield f"{item}dublin_core.xml", transformed(text.record, "dspace")
        names = []
        for suffix in ("pdf", "xml"):
            if data := built.files.get(f"{text.id}/{text.id}.{suffix}"):
                names.append(f"{text.id}.{suffix}")
                yield f"{item}{names[-1]}", data
        primary = dict.fromkeys(names[:1], "\tprimary:true")
        lines = [f"{name}\tbundle:ORIGINAL{primary.get(name, '')}\n" for name in names]
        yield f"{item}contents", "".join(lines).encode()
