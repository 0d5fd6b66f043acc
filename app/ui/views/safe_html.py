"""HTML mail made harmless: nothing is loaded, nothing runs, nothing is laid out for ever. No Qt."""

import re

import nh3

LONGEST = 200_000
"""Characters of sanitised HTML that are still shown formatted."""
DEEPEST = 16
"""Nested quotes and lists that are still shown formatted."""
_TAGS = {
    "p",
    "br",
    "b",
    "strong",
    "i",
    "em",
    "u",
    "s",
    "a",
    "ul",
    "ol",
    "li",
    "blockquote",
    "h1",
    "h2",
    "h3",
    "h4",
    "pre",
    "code",
    "hr",
    "img",
}
_ROW_END = re.compile(r"</(?:tr|div|table|section|header|footer|center)\s*>", re.IGNORECASE)
_BOXES = re.compile(r"<(?:div|span|font|center|table|tbody|thead|tr|td|th|section|header|footer)\b[^>]*>", re.IGNORECASE)
_CELL_END = re.compile(r"</t[dh]\s*>", re.IGNORECASE)
_NEST = re.compile(r"<(/?)(?:ul|ol|blockquote)\b", re.IGNORECASE)
_REMOTE = re.compile(r"""<img\b[^>]*?\bsrc\s*=\s*["']?\s*(?:https?:)?//([^/"'\s>:]+)""", re.IGNORECASE)
_EDGES = re.compile(r"^(?:\s|<br\s*/?>)+|(?:\s|<br\s*/?>)+$")
_LINES = re.compile(r"(?:\s*<br\s*/?>\s*){3,}")


def _attribute(tag: str, name: str, value: str) -> str | None:
    """Only pictures that came with the mail keep their source."""
    if tag == "img" and name == "src":
        return value if value.lower().startswith("cid:") else None
    return value


def deepest(html: str) -> int:
    """Return how deep lists and quotes are nested."""
    depth = most = 0
    for match in _NEST.finditer(html):
        depth = max(0, depth - 1) if match[1] else depth + 1
        most = max(most, depth)
    return most


def blocked_hosts(html: str) -> list[str]:
    """Return the hosts from which pictures are not loaded."""
    return sorted({host.lower() for host in _REMOTE.findall(html)})


def safe_html(html: str) -> str:
    """Return HTML with text, links and enclosed pictures only, or "" when it is too big or too deep to show.

    Tables and boxes become lines: nested tables double the time of Qt's layout with each level.
    """
    flat = _BOXES.sub("", _ROW_END.sub("<br>", _CELL_END.sub("  ", html[: 4 * LONGEST])))
    if deepest(flat) > DEEPEST:
        return ""
    clean = nh3.clean(
        flat,
        tags=_TAGS,
        clean_content_tags={"script", "style", "head", "title"},
        attributes={"a": {"href"}, "img": {"src", "alt"}},
        url_schemes={"http", "https", "mailto", "tel", "cid"},
        attribute_filter=_attribute,
        link_rel=None,
    )
    clean = _EDGES.sub("", _LINES.sub("<br><br>", clean))
    return "" if len(clean) > LONGEST or deepest(clean) > DEEPEST else clean
