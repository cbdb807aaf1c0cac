"""Saxon, kept on a short leash: what a stylesheet may read, and what comes back.

Our own stylesheets are compiled from files and may import each other. One that is made from a user's Schematron is compiled from text
in a processor that opens nothing.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from saxonche import PySaxonApiError, PySaxonProcessor

from ibidem.errors import InternalError

_ALLOWED = "http://saxon.sf.net/feature/allowedProtocols"
# What is parsed was read by lxml and expat before, with limits of their own; those of Java's parser are lower.
_PARSER = "http://saxon.sf.net/feature/parserProperty?uri="
_UNLIMITED = ("jdk.xml.elementAttributeLimit", "jdk.xml.maxElementDepth")
_BASE = "file:///edition/"
_C1 = re.compile(r"&#x([89][0-9a-fA-F]);")
_HTML = "serialize(., map {'method': 'html', 'html-version': 5.0, 'indent': false(), 'encoding': 'utf-8'})"


@dataclass(frozen=True, slots=True)
class Result:
    """What a transformation made: its principal output, the pages it wrote by relative path, and its messages."""

    text: str
    pages: Mapping[str, str]
    messages: tuple[str, ...]


@cache
def _trusted() -> Any:
    return _processor("file")


@cache
def _closed() -> Any:
    return _processor("none")


def _processor(allowed: str) -> Any:
    processor = PySaxonProcessor(license=False)
    processor.set_configuration_property(_ALLOWED, allowed)
    for limit in _UNLIMITED:
        processor.set_configuration_property(_PARSER + limit, "0")
    return processor


@cache
def _compiled(stylesheet: Path) -> Any:
    try:
        return (
            _trusted()
            .new_xslt30_processor()
            .compile_stylesheet(stylesheet_file=stylesheet.as_uri() if " " in str(stylesheet) else str(stylesheet))
        )
    except PySaxonApiError as error:
        raise InternalError(f"{stylesheet}: the stylesheet does not compile: {error}") from None


def transform(
    stylesheet: Path, xml: str, parameters: Mapping[str, str | bool | tuple[str, ...]] | None = None
) -> Result:
    """Apply one of our stylesheets to XML text. Raises `InternalError` when it fails."""
    return _run(_trusted(), _compiled(stylesheet), xml, parameters or {}, stylesheet.name)


def transform_with(stylesheet: str, xml: str, name: str) -> Result:
    """Apply a stylesheet that is itself text, with no access to any file. `name` is used in messages."""
    processor = _closed()
    try:
        executable = processor.new_xslt30_processor().compile_stylesheet(stylesheet_text=stylesheet)
    except PySaxonApiError as error:
        raise StylesheetError(str(error)) from None
    return _run(processor, executable, xml, {}, name)


class StylesheetError(Exception):
    """A stylesheet made from the user's own rules does not compile or run."""


def _run(
    processor: Any, executable: Any, xml: str, parameters: Mapping[str, str | bool | tuple[str, ...]], name: str
) -> Result:
    executable.clear_parameters()
    for key, value in parameters.items():
        executable.set_parameter(key, _value(processor, value))
    executable.set_capture_result_documents(True)
    executable.set_save_xsl_message(True)
    executable.clear_xsl_messages()
    executable.set_base_output_uri(_BASE + "index.html")
    try:
        text = executable.transform_to_string(xdm_node=processor.parse_xml(xml_text=xml)) or ""
        documents = executable.get_result_documents() or {}
        pages = {_relative(uri): _html(processor, document) for uri, document in documents.items()}
        messages = tuple(str(message) for message in executable.get_xsl_messages() or ())
    except PySaxonApiError as error:
        if processor is _closed():
            raise StylesheetError(str(error)) from None
        raise InternalError(f"{name} stopped: {error}") from None
    return Result(text, pages, messages)


def _value(processor: Any, value: str | bool | tuple[str, ...]) -> Any:
    if isinstance(value, bool):
        return processor.make_boolean_value(value)
    if isinstance(value, str):
        return processor.make_string_value(value)
    return (
        processor.make_array([processor.make_string_value(item) for item in value])
        if value
        else processor.empty_sequence()
    )


def _relative(uri: str) -> str:
    """The path of a page below the output folder; a stylesheet may write nowhere else."""
    path = unquote(urlsplit(uri).path).removeprefix("/edition/")
    if not uri.startswith(("file:/edition/", _BASE)) or ".." in path.split("/") or path.startswith("/"):
        raise InternalError(f"a stylesheet tried to write outside the edition ({uri}).")
    return path


def _html(processor: Any, document: Any) -> str:
    xpath = processor.new_xpath_processor()
    xpath.set_context(xdm_item=document.head)
    # A reference to a C1 control means another character in HTML (&#x85; is an ellipsis there): write the character itself.
    return _C1.sub(lambda reference: chr(int(reference[1], 16)), str(xpath.evaluate_single(_HTML).string_value))
