"""The house's own line icons: SVG files tinted at load, drawn sharp for the screen they are on."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from app.system.paths import resources_folder


@lru_cache(maxsize=128)
def _source(name: str) -> str:
    return (resources_folder() / "icons" / f"{name}.svg").read_text(encoding="utf-8")


@lru_cache(maxsize=1024)
def _drawn(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    picture = QPixmap(QSize(round(size * ratio), round(size * ratio)))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    renderer = QSvgRenderer(QByteArray(_source(name).replace("currentColor", colour).encode()))
    renderer.render(painter, QRectF(picture.rect()))
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture


def pixmap(name: str, colour: str, size: int = 18) -> QPixmap:
    """Return an icon in this colour (#rrggbb) and size in points of the layout."""
    application = QGuiApplication.instance()
    ratio = application.devicePixelRatio() if isinstance(application, QGuiApplication) else 1.0
    return _drawn(name, colour, size, ratio)


def icon(name: str, colour: str, *, disabled: str = "", on: str = "", size: int = 20) -> QIcon:
    """Return a QIcon; `disabled` and `on` are the colours in those states (default: the same)."""
    made = QIcon(pixmap(name, colour, size))
    made.addPixmap(pixmap(name, disabled or colour, size), QIcon.Mode.Disabled)
    if on:
        made.addPixmap(pixmap(name, on, size), QIcon.Mode.Normal, QIcon.State.On)
    return made


def names() -> list[str]:
    """Return the names of all icons."""
    return sorted(path.stem for path in (resources_folder() / "icons").glob("*.svg"))
