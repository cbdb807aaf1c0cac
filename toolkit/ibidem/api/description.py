"""What the server has, in JSON: a page to begin with, and a description after OpenAPI 3.1."""

from typing import Any, TypeAlias
from urllib.parse import quote

from ibidem import __version__
from ibidem.api.library import Library
from ibidem.dts.links import PARAMETERS
from ibidem.dts.objects import MEDIA_TYPES
from ibidem.oai.answer import VERBS
from ibidem.record.formats import FORMATS

Json: TypeAlias = dict[str, Any]


def landing(library: Library, site: str) -> Json:
    """The services, and the texts with their records in every format."""
    return {
        "title": library.repository.name,
        "pages": site,
        "dts": f"{site}api/dts/",
        "oai": f"{site}api/oai",
        "openapi": f"{site}api/openapi.json",
        "texts": [
            {
                "id": name,
                "title": text.record.full_title or name,
                "page": f"{site}{quote(name)}/",
                "tei": f"{site}{quote(name)}/{quote(name)}.xml",
                "records": {form: f"{site}api/records/{quote(name)}.{form}" for form in FORMATS},
            }
            for name, text in library.texts.items()
        ],
    }


def openapi(library: Library, site: str) -> Json:
    """The addresses with their parameters and answers."""
    return {
        "openapi": "3.1.0",
        "info": {"title": library.repository.name, "version": library.catalogue.record.version or __version__},
        "servers": [{"url": site.rstrip("/")}],
        "paths": {
            "/api/": {"get": _operation("What this server has", "application/json")},
            "/api/dts/": {"get": _operation("Distributed Text Services: the entry point", "application/ld+json")},
            **{
                f"/api/dts/{name}/": {"get": _operation(f"Distributed Text Services: {name}", *types, query=names)}
                for name, names in PARAMETERS.items()
                for types in [MEDIA_TYPES if name == "document" else ("application/ld+json",)]
            },
            "/api/oai": {"get": _harvest("query"), "post": _harvest("form")},
            "/api/records/{id}.{format}": {"get": _record()},
        },
    }


def _operation(summary: str, *types: str, query: tuple[str, ...] = ()) -> Json:
    parameters = [
        {"name": name, "in": "query", "required": name == "resource", "schema": _SCHEMAS.get(name, {"type": "string"})}
        for name in query
    ]
    wrong = {"description": "Why there is no answer", "content": {"application/problem+json": {}}}
    return {
        "summary": summary,
        **({"parameters": parameters} if parameters else {}),
        "responses": {
            "200": {"description": "The answer", "content": {name: {} for name in types}},
            **({"400": wrong, "404": wrong} if parameters else {}),
        },
    }


_SCHEMAS: Json = {
    "page": {"type": "integer", "minimum": 1},
    "down": {"type": "integer", "minimum": -1},
    "nav": {"enum": ["children", "parents"]},
    "mediaType": {"enum": [*MEDIA_TYPES]},
}
_ARGUMENTS: Json = {
    "verb": {"enum": [*VERBS]},
    **{
        name: {"type": "string"} for name in ("identifier", "metadataPrefix", "set", "from", "until", "resumptionToken")
    },
}


def _harvest(place: str) -> Json:
    answer = {"200": {"description": "The answer, or an error of the protocol", "content": {"text/xml": {}}}}
    if place == "query":
        parameters = [
            {"name": name, "in": "query", "required": name == "verb", "schema": schema}
            for name, schema in _ARGUMENTS.items()
        ]
        return {"summary": "OAI-PMH 2.0", "parameters": parameters, "responses": answer}
    form = {"type": "object", "properties": _ARGUMENTS, "required": ["verb"]}
    content = {"application/x-www-form-urlencoded": {"schema": form}}
    return {"summary": "OAI-PMH 2.0", "requestBody": {"required": True, "content": content}, "responses": answer}


def _record() -> Json:
    parameters = [
        {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}},
        {"name": "format", "in": "path", "required": True, "schema": {"enum": [*FORMATS]}},
    ]
    types: Json = {form.type: {} for form in FORMATS.values()}
    wrong = {"description": "There is no such text or format", "content": {"application/problem+json": {}}}
    answer = {"200": {"description": "The record", "content": types}, "404": wrong}
    return {"summary": "The record of a text", "parameters": parameters, "responses": answer}
