"""Names of persons and bodies in the words of a note."""

import re

# All capitals of the alphabets in which notes are written, as ranges in a class of characters.
_CODES = {code: chr(code) for code in (*range(0x41, 0x590), *range(0x1E00, 0x1F00)) if chr(code).isupper()}
_FIRST = [char for code, char in _CODES.items() if code - 1 not in _CODES]
_LAST = [char for code, char in _CODES.items() if code + 1 not in _CODES]
CAPITALS = "".join(one if one == last else f"{one}-{last}" for one, last in zip(_FIRST, _LAST, strict=True))
NAME = rf"(?:(?:[dlDL]|[Oo])['’])?[{CAPITALS}][\w’'‘-]{{1,40}}"
_INITIALS = rf"(?:[{CAPITALS}][a-zß-ÿа-яё]{{0,2}}\.[\s-]?){{1,4}}"
_PARTICLES = r"(?:(?:v|d|de|du|des|van|von|der|den|da|di|del|della|la|le|zu|ten|ter|af|Frh|Frhr|Graf)\.?\s){0,3}"
# *J. Miller*, *H. v. Srbik*, *F. Engel - Janosi*
_GIVEN_FIRST = rf"(?:{NAME}\s)?{_INITIALS}{_PARTICLES}(?:(?:Van|Von|De|Du|La|Le|Di|Da|Del|Della|Des|Den|Der)\s){{0,2}}(?P<a>{NAME})(?:\s?-\s?(?P<b>{NAME}))?"
# *Иванов И. И.*, *García, J.:*
# (without a comma between, only where what follows shows that no surname comes: *Richard W. Leopold* is no such name)
_GIVEN_LAST = (
    rf"(?:(?<=^)|(?<=[;,/(]\s)|(?<=\s[Ii]n\s)|(?<=\s[Ii]n:\s)|(?<=\sdans\s)|(?<=\sen\s))(?P<c>{NAME})(?:,\s(?:[{CAPITALS}]\.[\s-]?){{1,4}}|(?<=[а-яёіў])\s(?:[А-ЯЁ]\.\s?){{1,3}}"
    rf"|\s(?:[{CAPITALS}]\.[\s-]?){{1,3}}(?=[,:;/(]))(?!\d)"
)
# *Charles Desprez de Boissy, …*
_IN_FULL = rf"(?:{NAME}\s){{1,4}}(?:{_PARTICLES}(?P<d>{NAME}))(?=\s?[,:]|\s[“„«‘\"])"
# *Clément, …*
_ALONE = rf"^[\s(\[]*(?P<e>{NAME})(?=\s?[,:]\s|,?\s(?:u\. ?a|et al|y otros|e altri|и др)\.?,)"
# *Blum/Hartwig, …*, *Blum / Hartwig 2011*
_SLASHED = rf"^[\s(\[]*(?P<f>{NAME})\s?/\s?(?P<g>{NAME})(?:\s?/\s?(?P<h>{NAME}))?"
# *Hartwig v. City of Elm*: a case is known by its first party, and by its second
_CASE = rf"^[\s(\[]*(?P<i>{NAME})(?:\s[\w.&’'-]{{1,20}}){{0,5}}?\svs?\.\s(?P<j>{NAME})"
# *Kern, Anna, Titel*, *Kern, Anna Maria, Blum, Otto, Titel*: given names written out
_WRITTEN = (
    rf"(?:^[\s(\[]*|(?<=[a-zà-ÿа-я]\s))(?P<k>{NAME}),\s{NAME}(?:\s{NAME})?"
    rf"(?:(?:,|\s?/|\s(?:und|and|et|y|e|и))\s?(?P<l>{NAME}),\s{NAME}(?:\s{NAME})?(?=\s?[,:]\s[“„«\"‘]?[{CAPITALS}]))?(?=\s?[,:]\s[“„«\"‘]?[{CAPITALS}])"
)
# Names begin with a capital, or with *d’*, *l’*, *o’*: nowhere else need all this be tried.
PEOPLE = re.compile(
    rf"(?=[{CAPITALS}dlo]|^)(?<![\w.])(?:{_CASE}|{_SLASHED}|{_WRITTEN}|{_GIVEN_LAST}|{_GIVEN_FIRST}"
    rf"|(?<!\sof\s)(?<!\sthe\s)(?<!,\s)(?<![”»\"’]\s){_IN_FULL}|{_ALONE})"
)
# The same as NAME where a word begins; an expression that opens with a class of characters is searched for several times as fast.
CAPITALIZED = re.compile(
    rf"[{CAPITALS}dlo](?<!\w.)(?:(?<=[dlDLoO])['’][{CAPITALS}][\w’'‘-]{{1,40}}|(?<![dlo])[\w’'‘-]{{1,40}})", re.DOTALL
)
# *Zur Abgrenzung näher Kern, Titel*
_LED_IN = re.compile(rf"(?:[^\W\d_][\w’-]*\s){{0,5}}?([a-zß-ÿ][\w’-]*)\s(?P<name>{NAME}),\s(?=[“„«\"‘]?[{CAPITALS}])")
# fmt: off
_BEFORE_NOUNS = frozenset((
    "in", "en", "im", "à", "a", "au", "aux", "zu", "zum", "zur", "der", "die", "das", "dem", "den", "des", "the", "of", "de", "du", "la", "le", "les",
    "del", "della", "von", "dans", "e", "et", "und", "and", "y", "el", "los", "las", "al", "il", "lo", "un", "una", "une", "ein", "eine", "einer", "einem",
    "da", "di", "dei", "at", "from", "to", "for", "für", "über", "par", "per", "por", "con", "mit", "with",
))
# fmt: on
_LISTED = re.compile(r"[\s,;/&]*(?:(?:and|und|et|y|e|и|with|mit|avec|con|sowie)\s)?")
_ROMAN = re.compile(r"[ivxlcdm]{1,8}")
WORD = re.compile(r"[^\W\d_]{3,}")


