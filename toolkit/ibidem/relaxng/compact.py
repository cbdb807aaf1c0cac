"""The compact syntax as the nodes of the full one ("RELAX NG Compact Syntax", OASIS, 21 November 2002). Annotations are read and dropped."""

import codecs
from pathlib import Path
from urllib.parse import urljoin

from ibidem.errors import IbidemError
from ibidem.reading.files import read_bytes
from ibidem.relaxng.datatypes import XSD
from ibidem.relaxng.error import SchemaError
from ibidem.relaxng.syntax import Node
from ibidem.relaxng.tokens import Token, tokens

_XML = "http://www.w3.org/XML/1998/namespace"
_REPEATED = {"?": "optional", "*": "zeroOrMore", "+": "oneOrMore"}
_CONNECTED = {"|": "choice", "&": "interleave", ",": "group"}
_ASSIGNED = {"=": "", "|=": "choice", "&=": "interleave"}
_ALONE = frozenset({"empty", "text", "notAllowed"})


def parse(path: Path) -> Node:
    """The nodes of a schema file. Raises `SchemaError`."""
    try:
        data = read_bytes(path)
        encoding = "utf-16" if data.startswith((codecs.BOM_UTF16_BE, codecs.BOM_UTF16_LE)) else "utf-8-sig"
        text = data.decode(encoding)
    except IbidemError as error:
        raise SchemaError(str(error), str(path)) from None
    except UnicodeDecodeError as error:
        raise SchemaError(f"not {error.encoding} text: {error.reason}.", str(path)) from None
    return _Parser(list(tokens(text, str(path))), path).schema()


