"""Bytes to text under a declared, missing or wrong charset. Never raises."""

import codecs
import re
from functools import lru_cache

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:()-]{0,39}")

# What real mailers write beside, or instead of, the registered names; supersets where decoders in the wild use them.
_ALIAS_PAIRS = """
    x-unknown= unknown= unknown-8bit= default= default_charset= x-user-defined= 8bit= binary=
    ansi=cp1252 ansi_x3.110-1983=cp1252 x-ansi=cp1252 windows1252=cp1252 x-cp1252=cp1252 cp-1252=cp1252 iso-8559-1=cp1252
    iso8859=cp1252 iso-8859=cp1252 iso-latin-1=cp1252 cp-850=cp850 x-mac-roman=mac_roman macintosh=mac_roman x-macintosh=mac_roman
    gb2312=gb18030 x-gbk=gb18030 gbk=gb18030 cn-gb=gb18030 gb_2312-80=gb18030 hz-gb-2312=hz
    ks_c_5601-1987=cp949 ks_c_5601=cp949 ksc5601=cp949 euc-kr=cp949 ks_c_5601-1989=cp949 korean=cp949
    shift_jis=cp932 shift-jis=cp932 x-sjis=cp932 windows-31j=cp932 ms_kanji=cp932 sjis=cp932 x-euc-jp=euc_jp
    iso-2022-jp=iso2022_jp_2 iso-2022-jp-ms=iso2022_jp_ext cp50220=iso2022_jp_ext cp50221=iso2022_jp_ext
    big5=big5hkscs x-x-big5=big5hkscs cn-big5=big5hkscs big5-hkscs=big5hkscs
    iso-8859-8-i=iso8859_8 iso-8859-8-e=iso8859_8 iso-8859-6-i=iso8859_6 iso-8859-9=cp1254 tis-620=cp874 iso-8859-11=cp874
    utf8mb4=utf_8 utf-8-sig=utf_8_sig unicode-1-1-utf-7=utf_7 unicode-1-1-utf-8=utf_8 x-utf-8=utf_8 utf=utf_8 utf-=utf_8 utf_8n=utf_8
"""
_ALIASES = dict(pair.split("=") for pair in _ALIAS_PAIRS.split())

_CODEC_NAMES = """
    utf-8 utf-8-sig utf-16 utf-16-le utf-16-be utf-32 utf-32-le utf-32-be utf-7 ascii
    iso8859-1 iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8 iso8859-9 iso8859-10 iso8859-11 iso8859-13
    iso8859-14 iso8859-15 iso8859-16 cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 cp437 cp737 cp775 cp850 cp852
    cp855 cp857 cp858 cp860 cp861 cp862 cp863 cp864 cp865 cp866 cp869 cp874 cp932 cp949 cp950 koi8-r koi8-u koi8-t mac-roman
    mac-cyrillic mac-greek mac-latin2 mac-turkish gb18030 gbk gb2312 hz big5 big5hkscs euc_jp euc_jis_2004 euc_jisx0213 euc_kr
    shift_jis shift_jis_2004 shift_jisx0213 johab iso2022_jp iso2022_jp_1 iso2022_jp_2 iso2022_jp_2004 iso2022_jp_3
    iso2022_jp_ext iso2022_kr ptcp154 kz1048
"""
_TEXT_CODECS = frozenset(codecs.lookup(name).name for name in _CODEC_NAMES.split())
_ASCII_LIKE = frozenset({"ascii", "iso8859-1", "cp1252"})


@lru_cache(maxsize=256)
def codec_of(charset: str) -> str:
    """Return the name of the codec for a declared charset, "" where it is missing, unknown, or no text codec."""
    name = charset.strip().strip("\"'").lower()
    name = _ALIASES.get(name, name)
    if not _NAME.fullmatch(name):
        return ""
    try:
        found = codecs.lookup(name).name
    except (LookupError, ValueError):
        return ""
    return found if found in _TEXT_CODECS else ""


def decode_western(raw: bytes) -> str:
    """Decode bytes of one-byte Western text: cp1252, with latin-1 for the five bytes that cp1252 leaves open."""
    try:
        return raw.decode("cp1252")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def guess_text(raw: bytes) -> str:
    """Decode bytes of unknown charset: UTF-8 where it fits, else UTF-16 with a byte order mark, else Western."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw.decode("utf-16", "replace")
    return _mostly_utf8(raw) or decode_western(raw)


def decode_text(raw: bytes, charset: str) -> tuple[str, str]:
    """Return (text, warning code or ""). A declared charset is believed unless the bytes contradict it."""
    if raw.isascii() and b"\x1b" not in raw and not _looks_wide(charset):
        return raw.decode("ascii"), ""
    codec = codec_of(charset) if charset else ""
    if not codec or codec in _ASCII_LIKE:
        return _decode_guessed(raw, declared=codec)
    try:
        return raw.decode(codec), ""
    except UnicodeDecodeError:
        return _decode_damaged(raw, codec), "bad_charset"


def _looks_wide(charset: str) -> bool:
    """Whether plain ASCII bytes may mean something else under this charset."""
    name = charset.lower()
    return name.startswith(("utf-7", "utf7", "utf-16", "utf16", "utf-32", "utf32", "unicode", "hz", '"utf-7'))


def _decode_guessed(raw: bytes, declared: str) -> tuple[str, str]:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = decode_western(raw) if declared else guess_text(raw)
        return text, "" if declared in ("iso8859-1", "cp1252") else "guessed_charset"
    return text, "guessed_charset" if not raw.isascii() else ""


def _decode_damaged(raw: bytes, codec: str) -> str:
    if codec == "utf-8":
        return _mostly_utf8(raw) or decode_western(raw)
    if len(raw) > 1_000_000 and codec not in ("utf-16", "utf-16-le", "utf-16-be"):
        return guess_text(raw)  # the replacing decoders of the multi-byte codecs are far too slow for that much rubbish
    return raw.decode(codec, "replace")


def _mostly_utf8(raw: bytes) -> str:
    """Return the text where most of what is not ASCII is good UTF-8 (a cut character, one bad byte), else ""."""
    text = raw.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    good = sum(1 for ch in text[:20_000] if ch > "\x7f") - text[:20_000].count("\ufffd")
    return text if good > min(bad, 1000) else ""
