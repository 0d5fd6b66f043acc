"""Replies: put together, checked, ranked sources."""
