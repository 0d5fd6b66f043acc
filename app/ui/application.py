"""The start of the window."""

import gc
import sys
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, QTimer, QTranslator
from PySide6.QtWidgets import QApplication

from app.domain.shop import ShopSettings
from app.pipeline.counter import Counter
from app.system.i18n import language, set_language
from app.ui.bridge import Bridge
from app.ui.desk import Services
from app.ui.theme import Theme
from app.ui.views.main_window import MainWindow
from app.ui.watchdog import Watchdog

SETTLED = 5_000
"""Milliseconds after which all that the window loads lazily has been loaded."""


def application() -> QApplication:
    """Return the one QApplication, made when there is none."""
    there = QApplication.instance()
    if isinstance(there, QApplication):
        return there
    made = QApplication([*sys.argv[:1], "-name", "toonbank"])
    made.setApplicationName("Toonbank")
    made.setDesktopFileName("toonbank")
    return made


def theme_of(qt: QApplication, mode: str = "system") -> Theme:
    """Return the one theme of the application in this mode."""
    theme = qt.findChild(Theme)
    if theme is None:
        return Theme(qt, mode)
    theme.set_mode(mode)
    return theme


def make_window(counter: Counter, services: Services | None = None, *, mode: str = "system") -> MainWindow:
    """Return a window over the counter, not shown yet. `window.desk.bridge.close()` ends its threads."""
    qt = application()
    return MainWindow(Bridge(counter, qt), theme_of(qt, mode), services)


class Program:
    """Holds the window, and makes it anew when the language changes."""

    def __init__(self, counter: Counter, services: Services, shop: ShopSettings) -> None:
        self._qt = application()
        self._services = services
        self._bridge = Bridge(counter, self._qt)
        self._theme = theme_of(self._qt, shop.theme)
        self._words = QTranslator(self._qt)
        self._watchdog = Watchdog().start()
        self.window = self._make()

    def _make(self) -> MainWindow:
        self._qt.removeTranslator(self._words)
        if self._words.load(QLocale(language()), "qtbase", "_", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
            self._qt.installTranslator(self._words)
        window = MainWindow(self._bridge, self._theme, self._services)
        window.language_changed.connect(self._renew)
        return window

    def _renew(self) -> None:
        old, self.window = self.window, self._make()
        self.window.setGeometry(old.normalGeometry())
        self.window.setWindowState(old.windowState())
        self.window.go(old.current_room)
        self.window.show()
        old.close()
        old.deleteLater()

    def run(self) -> int:
        """Show the window until it is closed; returns the exit code."""
        self.window.settle_on(self.window.screen().availableGeometry())
        self.window.show()
        # What was loaded lives as long as the program: counted among what may be garbage, each full collection goes
        # over 150,000 objects again and holds the window for 85 ms.
        gc.freeze()
        QTimer.singleShot(SETTLED, self._qt, gc.freeze)
        try:
            return int(self._qt.exec())
        finally:
            self._watchdog.stop()
            self._bridge.close()
            self.window.desk.lookings.clear()
            self._qt.removeTranslator(self._words)


def run(counter: Counter, *, screenshot_dir: Path | None = None, services: Services | None = None) -> int:
    """Open the window on a profile and return the exit code; with `screenshot_dir` only write the pictures there.

    The shop's settings are read once before Qt's loop begins, for language and look. The caller closes the counter.
    """
    from app.ui.screenshots import stage, take

    shop = counter.shop()
    set_language(shop.language, shop.timezone)
    if screenshot_dir is not None:
        take(counter, screenshot_dir, stage(counter) if shop.demonstration else 0)
        return 0
    return Program(counter, services or Services(), shop).run()