class _Parser:
    def __init__(self, words: list[Token], path: Path) -> None:
        self._words = words
        self._at = 0
        self._file = str(path)
        self._base = path.absolute().as_uri()
        # what a prefix stands for; None: the namespace of the schema that takes this one in
        self._namespaces: dict[str, str | None] = {"xml": _XML}
        self._default: str | None = None
        self._libraries = {"xsd": XSD}

    # ---------- Words ----------

    @property
    def _next(self) -> Token:
        return self._words[self._at]

    def _take(self) -> Token:
        word = self._words[self._at]
        if word.kind != "end":
            self._at += 1
        return word

    def _is(self, *texts: str) -> bool:
        """Whether one of some signs or keywords is to come."""
        return self._next.kind in ("sign", "keyword") and self._next.text in texts

    def _skip(self, *texts: str) -> bool:
        found = self._is(*texts)
        self._at += found
        return found

    def _demand(self, text: str) -> None:
        if not self._skip(text):
            raise self._error(f"{text} is wanted")

    def _error(self, wanted: str, word: Token | None = None) -> SchemaError:
        word = word or self._next
        found = "the schema ends" if word.kind == "end" else f"there is {word.text!r}"
        return SchemaError(f"{wanted}, and {found}.", self._file, word.line)

    def _literal(self) -> str:
        """Literals joined by `~`."""
        if self._next.kind != "literal":
            raise self._error("a text in quotation marks is wanted")
        text = self._take().text
        while self._skip("~"):
            if self._next.kind != "literal":
                raise self._error("a text in quotation marks is wanted")
            text += self._take().text
        return text

    def _identifier(self, *, or_keyword: bool = False) -> str:
        if self._next.kind != "name" and not (or_keyword and self._next.kind == "keyword"):
            hint = "; write \\ before a keyword that is used as a name" if self._next.kind == "keyword" else ""
            raise self._error(f"a name is wanted{hint}")
        return self._take().text

    def _node(self, name: str, /, *children: Node, **attributes: str) -> Node:
        """A node at the line of the word that was taken last."""
        line = self._words[max(self._at - 1, 0)].line
        return Node(name, self._file, line, attributes, list(children))

    # ---------- The whole, and declarations (section 4) ----------

    def schema(self) -> Node:
        while self._is("namespace", "default", "datatypes"):
            self._declaration()
        self._annotations()
        if self._next.kind == "end" or self._begins_component():
            root = self._node("grammar")
            root.children = self._components()
        else:
            root = self._pattern()
        if self._next.kind != "end":
            raise self._error("the end of the schema, an operator or a definition is wanted")
        return root

    def _declaration(self) -> None:
        word = self._take()
        if word.text == "datatypes":
            prefix = self._identifier(or_keyword=True)
            self._demand("=")
            self._libraries[prefix] = self._literal()
            return
        is_default = word.text == "default"
        if is_default:
            self._demand("namespace")
        prefix = "" if self._is("=") else self._identifier(or_keyword=True)
        self._demand("=")
        uri = None if self._skip("inherit") else self._literal()
        if prefix == "xmlns" or (prefix == "xml") != (uri == _XML):
            raise self._error("xml and its namespace belong together, and xmlns is no prefix", word)
        if prefix:
            self._namespaces[prefix] = uri
        if is_default:
            self._default = uri

    def _namespace(self, prefix: str) -> str | None:
        if prefix not in self._namespaces:
            raise SchemaError(f"the prefix {prefix} is not declared.", self._file, self._next.line)
        return self._namespaces[prefix]

    # ---------- Annotations (section 5) ----------

    def _annotations(self) -> None:
        """What stands in brackets before something."""
        while self._is("["):
            self._bracketed()

    def _annotations_after(self) -> None:
        while self._skip(">>"):
            if self._take().kind not in ("name", "keyword", "qualified"):
                raise self._error("the name of an annotation is wanted", self._words[self._at - 1])
            self._bracketed()

    def _bracketed(self) -> None:
        self._demand("[")
        depth = 1
        while depth:
            word = self._take()
            if word.kind not in ("name", "keyword", "qualified", "literal") and word.text not in ("[", "]", "=", "~"):
                raise self._error("an annotation ends with ]", word)
            if word.kind == "qualified":
                self._namespace(word.text.partition(":")[0])
            if word.kind == "sign":
                depth += (word.text == "[") - (word.text == "]")

    # ---------- Grammars ----------

    def _begins_component(self) -> bool:
        if self._is("start", "div", "include"):
            return True
        after = self._words[min(self._at + 1, len(self._words) - 1)]
        signs = ("[", *_ASSIGNED) if self._next.kind == "name" else ("[",)
        return self._next.kind in ("name", "keyword", "qualified") and after.kind == "sign" and after.text in signs

    def _components(self, *, in_include: bool = False) -> list[Node]:
        found: list[Node] = []
        while True:
            self._annotations()
            if not self._begins_component():
                return found
            word = self._take()
            if self._is("["):
                self._bracketed()  # an annotation that stands for itself
            elif word.kind == "keyword" and word.text == "div":
                node = self._node("div")
                node.children = self._braced_components(in_include=in_include)
                found.append(node)
            elif word.kind == "keyword" and word.text == "include":
                if in_include:
                    raise self._error("a definition is wanted", word)
                found.append(self._include())
            else:
                found.append(self._definition(word))

    def _braced_components(self, *, in_include: bool) -> list[Node]:
        self._demand("{")
        found = self._components(in_include=in_include)
        self._demand("}")
        return found

    def _definition(self, word: Token) -> Node:
        node = self._node("start") if word.kind == "keyword" else self._node("define", name=word.text)
        sign = self._take()
        if sign.text not in _ASSIGNED or sign.kind != "sign":
            raise self._error("=, |= or &= is wanted", sign)
        if combine := _ASSIGNED[sign.text]:
            node.attributes["combine"] = combine
        node.children = [self._pattern()]
        return node

    def _include(self) -> Node:
        node = self._reference_to_file("include")
        if self._is("{"):
            node.children = self._braced_components(in_include=True)
        return node

    def _reference_to_file(self, name: str) -> Node:
        node = self._node(name)
        href = node.attributes["href"] = self._literal()
        if "#" in href:
            raise node.error(f"the address has a fragment: {href!r}.")
        node.base = urljoin(self._base, href)
        node.ns = self._default
        if self._skip("inherit"):
            self._demand("=")
            node.ns = self._namespace(self._identifier(or_keyword=True))
        return node

    # ---------- Patterns ----------

    def _pattern(self) -> Node:
        """Particles joined by one kind of operator."""
        parts = [self._particle()]
        operator = self._next.text if self._is(*_CONNECTED) else ""
        while operator and self._skip(operator):
            parts.append(self._particle())
        if self._is(*_CONNECTED):
            raise self._error(f"{operator} and {self._next.text} need parentheses to tell what belongs together")
        if not operator:
            return parts[0][0]
        if any(is_except for _, is_except in parts):
            raise self._error("a datatype with an exception needs parentheses around it")
        node = self._node(_CONNECTED[operator], *(part for part, _ in parts))
        node.line = parts[0][0].line
        return node

    def _particle(self) -> tuple[Node, bool]:
        """A pattern with its `?`, `*` or `+`, and whether it is a datatype with an exception, which takes none of these."""
        self._annotations()
        in_parentheses = self._is("(")
        node = self._primary()
        self._annotations_after()
        is_except = not in_parentheses and any(child.name == "except" for child in node.children)
        if not is_except and self._is(*_REPEATED):
            line = node.line
            node = self._node(_REPEATED[self._take().text], node)
            node.line = line
            self._annotations_after()
        return node, is_except and node.name == "data"

    def _primary(self) -> Node:
        word = self._next
        if word.kind == "literal":
            return self._value(self._node("value"))
        if word.kind == "qualified":
            return self._datatype(*self._typed())
        self._at += word.kind != "end"
        if word.kind == "name":
            return self._node("ref", name=word.text)
        if word.kind == "sign" and word.text == "(":
            node = self._pattern()
            self._demand(")")
            return node
        if word.kind != "keyword":
            raise self._error("a pattern is wanted", word)
        return self._by_keyword(word)

    def _by_keyword(self, word: Token) -> Node:
        match word.text:
            case "element" | "attribute":
                node = self._node(word.text)
                node.children = [self._name_class(in_attribute=word.text == "attribute"), self._braced()]
            case "mixed" | "list":
                node = self._node(word.text)
                node.children = [self._braced()]
            case "grammar":
                node = self._node("grammar")
                node.children = self._braced_components(in_include=False)
            case "external":
                node = self._reference_to_file("externalRef")
            case "parent":
                node = self._node("parentRef", name=self._identifier())
            case "string" | "token":
                node = self._datatype(word.text, "")
            case name if name in _ALONE:
                node = self._node(name)
            case _:
                raise self._error("a pattern is wanted", word)
        return node

    def _braced(self) -> Node:
        self._demand("{")
        node = self._pattern()
        self._demand("}")
        return node

    # ---------- Data ----------

    def _typed(self) -> tuple[str, str]:
        """The name and the library of a datatype."""
        word = self._take()
        prefix, _, name = word.text.partition(":")
        if prefix not in self._libraries:
            raise SchemaError(f"no datatypes are declared for the prefix {prefix}.", self._file, word.line)
        return name, self._libraries[prefix]

    def _datatype(self, type_: str, library: str) -> Node:
        if self._next.kind == "literal":
            node = self._node("value", type=type_)
            node.library = library
            return self._value(node)
        node = self._node("data", type=type_)
        node.library = library
        if self._skip("{"):
            while not self._skip("}"):
                node.children.append(self._parameter())
        if self._skip("-"):
            self._annotations()
            node.children.append(self._node("except", self._primary()))
        return node

    def _parameter(self) -> Node:
        self._annotations()
        node = self._node("param", name=self._identifier(or_keyword=True))
        self._demand("=")
        node.text = self._literal()
        return node

    def _value(self, node: Node) -> Node:
        node.text = self._literal()
        node.ns = self._default
        node.prefixes = {prefix: uri for prefix, uri in self._namespaces.items() if uri is not None}
        return node

    # ---------- Name classes ----------

    def _name_class(self, *, in_attribute: bool) -> Node:
        classes = [self._simple_name_class(in_attribute=in_attribute)]
        while self._skip("|"):
            classes.append(self._simple_name_class(in_attribute=in_attribute))
        return classes[0] if len(classes) == 1 else self._node("choice", *classes)

    def _simple_name_class(self, *, in_attribute: bool) -> Node:
        self._annotations()
        word = self._take()
        if word.kind == "sign" and word.text == "(":
            node = self._name_class(in_attribute=in_attribute)
            self._demand(")")
        elif (word.kind == "sign" and word.text == "*") or word.kind == "wildcard":
            node = self._node("nsName" if word.kind == "wildcard" else "anyName")
            if word.kind == "wildcard":
                node.ns = self._namespace(word.text.removesuffix(":*"))
            if self._skip("-"):
                left_out = self._simple_name_class(in_attribute=in_attribute)
                names = left_out.children if left_out.name == "choice" else [left_out]
                node.children = [self._node("except", *names)]
        elif word.kind in ("name", "keyword", "qualified"):
            prefix, _, local = word.text.rpartition(":")
            node = self._node("name")
            node.text = local
            # an attribute without a prefix is in no namespace
            node.ns = self._namespace(prefix) if prefix else "" if in_attribute else self._default
        else:
            raise self._error("a name is wanted", word)
        self._annotations_after()
        return node
