"""Bytes and text of mail and chat, read without I/O."""
