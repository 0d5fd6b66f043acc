"""How HTML hides words from the eye: what a tag says of its size, place and colours. Never raises.

Colours count only where the mark-up tells both of them: a background that comes from a picture or a style sheet hides nothing for sure.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from html import unescape

_TINY = r"(?:0*\.?0+(?:px|pt|em|rem|%)?|(?:0*1|0*\.\d+)(?:\.\d+)?(?:px|pt)|0*\.0\d*r?em|1%)"
_NOTHING = r"(?:0*\.?0+(?:px|pt|em|rem|%)?|0*1(?:px|pt))"
_AWAY = r"-\s*\d{3,6}(?:\.\d+)?\s*(?:px|pt|em|rem|%|vw|vh)"
_END = r"\s*(?:;|!|$)"
_STYLES = (
    r"display\s*:\s*none",
    r"visibility\s*:\s*(?:hidden|collapse)",
    rf"font-size\s*:\s*{_TINY}{_END}",
    r"(?<![\w-])font\s*:[^;]{0,60}?(?<![\w.])0(?:px|pt|em)?(?:/[\w.]+)?\s+[\w\"']",
    r"mso-hide\s*:\s*all",
    rf"(?<![\w-])opacity\s*:\s*0*(?:0|0?\.0\d*)%?{_END}",
    rf"max-(?:height|width)\s*:\s*{_NOTHING}{_END}",
    rf"(?<![\w-])(?:left|top|right|bottom|margin-left|margin-top|text-indent)\s*:\s*{_AWAY}",
    r"(?<![\w-])clip\s*:\s*rect\s*\(\s*(?:[01](?:px)?[\s,]+){3}[01](?:px)?\s*\)",
    r"clip-path\s*:\s*(?:inset\s*\(\s*(?:50|100)%|circle\s*\(\s*0)",
    r"transform\s*:[^;]{0,80}?scale[xy]?\s*\(\s*0(?:\.0+)?\s*[,)]",
    r"(?<![\w-])(?:-webkit-text-fill-)?color\s*:\s*(?:transparent|rgba\s*\([^)]*,\s*0(?:\.0+)?\s*\))",
)
_HIDING = re.compile("|".join(f"(?:{style})" for style in _STYLES), re.IGNORECASE)
_SHUT = re.compile(rf"(?<![\w-])(?:height|width)\s*:\s*{_NOTHING}{_END}", re.IGNORECASE)
_CLIPPED = re.compile(r"overflow(?:-[xy])?\s*:\s*hidden", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""(?<![\w:-])([a-zA-Z][\w:-]*+)\s*+=\s*("[^"]*"|'[^']*'|[^\s"'>]+)""")
_BARE_HIDDEN = re.compile(r"(?:^|\s)hidden(?:\s|=|/|$)", re.IGNORECASE)
_INK = re.compile(r"(?<![\w-])color\s*:\s*([^;!]+)", re.IGNORECASE)
_GROUND = re.compile(r"(?<![\w-])background(-color|-image)?\s*:\s*([^;!]+)", re.IGNORECASE)
_RULE = re.compile(r"([^{}]{1,200})\{([^{}]{0,2000})\}")
_SELECTED = re.compile(r"\s*(?:[a-z][a-z0-9]*)?([.#])([\w-]{1,60})\s*$", re.IGNORECASE)
_STYLE_BLOCK = re.compile(r"<style\b[^>]{0,200}>(.{0,60000}?)</style", re.IGNORECASE | re.DOTALL)
_NESTED = re.compile(r"@[^{}]{0,200}\{(?:[^{}]{0,200}\{[^{}]{0,2000}\}\s*){0,400}\}")
_COMMENT = re.compile(r"/\*.{0,2000}?\*/", re.DOTALL)
_NAMED = {
    "white": (255, 255, 255),
    "snow": (255, 250, 250),
    "ivory": (255, 255, 240),
    "whitesmoke": (245, 245, 245),
    "ghostwhite": (248, 248, 255),
    "floralwhite": (255, 250, 240),
    "black": (0, 0, 0),
    "red": (255, 0, 0),
    "blue": (0, 0, 255),
    "green": (0, 128, 0),
    "yellow": (255, 255, 0),
    "gray": (128, 128, 128),
    "grey": (128, 128, 128),
    "silver": (192, 192, 192),
    "navy": (0, 0, 128),
}
_NEAR = 12
"""By how much every part (0..255) of two colours may differ where no eye tells them apart."""

Colour = tuple[int, int, int]


def attribute(attributes: str, name: str) -> str:
    """Return the value of an attribute, unquoted, or ""."""
    for match in _ATTRIBUTE.finditer(attributes):
        if match[1].lower() == name:
            return match[2].strip("\"'") if match[2][0] in "\"'" else match[2]
    return ""


