"""The look as data: colours in light and dark, an 8-point grid. Delft blue on warm paper."""

from dataclasses import dataclass

GRID = 8
"""Pixels of the grid; paddings are multiples (or halves) of it."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """Colours as #rrggbb. `*_soft` are backgrounds on which the colour of the same name is readable as text."""

    name: str
    paper: str
    card: str
    sunken: str
    line: str
    line_strong: str
    ink: str
    ink_soft: str
    accent: str
    accent_hover: str
    on_accent: str
    accent_soft: str
    selected: str
    hover: str
    rail: str
    rail_ink: str
    rail_ink_soft: str
    rail_selected: str
    bubble_in: str
    bubble_out: str
    note: str
    note_ink: str
    good: str
    good_soft: str
    warn: str
    warn_soft: str
    bad: str
    bad_soft: str


LIGHT = Tokens(
    name="light",
    paper="#f6f2ea",
    card="#fffdf9",
    sunken="#efe9de",
    line="#e2dacb",
    line_strong="#8b8272",
    ink="#23242a",
    ink_soft="#615b51",
    accent="#1f4f8f",
    accent_hover="#183f74",
    on_accent="#ffffff",
    accent_soft="#e3ecf7",
    selected="#dfe9f6",
    hover="#f3eee4",
    rail="#1b3557",
    rail_ink="#ffffff",
    rail_ink_soft="#b9c8dc",
    rail_selected="#2d4f7c",
    bubble_in="#fffdf9",
    bubble_out="#e3ecf7",
    note="#fdf1cf",
    note_ink="#5c4508",
    good="#27643d",
    good_soft="#e3f0e5",
    warn="#85480a",
    warn_soft="#fcebd3",
    bad="#a02a20",
    bad_soft="#fbe5e1",
)

DARK = Tokens(
    name="dark",
    paper="#1a1b1e",
    card="#232428",
    sunken="#1f2023",
    line="#36373c",
    line_strong="#85868c",
    ink="#eeeae2",
    ink_soft="#b3aea4",
    accent="#8fb8ec",
    accent_hover="#aecbf2",
    on_accent="#0f2440",
    accent_soft="#263750",
    selected="#2a3d59",
    hover="#2a2b30",
    rail="#121a27",
    rail_ink="#ffffff",
    rail_ink_soft="#a3b1c5",
    rail_selected="#263a57",
    bubble_in="#292a2f",
    bubble_out="#263750",
    note="#3d3519",
    note_ink="#f1dfa3",
    good="#8fd0a3",
    good_soft="#20372a",
    warn="#f0bd7c",
    warn_soft="#3f2f1c",
    bad="#f3a79d",
    bad_soft="#45241f",
)

TEXT_PAIRS = (
    ("ink", "paper"),
    ("ink", "card"),
    ("ink", "sunken"),
    ("ink", "selected"),
    ("ink", "hover"),
    ("ink", "bubble_in"),
    ("ink", "bubble_out"),
    ("ink", "accent_soft"),
    ("ink_soft", "paper"),
    ("ink_soft", "card"),
    ("ink_soft", "sunken"),
    ("ink_soft", "selected"),
    ("ink_soft", "hover"),
    ("ink_soft", "bubble_in"),
    ("ink_soft", "bubble_out"),
    ("ink_soft", "accent_soft"),
    ("accent", "card"),
    ("accent", "paper"),
    ("accent", "accent_soft"),
    ("accent", "selected"),
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("rail_ink", "rail"),
    ("rail_ink_soft", "rail"),
    ("rail_ink", "rail_selected"),
    ("note_ink", "note"),
    ("good", "card"),
    ("good", "good_soft"),
    ("good", "selected"),
    ("warn", "card"),
    ("warn", "warn_soft"),
    ("warn", "selected"),
    ("bad", "card"),
    ("bad", "bad_soft"),
    ("bad", "selected"),
)
"""Which colour is written on which: each pair must reach 4.5:1 in both schemes."""


def _luminance(colour: str) -> float:
    """Return the relative luminance of #rrggbb (WCAG 2.2)."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)
