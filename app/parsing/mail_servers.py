"""Which servers a mail address most likely uses, without asking anybody: a table of providers, else the usual names."""

from app.domain.account import Security, ServerAddress

_TLS, _STARTTLS = Security.TLS, Security.STARTTLS
_IMAP_PORT = 993
_SMTP_PORTS = {_TLS: 465, _STARTTLS: 587}

# imap host, smtp host, how the smtp server is spoken to (imap: TLS everywhere), domains
_PROVIDERS: tuple[tuple[str, str, Security, str], ...] = (
    ("imap.gmail.com", "smtp.gmail.com", _TLS, "gmail.com googlemail.com"),
    (
        "outlook.office365.com", "smtp.office365.com", _STARTTLS,
        "outlook.com outlook.nl outlook.be outlook.de outlook.fr hotmail.com hotmail.nl hotmail.be hotmail.de hotmail.fr "
        "live.com live.nl live.be live.de live.fr msn.com office365.com onmicrosoft.com",
    ),
    ("imap.mail.me.com", "smtp.mail.me.com", _STARTTLS, "icloud.com me.com mac.com"),
    ("imap.mail.yahoo.com", "smtp.mail.yahoo.com", _TLS, "yahoo.com yahoo.de yahoo.fr yahoo.nl yahoo.be ymail.com"),
    ("imap.ziggo.nl", "smtp.ziggo.nl", _STARTTLS, "ziggo.nl home.nl casema.nl multiweb.nl upcmail.nl quicknet.nl chello.nl"),
    ("imap.kpnmail.nl", "smtp.kpnmail.nl", _STARTTLS, "kpnmail.nl kpnplanet.nl planet.nl hetnet.nl"),
    ("imap.xs4all.nl", "smtp.xs4all.nl", _TLS, "xs4all.nl"),
    ("imap.telenet.be", "smtp.telenet.be", _STARTTLS, "telenet.be pandora.be"),
    ("imap.proximus.be", "relay.proximus.be", _STARTTLS, "proximus.be skynet.be"),
    ("imap.gmx.net", "mail.gmx.net", _STARTTLS, "gmx.de gmx.net gmx.at gmx.ch"),
    ("imap.gmx.com", "mail.gmx.com", _STARTTLS, "gmx.com gmx.fr"),
    ("imap.web.de", "smtp.web.de", _STARTTLS, "web.de"),
    ("secureimap.t-online.de", "securesmtp.t-online.de", _TLS, "t-online.de magenta.de"),
    ("imap.1und1.de", "smtp.1und1.de", _TLS, "online.de onlinehome.de"),
    ("imap.freenet.de", "mx.freenet.de", _STARTTLS, "freenet.de"),
    ("posteo.de", "posteo.de", _TLS, "posteo.de posteo.net"),
    ("imap.mailbox.org", "smtp.mailbox.org", _TLS, "mailbox.org"),
    ("imap.orange.fr", "smtp.orange.fr", _TLS, "orange.fr wanadoo.fr"),
    ("imap.free.fr", "smtp.free.fr", _TLS, "free.fr"),
    ("imap.sfr.fr", "smtp.sfr.fr", _TLS, "sfr.fr neuf.fr"),
    ("imap.laposte.net", "smtp.laposte.net", _TLS, "laposte.net"),
    ("imap.bbox.fr", "smtp.bbox.fr", _STARTTLS, "bbox.fr"),
    ("imap.strato.de", "smtp.strato.de", _TLS, "strato.de strato.com strato.nl"),
    ("imap.transip.email", "smtp.transip.email", _TLS, "transip.nl transip.be transip.email"),
    ("imap.hostnet.nl", "smtp.hostnet.nl", _TLS, "hostnet.nl"),
    ("imap.one.com", "send.one.com", _TLS, "one.com"),
    ("imap.ionos.de", "smtp.ionos.de", _TLS, "ionos.de"),
    ("imap.ionos.fr", "smtp.ionos.fr", _TLS, "ionos.fr"),
    ("ssl0.ovh.net", "ssl0.ovh.net", _TLS, "ovh.net ovh.com ovh.fr"),
    ("mail.gandi.net", "mail.gandi.net", _TLS, "gandi.net"),
    ("imap.fastmail.com", "smtp.fastmail.com", _TLS, "fastmail.com fastmail.fm"),
)  # fmt: skip
_BY_DOMAIN = {domain: provider[:3] for provider in _PROVIDERS for domain in provider[3].split()}


def guess_servers(address: str) -> tuple[ServerAddress, ServerAddress]:
    """Return the likely (IMAP, SMTP) servers of a mail address: TLS on 993 and 465, or STARTTLS on 587 where the provider wants that.

    A domain that is not in the table gets imap.DOMAIN and smtp.DOMAIN. Raises nothing; without a domain the hosts are "".
    """
    domain = address.rpartition("@")[2].strip(" >.").lower() if "@" in address else ""
    imap, smtp, security = _BY_DOMAIN.get(domain, (f"imap.{domain}", f"smtp.{domain}", _TLS) if domain else ("", "", _TLS))
    return ServerAddress(imap, _IMAP_PORT), ServerAddress(smtp, _SMTP_PORTS[security], security)
