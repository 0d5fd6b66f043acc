"""Insight: what the messages tell together; pure. Nothing lives here yet."""