def people_in(text: str) -> tuple[str, ...]:
    """The surnames of those who are named like authors, in lower case, from left to right."""
    found: dict[str, None] = {}
    stop = 0
    for match in PEOPLE.finditer(text):
        if match["d"] and _in_title(text, match.start(), stop if found else -1):
            continue
        if match["k"] and found:
            continue
        stop = match.end()
        for name in match.groups():
            if name:
                found[fold(name)] = None
    if not found and (lead := _LED_IN.match(text)) and lead[1] not in _BEFORE_NOUNS:
        found[fold(lead["name"])] = None
    return tuple(name for name in found if not _ROMAN.fullmatch(name))


def _in_title(text: str, at: int, last: int) -> bool:
    """Whether words that look like a name stand in a title (*Smith, The Law Journal, 5*): not first, and not in the list of authors."""
    if last >= 0 and not _LISTED.fullmatch(text, last, at):
        return True
    before = text[max(0, at - 40) : at].rstrip().rsplit(" ", 1)[-1]
    return CAPITALIZED.fullmatch(before) is not None and at > 0


def has_person(text: str) -> bool:
    """Whether someone is named like an author."""
    return PEOPLE.search(text) is not None or (
        (lead := _LED_IN.match(text)) is not None and lead[1] not in _BEFORE_NOUNS
    )


def fold(name: str) -> str:
    """A name as it is compared: small letters, without *d’* and without a genitive."""
    low = name.casefold()
    if low.isalpha():
        return low
    low = low.replace("’", "'").replace("‘", "'")
    if low[1:2] == "'":
        low = low[2:]
    if low.endswith("'s"):
        low = low[:-2]
    return low.strip("'-")


def words_in(text: str) -> frozenset[str]:
    """The words of a title, in lower case, that are long enough to tell works apart."""
    return frozenset(WORD.findall(text.casefold()))
