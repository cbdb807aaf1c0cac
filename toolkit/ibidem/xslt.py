"""Saxon, kept on a short leash: what a stylesheet may read, and what comes back.

Our own stylesheets are compiled from files and may import each other. One that is made from a user's Schematron is compiled from text
in a processor that opens nothing.
"""

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import unquote, urlsplit

from saxonche import PySaxonApiError, PySaxonProcessor

from ibidem.errors import IbidemError, InternalError

_FEATURE = "http://saxon.sf.net/feature/"
_PARSER = "parserProperty?uri="
# How deep and wide a document may be: as much as the other lanes take.
_LIMITS = {_PARSER + "jdk.xml.maxElementDepth": "300", _PARSER + "jdk.xml.elementAttributeLimit": "1000000"}
_TRUSTED = {"allowedProtocols": "file", **_LIMITS}
_CLOSED = {"allowedProtocols": "none", "disableXslEvaluate": "true", **_LIMITS}
_LONGEST = 1 << 20  # bytes of complaints that are read
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
    return _processor(_TRUSTED)


@cache
def _closed() -> Any:
    """A processor that opens nothing and evaluates no text."""
    return _processor(_CLOSED)


def _processor(features: Mapping[str, str]) -> Any:
    """A processor that knows nothing of the environment, which Saxon reads once in a process, when it is first asked for.

    What the language is must stay: the first processor sets the locale of the whole process by it.
    """
    environment = dict(os.environ)
    for name in environment:
        if name != "LANG" and not name.startswith("LC_"):
            del os.environ[name]
    try:
        processor = PySaxonProcessor(license=False)
        for feature, value in features.items():
            processor.set_configuration_property(_FEATURE + feature, value)
        processor.new_xpath_processor().evaluate("available-environment-variables()")
    finally:
        os.environ.update(environment)
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


def transform_by(
    stylesheet: str, own: Path, xml: str, parameters: Mapping[str, str | bool | tuple[str, ...]]
) -> Result:
    """Apply a stylesheet that imports ours and the edition's `own`. Raises `IbidemError` that names that file when it fails."""
    with _complaints() as complaints:
        try:
            executable = _trusted().new_xslt30_processor().compile_stylesheet(stylesheet_text=stylesheet)
            result = _run(_trusted(), executable, xml, parameters, own.name)
        except (PySaxonApiError, InternalError) as error:
            failure = str(error)
        else:
            return result
    raise IbidemError(f"{own}: the stylesheet fails: {complaints[0].strip() or failure}")


class StylesheetError(Exception):
    """A stylesheet made from the user's own rules does not compile or run."""


@lru_cache(maxsize=16)
def compiled(stylesheet: str) -> Any:
    """A stylesheet that is itself text, to be run with no access to any file."""
    try:
        with _complaints():
            return _closed().new_xslt30_processor().compile_stylesheet(stylesheet_text=stylesheet)
    except PySaxonApiError as error:
        raise StylesheetError(str(error)) from None


def run(stylesheet: str, xml: str, base: str) -> tuple[str, str]:
    """Apply a stylesheet that is itself text to a document whose address is `base`: its output, and what Saxon wrote beside it."""
    executable = compiled(stylesheet)
    executable.set_capture_result_documents(True)
    executable.set_save_xsl_message(True)
    executable.clear_xsl_messages()
    executable.set_base_output_uri(_BASE + "report.xml")
    with _complaints() as complaints:
        try:
            output = executable.transform_to_string(xdm_node=_document(xml, base)) or ""
        except PySaxonApiError as error:
            raise StylesheetError(str(error)) from None
    return output, complaints[0]


@lru_cache(maxsize=1)
def _document(xml: str, base: str) -> Any:
    """A document as Saxon reads it; the last one is kept, for the next schema."""
    builder = _closed().new_document_builder()
    builder.set_base_uri(base)
    return builder.parse_xml(xml_text=xml)


@contextmanager
def _complaints() -> Iterator[list[str]]:
    """What Saxon writes to standard error, of which nothing must reach the user's terminal."""
    written = [""]
    with _scratch() as file:
        try:
            before = os.dup(2)
        except OSError:  # it is closed: nothing that is written can be seen
            yield written
            return
        os.dup2(file.fileno(), 2)
        try:
            yield written
        finally:
            os.dup2(before, 2)
            os.close(before)
            file.seek(0)
            written[0] = file.read(_LONGEST).decode("utf-8", "replace")


def _scratch() -> BinaryIO:
    """A file without a name; where the system can, it is in memory."""
    if hasattr(os, "memfd_create"):
        return os.fdopen(os.memfd_create("complaints"), "w+b")
    from tempfile import TemporaryFile

    return TemporaryFile()


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
