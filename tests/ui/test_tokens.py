"""Colours that can be read, icons that are there, a style sheet without holes."""

import pytest

from app.ui import icons
from app.ui.actions import ACTS
from app.ui.style import style_sheet
from app.ui.tokens import DARK, LIGHT, TEXT_PAIRS, contrast
from app.ui.widgets.paint import avatar_colours
from app.ui.words import BOXES, CHANNEL_ICONS, EMOTIONS


def test_contrast_follows_the_formula():
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=lambda t: t.name)
@pytest.mark.parametrize("pair", TEXT_PAIRS, ids="-on-".join)
def test_text_reaches_the_contrast(tokens, pair):
    ink, ground = (getattr(tokens, name) for name in pair)
    assert contrast(ink, ground) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_avatars_reach_the_contrast(scheme):
    for name in ("a", "b", "c", "d", "e", "f"):
        assert contrast(*avatar_colours(name, scheme)) >= 4.5


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=lambda t: t.name)
def test_edges_of_fields_reach_three_to_one(tokens):
    assert contrast(tokens.line_strong, tokens.card) >= 3.0


def test_style_sheet_is_filled_in_and_never_smaller_than_the_system():
    sheet = style_sheet(LIGHT, 10.0)
    assert "$" not in sheet
    sizes = [float(part.split("pt")[0]) for part in sheet.split("font-size: ")[1:]]
    assert sizes
    assert min(sizes) >= 10.0


def test_every_icon_that_is_named_exists_and_is_drawn(qapp):
    wanted = (
        {act.icon for act in ACTS}
        | set(CHANNEL_ICONS.values())
        | {f"mood-{name}" for name in EMOTIONS}
        | {f"urgency-{n}" for n in range(4)}
    )
    assert wanted <= set(icons.names())
    assert len(BOXES) == 6
    for name in icons.names():
        picture = icons.pixmap(name, "#123456", 24).toImage()
        painted = [picture.pixelColor(x, y) for x in range(24) for y in range(24) if picture.pixelColor(x, y).alpha() > 200]
        assert painted, name
        assert all(abs(colour.red() - 0x12) < 6 and abs(colour.blue() - 0x56) < 6 for colour in painted)
