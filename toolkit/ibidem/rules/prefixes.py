"""Prefixes of pointers (`psn:ren`): each is declared in the header, and each pointer fits its declaration."""

from collections.abc import Iterator

from ibidem.finding import Severity
from ibidem.reading.read import Source
from ibidem.rules import Problem, gathered, rule
from ibidem.targets import Pointer, included, is_unfinished, pointers, prefixes, scheme_of
from ibidem.tree import local

# Schemes of addresses in common use (IANA), which need no declaration.
_KNOWN = """
    about ark bitcoin callto cid data doi file ftp ftps geo git hdl http https info irc javascript ldap magnet mailto mid news nntp
    openurl rtsp sftp sip sms ssh tag tel urn view-source ws wss xmpp
"""
_SCHEMES = frozenset(_KNOWN.split())
# Those of them that a prefix must not take: their addresses would mean something else.
_TAKEN = frozenset({"data", "file", "ftp", "http", "https", "javascript", "mailto", "tel", "urn"})
_HINT = "Declare it in encodingDesc: <listPrefixDef><prefixDef ident=“{0}” matchPattern=“(.+)” replacementPattern=“…$1”/></listPrefixDef>."


@rule("prefix-undeclared", Severity.WARNING, prefix_match=Severity.ERROR)
def pointer(source: Source) -> Iterator[Problem]:
    """A prefix is a known scheme or a declared one, and what follows it is of the declared form."""
    declared = prefixes(source)
    unknown: dict[str, list[Pointer]] = {}
    unfit: dict[str, list[Problem]] = {}
    for each in pointers(source):
        prefix = scheme_of(each.written)
        if prefix in declared:
            usable = any(one.pattern is not None and not one.lacks for one in declared[prefix])
            if usable and not each.addresses and not is_unfinished(source):
                patterns = " or ".join(f"“{one.element.get('matchPattern')}”" for one in declared[prefix])
                problem = Problem(
                    each.element,
                    f"{local(each.element)}/@{each.attribute} is “{each.written[:80]}”, and what follows “{prefix}:” is not of the form {patterns}.",
                    "Correct the pointer, or let matchPattern of the prefixDef take all of it.",
                    "prefix-match",
                )
                unfit.setdefault(prefix, []).append(problem)
        elif prefix and prefix.lower() not in _SCHEMES:
            unknown.setdefault(prefix, []).append(each)
    for problems in unfit.values():
        yield from gathered(problems, "such pointers")
    if included(source) != {}:
        return  # the header may come from another file
    for prefix, those in unknown.items():
        first = those[0]
        count = f"{len(those)} pointers begin with it" if len(those) > 1 else "One pointer begins with it"
        if len(prefix) == 1:
            message = f"“{first.written}” is a place on one computer, which nobody else can reach."
            hint = "Write the path from this file, as ../images/1.png."
        else:
            message = f"The prefix “{prefix}:” is declared nowhere. {count}; the first is “{first.written}”."
            hint = _HINT.format(prefix).replace("“", '"').replace("”", '"')
        yield Problem(first.element, message, hint)


@rule("prefix-pattern", prefix_scheme=Severity.WARNING)
def declaration(source: Source) -> Iterator[Problem]:
    """A declared prefix has a pattern that can be read, and a replacement that uses only groups of it."""
    for those in prefixes(source).values():
        for prefix in those:
            element = prefix.element
            if prefix.pattern is None or not element.get("matchPattern"):
                yield Problem(
                    element,
                    f"The matchPattern of the prefix “{prefix.ident}” cannot be used: {prefix.fault or 'it is empty'}.",
                    "Write a regular expression with a group for what $1 takes up, as ([a-z0-9-]+).",
                )
                continue
            if prefix.lacks:
                yield Problem(
                    element,
                    f"The replacementPattern of the prefix “{prefix.ident}” takes up ${prefix.lacks}, and matchPattern has "
                    f"{prefix.pattern.groups or 'no'} group{'s' if prefix.pattern.groups != 1 else ''}.",
                    "Put what is meant into parentheses in matchPattern, or correct the number. A mere $ is written %24.",
                )
            if prefix.ident.lower() in _TAKEN:
                yield Problem(
                    element,
                    f"The prefix “{prefix.ident}” is the name of a scheme of addresses: “{prefix.ident}:…” means something already.",
                    "Choose another prefix, and mend the pointers that use it.",
                    "prefix-scheme",
                )
    if is_unfinished(source):
        first = next(iter(prefixes(source).values()))[0].element
        yield Problem(
            first,
            "Not all pointers with a prefix could be checked: their patterns take too long.",
            "Make matchPattern simpler, as ([a-z0-9-]+).",
        )
