"""Languages of a text, and their codes in BCP 47 and ISO 639-3."""

import re
from collections.abc import Iterator

from ibidem.languages import SHORTER
from ibidem.rules.tongues import TAG
from ibidem.tree import TEI, XML_LANG, Element, language_of

# ISO 639-1 and 639-3. What BCP 47 has with three letters is of ISO 639-3 already.
_TABLE = """
    aa:aar ab:abk ae:ave af:afr ak:aka am:amh an:arg ar:ara as:asm av:ava ay:aym az:aze ba:bak be:bel bg:bul bi:bis bm:bam bn:ben bo:bod br:bre
    bs:bos ca:cat ce:che ch:cha co:cos cr:cre cs:ces cu:chu cv:chv cy:cym da:dan de:deu dv:div dz:dzo ee:ewe el:ell en:eng eo:epo es:spa et:est
    eu:eus fa:fas ff:ful fi:fin fj:fij fo:fao fr:fra fy:fry ga:gle gd:gla gl:glg gn:grn gu:guj gv:glv ha:hau he:heb hi:hin ho:hmo hr:hrv ht:hat
    hu:hun hy:hye hz:her ia:ina id:ind ie:ile ig:ibo ii:iii ik:ipk io:ido is:isl it:ita iu:iku ja:jpn jv:jav ka:kat kg:kon ki:kik kj:kua kk:kaz
    kl:kal km:khm kn:kan ko:kor kr:kau ks:kas ku:kur kv:kom kw:cor ky:kir la:lat lb:ltz lg:lug li:lim ln:lin lo:lao lt:lit lu:lub lv:lav mg:mlg
    mh:mah mi:mri mk:mkd ml:mal mn:mon mr:mar ms:msa mt:mlt my:mya na:nau nb:nob nd:nde ne:nep ng:ndo nl:nld nn:nno no:nor nr:nbl nv:nav ny:nya
    oc:oci oj:oji om:orm or:ori os:oss pa:pan pi:pli pl:pol ps:pus pt:por qu:que rm:roh rn:run ro:ron ru:rus rw:kin sa:san sc:srd sd:snd se:sme
    sg:sag sh:hbs si:sin sk:slk sl:slv sm:smo sn:sna so:som sq:sqi sr:srp ss:ssw st:sot su:sun sv:swe sw:swa ta:tam te:tel tg:tgk th:tha ti:tir
    tk:tuk tl:tgl tn:tsn to:ton tr:tur ts:tso tt:tat tw:twi ty:tah ug:uig uk:ukr ur:urd uz:uzb ve:ven vi:vie vo:vol wa:wln wo:wol xh:xho yi:yid
    yo:yor za:zha zh:zho zu:zul iw:heb in:ind ji:yid mo:ron
"""
_CODES = dict(pair.split(":") for pair in _TABLE.split())


def iso639_3(tag: str) -> str:
    """The code of three letters for a language of BCP 47; "" where there is none (`x-…`)."""
    first, *rest = tag.casefold().split("-")
    if first in ("zh", "ar", "sgn", "ms", "sw", "uz", "kok", "lv") and rest and re.fullmatch("[a-z]{3}", rest[0]):
        return rest[0]  # an extended language: zh-yue
    if first in _CODES:
        return _CODES[first]
    shorter = SHORTER.get(first, "")  # chi is of ISO 639-2 only
    return _CODES[shorter] if shorter else first if re.fullmatch("[a-z]{3}", first) else ""


def bcp47(code: str) -> str:
    """A code as BCP 47 writes it (*de-AT*, *zh-Hant*); "" where it is none."""
    tag = code.strip().replace("_", "-")
    if not TAG.fullmatch(tag):
        return ""
    first, *rest = tag.split("-")
    first = first.casefold()
    if len(first) > 3:  # *English*: no language has so long a code
        return ""
    return "-".join([SHORTER.get(first, first), *map(_subtag, rest)])


def tag_of(element: Element) -> str:
    """The language of the words of an element; "" where none, or none that is a code, is named."""
    return bcp47(language_of(element))


def _subtag(part: str) -> str:
    if len(part) == 4 and part.isalpha():
        return part.title()
    return part.upper() if len(part) == 2 and part.isalpha() else part.casefold()


def languages_of(root: Element) -> tuple[str, ...]:
    """The languages of a text, each once: that of `text` first, then those of `langUsage`, the most used first; else that of the whole file."""
    found = dict.fromkeys(filter(None, map(bcp47, _named(root))))
    return tuple(found)


def _named(root: Element) -> Iterator[str]:
    text = root.find(TEI + "text")
    whole = root.get(XML_LANG, "")
    listed = sorted(root.iterfind(f"{TEI}teiHeader/{TEI}profileDesc/{TEI}langUsage/{TEI}language"), key=_share)
    idents = [language.get("ident", "") for language in listed]
    if text is not None and text.get(XML_LANG):
        yield text.get(XML_LANG)
    elif whole in idents or not idents:
        yield whole
    yield from idents
    if not whole and not idents:
        for language in root.iterfind(f".//{TEI}msDesc//{TEI}textLang"):
            yield from (language.get("mainLang", ""), *language.get("otherLangs", "").split())


def _share(language: Element) -> int:
    """How little of the text is in a language; what is not said comes as it is listed."""
    usage = re.match(r"\d{1,3}", language.get("usage", ""))
    return -int(usage[0]) if usage else 0
