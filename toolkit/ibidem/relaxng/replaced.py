"""What came before, or comes from elsewhere: names of TEI P4, of HTML and of early P5, with what stands for them in TEI today."""

# Elements that TEI P5 does not have.
ELEMENTS = {
    "TEI.2": "TEI",
    "a": "ref with @target",
    "b": "hi",
    "blockquote": "quote",
    "br": "lb",
    "charName": "unicodeProp or localProp with the name “Name”",
    "dateRange": "date with @from and @to",
    "dateStruct": "date with @when",
    "em": "emph or hi",
    "glyphName": "localProp with the name “Name”",
    "hand": "handNote",
    "handList": "handNotes",
    "i": "hi",
    "img": "graphic with @url",
    "li": "item",
    "ol": "list",
    "section": "div",
    "strong": "hi",
    "td": "cell",
    "timeRange": "time with @from and @to",
    "timeStruct": "time with @when",
    "tr": "row",
    "ul": "list",
    "xptr": "ptr with @target",
    "xref": "ref with @target",
}

# Attributes that TEI P5 does not have, or no longer has on an element: by element and name, then by name alone; "" where nothing stands for them.
ATTRIBUTES = {
    ("biblScope", "type"): "@unit",
    ("date", "value"): "@when",
    ("figure", "entity"): "a graphic with @url inside",
    ("figure", "url"): "a graphic with @url inside",
    ("language", "id"): "@ident",
    ("measure", "reg"): "@quantity and @unit",
    ("pb", "id"): "@xml:id",
    ("ref", "loc"): "@target",
    ("teiHeader", "type"): "",
    ("time", "value"): "@when",
    ("", "TEIform"): "",
    ("", "class"): "@rendition, @rend or @type",
    ("", "colspan"): "@cols",
    ("", "href"): "@target",
    ("", "id"): "@xml:id",
    ("", "lang"): "@xml:lang",
    ("", "reg"): "a choice of orig and reg",
    ("", "rowspan"): "@rows",
    ("", "src"): "@url",
    ("", "url"): "@target",
}


def cure(element: str, name: str) -> str:
    """What to do about an attribute that TEI had or that comes from elsewhere; "" where nothing is known of it."""
    instead = ATTRIBUTES.get((element, name), ATTRIBUTES.get(("", name)))
    if instead is None:
        return ""
    return f"In TEI today: {instead}." if instead else "TEI has nothing in its place today: remove it."
