"""Exports that are XML or pages: SMS, Signal's XML, Telegram's and Messenger's pages, Google Voice."""

import random
from base64 import b64encode
from html import escape
from pathlib import Path
from xml.sax.saxutils import quoteattr

from benchmarks.exports.turns import CUSTOMER, SHOP, Turn, turns

_PICTURE = 60_000
"""Bytes of a picture in the backup of a telephone."""


def sms(path: Path, count: int) -> Path:
    """SMS Backup & Restore, texts alone."""
    with path.with_suffix(".xml").open("w", encoding="utf-8") as out:
        out.write(f"<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n<smses count=\"{count}\">\n")
        for number, at, ours, text in turns(count):
            out.write(
                f'  <sms protocol="0" address="+3161234{5000 + number // 400 % 5000:04}" date="{at.timestamp() * 1000:.0f}" '
                f'type="{1 + ours}" subject="null" body={quoteattr(text)} read="1" status="-1" locked="0" contact_name="(Unknown)" />\n'
            )
        out.write("</smses>\n")
    return path.with_suffix(".xml")


def backup(path: Path, count: int) -> Path:
    """Write the backup of a telephone as they grow to a gigabyte: one message in ten has a picture."""
    dice = random.Random(11)
    with path.with_suffix(".xml").open("w", encoding="utf-8") as out:
        out.write(f"<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n<smses count=\"{count}\">\n")
        for number, at, ours, text in turns(count):
            who = f"+3161234{5000 + number // 400 % 5000:04}"
            when = f'address="{who}" date="{at.timestamp() * 1000:.0f}"'
            if number % 10:
                out.write(
                    f'  <sms protocol="0" {when} type="{1 + ours}" subject="null" body={quoteattr(text)} contact_name="(Unknown)" />\n'
                )
                continue
            picture = b64encode(dice.randbytes(_PICTURE)).decode()
            out.write(
                f'  <mms {when} msg_box="{1 + ours}" m_type="{128 if ours else 132}" sub="null" contact_name="(Unknown)"><parts>'
                f'<part seq="0" ct="image/jpeg" name="{number}.jpg" cl="{number}.jpg" text="null" data="{picture}" />'
                f'<part seq="0" ct="text/plain" name="null" text={quoteattr(text)} /></parts>'
                f'<addrs><addr address="{who}" type="{151 if ours else 137}" charset="106" /></addrs></mms>\n'
            )
        out.write("</smses>\n")
    return path.with_suffix(".xml")


def telegram_pages(path: Path, count: int) -> Path:
    """One chat in pages of a thousand messages."""
    path.mkdir()
    for number, said in enumerate(_pages(count)):
        page = path / f"messages{number + 1 if number else ''}.html"
        page.write_text(_TELEGRAM.format(who=CUSTOMER, said="".join(map(_telegram_message, said))), encoding="utf-8")
    return path


_TELEGRAM = """<!DOCTYPE html>
<html>
 <head>
  <meta charset="utf-8"/>
<title>Exported Data</title>
  <link href="css/style.css" rel="stylesheet"/>
 </head>
 <body onload="CheckLocation();">
  <div class="page_wrap">
   <div class="page_header">
    <div class="content">
     <div class="text bold">
{who}
     </div>
    </div>
   </div>
   <div class="page_body chat_page">
    <div class="history">
{said}
    </div>
   </div>
  </div>
 </body>
</html>
"""


def _telegram_message(turn: Turn) -> str:
    number, at, ours, text = turn
    return f"""
     <div class="message default clearfix" id="message{number + 1}">
      <div class="pull_left userpic_wrap">
       <div class="userpic userpic3" style="width: 42px; height: 42px">
        <div class="initials" style="line-height: 42px">
N
        </div>
       </div>
      </div>
      <div class="body">
       <div class="pull_right date details" title="{at:%d.%m.%Y %H:%M:%S} UTC+00:00">
{at:%H:%M}
       </div>
       <div class="from_name">
{SHOP if ours else CUSTOMER}
       </div>
       <div class="text">
{escape(text)}
       </div>
      </div>
     </div>
"""


def messenger_pages(path: Path, count: int) -> Path:
    """One conversation in pages of ten thousand messages."""
    folder = path / "your_facebook_activity" / "messages" / "inbox" / "noorvink_66"
    folder.mkdir(parents=True)
    for number, said in enumerate(_pages(count, 10_000)):
        head = f'<html><head><meta charset="UTF-8"/><title>{CUSTOMER}</title></head><body>'
        opened = '<div class="clearfix"><div class="_4t5n" role="main">'
        page = head + opened + "".join(map(_messenger_message, said)) + "</div></div></body></html>"
        (folder / f"message_{number + 1}.html").write_text(page, encoding="utf-8")
    return path


def _messenger_message(turn: Turn) -> str:
    _, at, ours, text = turn
    return (
        f'<div class="pam _3-95 _2ph- _a6-g uiBoxWhite noborder"><div class="_3-95 _2pim _a6-h _a6-i">{SHOP if ours else CUSTOMER}</div>'
        f'<div class="_3-95 _a6-p"><div><div></div><div>{escape(text)}</div><div></div><div></div></div></div>'
        f'<div class="_3-94 _a6-o">{at:%b %d, %Y} {at.hour % 12 or 12}:{at:%M:%S %p}</div></div>'
    )


def google_voice(path: Path, count: int) -> Path:
    """The texts of one number, a page for every hundred."""
    folder = path / "Calls"
    folder.mkdir(parents=True)
    for said in _pages(count, 100):
        page = folder / f"{CUSTOMER} - Text - {said[0][1]:%Y-%m-%dT%H_%M_%SZ}.html"
        body = "".join(map(_voice_message, said))
        page.write_text(
            f'<?xml version="1.0" ?>\n<html xmlns="http://www.w3.org/1999/xhtml"><head><title>Me to\n{CUSTOMER}</title></head>'
            f'<body><div class="hChatLog hfeed">\n{body}</div><div class="tags">Labels:\n'
            f'<a rel="tag" href="http://www.google.com/voice#sms">Text</a></div></body></html>\n',
            encoding="utf-8",
        )
    return path


def _voice_message(turn: Turn) -> str:
    _, at, ours, text = turn
    who = '<a class="tel" href="tel:+12025550100"><abbr class="fn" title="">Me</abbr></a>'
    if not ours:
        who = f'<a class="tel" href="tel:+12025550143"><span class="fn">{CUSTOMER}</span></a>'
    return (
        f'<div class="message"><abbr class="dt" title="{at:%Y-%m-%dT%H:%M:%S}.000+00:00">{at:%b %d}</abbr>:\n'
        f'<cite class="sender vcard">{who}</cite>:\n<q>{escape(text)}</q>\n</div> '
    )


def _pages(count: int, each: int = 1000) -> list[tuple[Turn, ...]]:
    """Return what is said in pages."""
    said = list(turns(count))
    return [tuple(said[start : start + each]) for start in range(0, count, each)]
