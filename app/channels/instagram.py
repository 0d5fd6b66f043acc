"""Instagram's direct messages: downloads in JSON or HTML (facts: see `app.parsing.meta_export`)."""

from app.domain.message import Channel
from app.parsing.meta_reader import MetaReader

READER = MetaReader(Channel.INSTAGRAM)
