"""XML Schema: validation by xmlschema, its errors put into words that say what to do."""

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import xmlschema
from lxml import etree

from ibidem.errors import IbidemError
from ibidem.finding import Finding, Severity
from ibidem.read import Source
from ibidem.words.guidelines import element_page
from ibidem.words.of_xsd import in_words


@lru_cache(maxsize=4)
def _schema(path: Path) -> Any:
    try:
        return xmlschema.XMLSchema10(str(path), allow="local", defuse="always", use_fallback=False)
    except (xmlschema.XMLSchemaException, OSError, etree.XMLSyntaxError) as error:
        raise IbidemError(f"{path}: not a usable XML schema: {str(error).strip().splitlines()[0]}") from None


def check(source: Source, path: Path) -> Iterator[Finding]:
    """What a file has that its XML schema does not allow."""
    schema = _schema(path)
    for error in schema.iter_errors(source.root, use_location_hints=False):
        at = error.elem if isinstance(error.elem, etree._Element) and error.elem.getroottree() is not None else None
        at = at if at is not None and at in source._order else source.root
        said, where = in_words(error, at, schema)
        yield replace(
            source.finding(said.code, Severity.ERROR, said.message, said.hint, where),
            see=element_page(said.see) if said.see else "", about=said.about,
        )  # fmt: skip
