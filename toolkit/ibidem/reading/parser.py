"""lxml's parser, as it is used on everything that comes from outside: it opens nothing but the bytes that it is given."""

from lxml import etree


class _Nothing(etree.Resolver):  # type: ignore[misc]
    """Whatever a document names outside itself is an empty text.

    Without `collect_ids`, libxml2 opens the external DTD though `load_dtd` is off; and what `resolve_empty` returns it takes for no answer.
    """

    def resolve(self, _system: str | None, _public: str | None, context: object) -> object:
        return self.resolve_string("", context)


def closed_parser(*, huge: bool = False) -> etree.XMLParser:
    """A parser with no DTD, no external entity and no table of ids, in which `xml:id` may be any text.

    It refuses entities that multiply; `huge` gives up its limits on depth and on the length of texts.
    """
    # with no_network, an address of the network would be an error before the resolver hears of it
    parser = etree.XMLParser(
        no_network=False, load_dtd=False, resolve_entities="internal", collect_ids=False, huge_tree=huge
    )
    parser.resolvers.add(_Nothing())
    return parser
