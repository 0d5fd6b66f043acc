"""Mail from an IMAP server (RFC 3501; CONDSTORE RFC 7162, ESEARCH RFC 4731, SPECIAL-USE RFC 6154, IDLE RFC 2177)."""

from app.channels.imap.connecting import ImapConnector, connect
from app.channels.imap.session import ImapSession

__all__ = ["ImapConnector", "ImapSession", "connect"]
