"""Words for what is of another namespace: an extension of a project, another standard, or a slip."""

from ibidem.words.case import TEI, XML, Case, Schema, Words
from ibidem.words.replaced import ELEMENTS
from ibidem.words.show import one_of, quoted, sentences

_XINCLUDE = "http://www.w3.org/2001/XInclude"
_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
_STANDARDS = {
    "http://www.w3.org/1998/Math/MathML": "MathML",
    "http://www.w3.org/2000/svg": "SVG",
    "http://www.w3.org/1999/xhtml": "HTML",
    "http://www.w3.org/1999/xlink": "XLink",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "RDF",
    "http://purl.org/dc/elements/1.1/": "Dublin Core",
    "http://purl.org/dc/terms/": "Dublin Core",
    "http://www.music-encoding.org/ns/mei": "MEI",
    "http://www.loc.gov/mods/v3": "MODS",
    "http://www.loc.gov/METS/": "METS",
    "http://www.tei-c.org/ns/Examples": "TEI’s namespace for examples",
    "urn:isbn:1-931666-22-9": "EAD",
    "http://relaxng.org/ns/structure/1.0": "RELAX NG",
    "http://purl.oclc.org/dsdl/schematron": "Schematron",
    "http://www.w3.org/XML/1998/namespace": "XML",
}  # fmt: skip
_FEW = 6  # roots that are named
_OFTEN = 3  # a namespace that is used so often is no slip


def foreign_element(case: Case, schema: Schema) -> Words:
    ns, name = case.at.name
    if ns == _XINCLUDE:
        return Words(
            "xinclude-unexpanded", f"The {name} of XInclude takes in another file, which was not done before validating.",
            "Validate with --xinclude, which takes it in, or validate the parts file by file.", "xi",
        )  # fmt: skip
    if not schema.is_tei:
        return Words(
            "element-foreign",
            f"The schema knows no element of the namespace {ns or 'none'}, as {name}.",
            "Remove it." if case.at.parents else _other_root(case),
            ns,
        )
    where = f"the namespace {ns}" if ns else "no namespace"
    if name in schema.known(TEI) and (not ns or "tei-c.org/ns" in ns) and "Examples" not in ns:
        message = f"{name} is in {where}, so it is not the element of TEI."
        return Words(
            "element-foreign", message, f'Write xmlns="{TEI}" on the root, and take away other declarations.', ns, name
        )
    if not ns and not case.at.parents and name in ELEMENTS:
        hint = f'In its place: {ELEMENTS[name]}, with xmlns="{TEI}". What is in it was not checked.'
        return Words("element-removed", f"{name} is the root of an older TEI.", hint, ns, ELEMENTS[name])
    if standard := _STANDARDS.get(ns):
        message = f"{name} is an element of {standard}, which the schema does not take here."
        return Words("element-foreign", message, _elsewhere(standard), ns)
    message = f"The element {name} is not TEI: it is in {where}."
    return Words("element-foreign", message, _cure(case), ns)


def _cure(case: Case) -> str:
    if not case.at.parents:
        return _other_root(case)
    return _project(case.in_namespace, "element") if case.at.name[0] else "Remove it, or encode it in TEI."


def _other_root(case: Case) -> str:
    """A file that has another root than its schema is a file for another schema."""
    names = one_of([local for _, local in case.allowed][:_FEW])
    return sentences(
        f"The schema is for files that begin with {names}." if names else "",
        "Name the schema of this file: --schema FILE.",
    )


def _elsewhere(standard: str) -> str:
    places = {"MathML": "formula", "SVG": "figure", "MEI": "notatedMusic"}
    within = f", and puts it into a {places[standard]}" if standard in places else ""
    return f"Remove it, encode it in TEI, or use a schema that takes {standard}{within}. What is in it was not checked."


def _project(times: int, what: str) -> str:
    if times >= _OFTEN:
        return (
            f"This file has {times} {what}s of that namespace: an extension of the project, it seems. Use the schema that was made with it; "
            f"tei_all does not know it. {'What is in them was not checked.' if what == 'element' else ''}"
        ).strip()
    return f"Remove it, encode it in TEI, or use a schema that knows that namespace.{' What is in it was not checked.' if what == 'element' else ''}"


def foreign_attribute(case: Case) -> Words:
    ns, name = case.attribute
    on = case.at.local
    about = f"@{name}"
    if ns == _INSTANCE:
        hint = 'It belongs to XML Schema. Name the schema in <?xml-model href="…"?> before the root, and remove the attribute.'
        return Words("attribute-foreign", f"{on} has xsi:{name}, which RELAX NG does not pass over.", hint, about)
    if standard := _STANDARDS.get(ns):
        hint = (
            "Links of TEI are @target, @ref, @url and @facs."
            if standard == "XLink"
            else f"Use a schema that takes {standard}, or remove it."
        )
        return Words("attribute-foreign", f"@{name} on {on} is of {standard}, not of TEI.", hint, about, on)
    message = f"@{name} on {on} is not of TEI: it is in the namespace {quoted(ns)}."
    return Words("attribute-foreign", message, _project(case.attributes_in_namespace, "attribute"), about)


def is_foreign(ns: str) -> bool:
    return bool(ns) and ns != XML
