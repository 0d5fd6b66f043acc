"""Where things lie: the profile folder, and the program's own resources (also in the frozen program)."""

import os
import sys
from pathlib import Path

import platformdirs


def program_folder() -> Path:
    """Return the folder that holds resources/ and translations/ (the checkout, or the unpacked program)."""
    frozen = getattr(sys, "_MEIPASS", None)
    return Path(frozen) if frozen else Path(__file__).resolve().parents[2]


def resources_folder() -> Path:
    """Return the folder of shipped data: icons, style, models, the demonstration shop."""
    return program_folder() / "resources"


def translations_folder() -> Path:
    """Return the folder of the catalogues."""
    return program_folder() / "translations"


def default_profile() -> Path:
    """Return the profile folder: TOONBANK_PROFILE, else the platform's data folder."""
    chosen = os.environ.get("TOONBANK_PROFILE")
    return Path(chosen).expanduser() if chosen else Path(platformdirs.user_data_dir("toonbank", appauthor=False)) / "profile"
