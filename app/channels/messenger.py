"""Messenger, and Facebook pages: downloads in JSON or HTML, of every era (facts: see `app.parsing.meta_export`)."""

from app.domain.message import Channel
from app.parsing.meta_reader import MetaReader

READER = MetaReader(Channel.MESSENGER)
