"""Dialogs: import, articles, the palette, the keys."""
