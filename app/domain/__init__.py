"""The shop's words: plain dataclasses, enums, ports and errors. Standard library only."""
