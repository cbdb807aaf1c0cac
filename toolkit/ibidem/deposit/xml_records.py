"""Records in XML for a repository: the stylesheets of xslt/records with what they must be told."""

from ibidem.record.model import Record
from ibidem.record.xml import as_xml
from ibidem.resources import resource
from ibidem.xslt import transform


def transformed(record: Record, name: str, **parameters: str | tuple[str, ...]) -> bytes:
    """A record by a stylesheet; the names of its parameters have underscores for hyphens here."""
    told: dict[str, str | bool | tuple[str, ...]] = {key.replace("_", "-"): value for key, value in parameters.items()}
    return (transform(resource(f"xslt/records/{name}.xsl"), as_xml(record), told).text.rstrip("\n") + "\n").encode()