@lru_cache(maxsize=4096)
def conceals(attributes: str, classes: frozenset[str] = frozenset()) -> bool:
    """Whether an element with these attributes is hidden; `classes` are the hiding names of the style sheet (".x", "#y")."""
    lowered = attributes.lower()
    if "hidden" in lowered and _BARE_HIDDEN.search(lowered):
        return True
    if "style" in lowered:
        style = unescape(attribute(attributes, "style"))
        if _HIDING.search(style) or (_CLIPPED.search(style) and _SHUT.search(style)):
            return True
    if not classes:
        return False
    names = {f".{name}" for name in attribute(attributes, "class").split()} | {f"#{attribute(attributes, 'id')}"}
    return not classes.isdisjoint(names)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a mail's style sheets say: names (".x", "#y") that hide, and whether they set any background."""

    hiding: frozenset[str] = frozenset()
    paints: bool = False


_NO_SHEET = Sheet()


def sheet_of(html: str) -> Sheet:
    """Read the style sheets in a mail. Rules for other screens (`@media`) are left alone."""
    if "<style" not in html and "<STYLE" not in html:
        return _NO_SHEET
    hiding: set[str] = set()
    paints = False
    for block in _STYLE_BLOCK.findall(html[:200_000])[:10]:
        paints = paints or "background" in block
        for match in _RULE.finditer(_NESTED.sub(" ", _COMMENT.sub(" ", block))):
            if _HIDING.search(match[2]) or (_CLIPPED.search(match[2]) and _SHUT.search(match[2])):
                found = (_SELECTED.match(selector) for selector in match[1].split(","))
                hiding.update(f"{one[1]}{one[2]}" for one in found if one)
    return Sheet(frozenset(hiding), paints)


@dataclass(slots=True)
class _Painted:
    name: str
    depth: int
    ink: Colour | None
    ground: Colour | None


_SAME: Colour = (-1, -1, -1)
_PAPER = _Painted("", 0, (0, 0, 0), (255, 255, 255))


class Paint:
    """The colours of text and ground while tags open and close. `None` is a colour that is not known."""

    def __init__(self) -> None:
        self._layers: list[_Painted] = []

    def open(self, name: str, attributes: str) -> None:
        """Note an element that does not end at once."""
        told = _colours(name, attributes) if attributes else None
        if told is not None:
            top = self._layers[-1] if self._layers else _PAPER
            ink, ground = told
            self._layers.append(_Painted(name, 1, top.ink if ink is _SAME else ink, top.ground if ground is _SAME else ground))
        elif self._layers and self._layers[-1].name == name:
            self._layers[-1].depth += 1

    def close(self, name: str) -> None:
        """Leave an element; what was opened in it and never closed ends with it."""
        for at in range(len(self._layers) - 1, max(-1, len(self._layers) - 12), -1):
            layer = self._layers[at]
            if layer.name == name:
                layer.depth -= 1
                if not layer.depth:
                    del self._layers[at:]
                return

    @property
    def unseen(self) -> bool:
        """Whether text here has the colour of its ground."""
        if not self._layers:
            return False
        ink, ground = self._layers[-1].ink, self._layers[-1].ground
        return ink is not None and ground is not None and all(abs(a - b) <= _NEAR for a, b in zip(ink, ground, strict=True))


@lru_cache(maxsize=4096)
def _colours(name: str, attributes: str) -> tuple[Colour | None, Colour | None] | None:
    """Return the colours of text and ground that a tag tells (`_SAME` for the one it leaves alone), None when it tells neither."""
    lowered = attributes.lower()
    if "color" not in lowered and "background" not in lowered and not (name == "body" and "text" in lowered):
        return None
    ink: Colour | None = _SAME
    ground: Colour | None = _SAME
    style = unescape(attribute(attributes, "style"))
    if name in ("font", "body") and (told := attribute(attributes, "text" if name == "body" else "color")):
        ink = _colour(told)
    if told := attribute(attributes, "bgcolor"):
        ground = _colour(told)
    if attribute(attributes, "background"):
        ground = None
    for match in _INK.finditer(style):
        ink = _colour(match[1])
    for match in _GROUND.finditer(style):
        ground = _ground(match[1] or "", match[2].lower(), ground)
    return ink, ground


def _ground(which: str, value: str, before: Colour | None) -> Colour | None:
    """Return the ground after a declaration of `background`, `-color` or `-image`; a picture's colours are not known."""
    if which == "-image":
        return before if "none" in value else None
    if "transparent" in value or "inherit" in value:
        return before
    if "url" in value:
        return None
    whole = _colour(value)
    return whole if whole is not None else next((found for word in value.split() if (found := _colour(word))), None)


@lru_cache(maxsize=1024)
def _colour(words: str) -> Colour | None:
    """Return red, green and blue of a CSS colour, None for what cannot be read."""
    told = words.strip().lower()
    if told in _NAMED:
        return _NAMED[told]
    if match := re.fullmatch(r"#?([0-9a-f]{6})(?:ff)?", told):
        return int(match[1][:2], 16), int(match[1][2:4], 16), int(match[1][4:], 16)
    if match := re.fullmatch(r"#([0-9a-f])([0-9a-f])([0-9a-f])", told):
        return int(match[1] * 2, 16), int(match[2] * 2, 16), int(match[3] * 2, 16)
    if match := re.match(r"rgba?\s*\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})", told):
        return int(match[1]), int(match[2]), int(match[3])
    return None
