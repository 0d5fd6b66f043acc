"""What the tables are made of: their registry, and the usual kinds of column."""

from sqlalchemy import Column, ForeignKey, Integer, MetaData, Text, text

metadata = MetaData()


def words(name: str, default: str = "") -> Column[str]:
    """Return a text that is never NULL."""
    return Column(name, Text, nullable=False, server_default=text(f"'{default}'"))


def number(name: str, default: int = 0) -> Column[int]:
    """Return a whole number that is never NULL."""
    return Column(name, Integer, nullable=False, server_default=text(str(default)))


def moment(name: str) -> Column[int]:
    """Return a time that may be missing."""
    return Column(name, Integer, nullable=True)


def belongs(name: str, target: str) -> Column[int]:
    """Return a reference; the row goes when its target goes."""
    return Column(name, Integer, ForeignKey(target, ondelete="CASCADE"), nullable=False)
