"""Paths, keys, lock, guard, languages."""
