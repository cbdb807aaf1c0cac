"""What editors of TEI use most, so that the likeliest is named first where a document does not tell."""

# From the most frequent: what stands later in the list, or is not in it, is named later.
_ELEMENTS = """
    p ab div head lg l list item note hi ref persName placeName orgName name date title author editor publisher pubPlace bibl listBibl
    quote q said sp speaker stage figure graphic table row cell lb pb cb milestone choice sic corr orig reg abbr expan add del unclear
    gap supplied foreign emph term rs num app lem rdg idno availability licence respStmt resp desc person listPerson place listPlace
    msDesc msIdentifier repository settlement country biblScope biblStruct monogr imprint opener closer salute signed dateline postscript
    titleStmt publicationStmt sourceDesc fileDesc encodingDesc profileDesc revisionDesc change label seg
"""
_ATTRIBUTES = (
    "xml:id type n rend rendition ref target when from to who resp cert corresp source key place unit facs subtype"
)

ELEMENTS = {name: place for place, name in enumerate(_ELEMENTS.split())}
ATTRIBUTES = {name: place for place, name in enumerate(_ATTRIBUTES.split())}
LAST = 10_000

DIVISIONS = frozenset({"body", "front", "back", "div", "div1", "div2", "div3", "div4", "div5", "div6", "div7"})
DIV = DIVISIONS - {"body", "front", "back"}
BLOCKS = DIV | {"p", "ab", "head", "lg", "sp", "figure", "table", "list"}
LETTER = frozenset(
    {"opener", "closer", "salute", "signed", "dateline", "postscript", "byline", "trailer", "epigraph", "argument"}
)
CLOSE = frozenset({"closer", "postscript", "trailer", "signed"})
BIBLIOGRAPHIC = frozenset({
    "analytic", "author", "bibl", "biblScope", "citedRange", "edition", "editor", "extent", "idno", "imprint", "listBibl", "meeting", "monogr",
    "pubPlace", "publisher", "relatedItem", "series", "textLang", "title",
})  # fmt: skip
ENTRIES = frozenset({"analytic", "biblFull", "biblStruct", "imprint", "listBibl", "monogr", "msIdentifier", "series"})
