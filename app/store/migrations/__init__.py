"""The steps from one schema to the next, oldest first. They import nothing of the app: the app moves on, a step stays what it was.

Named here one by one, so that the frozen program holds them without being told.
"""

from app.store.migrations import v0001_first, v0002_sources, v0003_answers, v0004_doors

STEPS = (v0001_first, v0002_sources, v0003_answers, v0004_doors)
"""Modules with `revision`, `down_revision` and `upgrade()`."""
