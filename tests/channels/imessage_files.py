"""Conversations of Apple's Messages made up, and written in every form that imessage-exporter has had."""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from html import escape
from random import Random

OTHERS = ("Bo Vis", "+31612345610", "Julie@example.org", "Zoë & Co")
WORDS = (
    "hoi is dit nog leverbaar?",
    "Ja!",
    "👍🏽",
    "regel één\nregel twee",
    "alinea\n\nnog een alinea\n    ingesprongen",
    "a < b & c > d \"e\" 'f' `g`\u00a0h",
    "https://kade.example/mok?a=1&b=2",
    "Tapbacks are fun",
    "See: Mar 04, 2024 then",
    "ligne\u2028même ligne",
    "Sent with love",
)
EFFECTS = ("", "", "", "Sent with Confetti", "Sent with Invisible Ink")
TAPBACKS = ("Loved by Me", "Laughed by Bo Vis", "Emphasized by +31612345610", "🎉 by Zoë & Co")


@dataclass
class Part:
    """A bubble: text (its versions, the last counts), or a file, or taken back."""

    versions: tuple[str, ...] = ()
    file: str = ""
    unsent: bool = False
    effect: str = ""
    tapbacks: tuple[str, ...] = ()
    answers: list["Said"] = field(default_factory=list)


@dataclass
class Said:
    """A message; `name` "" is a notice of the app."""

    at: datetime
    name: str
    parts: list[Part]
    answer: bool = False
    receipt: bool = False
    notice: str = ""

    @property
    def text(self) -> str:
        """What the reader should make of it."""
        return self.notice or "\n".join(part.versions[-1] for part in self.parts if part.versions)

    @property
    def files(self) -> list[str]:
        return [part.file for part in self.parts if part.file]

    @property
    def deleted(self) -> bool:
        return bool(self.parts) and all(part.unsent for part in self.parts)


def conversation(seed: int, length: int = 60, others: int = 2) -> list[Said]:
    """Return a made-up chat, in order of time."""
    dice, at = Random(seed), datetime(2024, 3, 4, 9, 0, 0)
    names = ["Me", *OTHERS[:others]]
    said: list[Said] = []
    for _ in range(length):
        at += timedelta(seconds=dice.choice((1, 1, 61, 3600, 50_000)))
        if dice.random() < 0.06:
            said.append(Said(at, "", [], notice=dice.choice(("You named the conversation Kiln", "Bo Vis left the conversation."))))
            continue
        parts = [_part(dice) for _ in range(dice.choice((1, 1, 1, 1, 2, 3)))]
        for part in parts[:-1]:  # behind the versions of a text stands an empty line, as an empty line of the text itself does
            part.versions = part.versions[:1]
        made = Said(at, dice.choice(names), parts, receipt=dice.random() < 0.3)
        before = [m for m in said if m.name and not m.answer]
        if before and dice.random() < 0.2:
            made.answer = True
            dice.choice(dice.choice(before).parts).answers.append(made)
        said.append(made)
    return said


def _part(dice: Random) -> Part:
    sort = dice.random()
    part = Part(effect=dice.choice(EFFECTS), tapbacks=tuple(dice.sample(TAPBACKS, dice.choice((0, 0, 0, 1, 2)))))
    if sort < 0.1:
        part.file = dice.choice(("attachments/3/7.png", "/Users/kade/Library/Messages/Attachments/a1/IMG 01 (2).HEIC"))
    elif sort < 0.15:
        part.unsent = True
    elif sort < 0.3:
        part.versions = tuple(dice.sample(WORDS[:3] + WORDS[5:], dice.choice((2, 3))))
    else:
        part.versions = (dice.choice(WORDS),)
    return part


def stamp(at: datetime) -> str:
    """Return a time as the exporter writes it: the hour padded with a space."""
    return f"{at:%b %d, %Y} {(at.hour - 1) % 12 + 1:2}:{at:%M:%S} {'AM' if at.hour < 12 else 'PM'}"


def _receipt(said: Said) -> str:
    return f"(Read by {'them' if said.name == 'Me' else 'you'} after 4 minutes, 1 second)" if said.receipt else ""


def as_text(chat: list[Said], *, all_indented: bool, own: str = "Me") -> str:
    """Write the chat as text. Answers under their message are indented wholly (new versions) or in the first line of each part."""
    return "".join(_text(said, own, all_indented=all_indented) for said in chat)


def _text(said: Said, own: str, *, all_indented: bool, inner: bool = False) -> str:
    if said.notice:
        return f"{stamp(said.at)} {said.notice}\n\n"
    pad = "    " if inner and not all_indented else ""
    receipt = _receipt(said)
    lines = [pad + stamp(said.at) + (f" {receipt}" if receipt else ""), pad + (own if said.name == "Me" else said.name)]
    for part in said.parts:
        if part.unsent:
            lines.append(f"{pad}{'You' if said.name == 'Me' else 'They'} unsent this message part 2 minutes after sending!")
        elif part.file:
            lines.append(pad + part.file)
        elif len(part.versions) > 1:
            first, *later = part.versions
            lines += [f"{pad}{stamp(said.at)} {first}", *(f"{pad}Edited 5 minutes, 1 second later: {text}" for text in later), ""]
        else:
            lines.append(pad + part.versions[0])
        lines += [pad + part.effect] if part.effect else []
        lines += [pad + "Tapbacks:", *(pad + tapback for tapback in part.tapbacks), ""] if part.tapbacks else []
        for answer in part.answers:
            lines.append(_text(answer, own, all_indented=all_indented, inner=True))
    if inner:
        whole = "\n".join(lines) + "\n"
        return "".join(("    " if line.strip("\n") else "") + line for line in re.findall(r"[^\n]*\n", whole)) if all_indented else whole
    lines += ["This message responded to an earlier message."] if said.answer else []
    return "\n".join(lines) + "\n\n"


def as_page(chat: list[Said], *, old: bool, own: str = "Me") -> str:
    """Write the chat as a page, of an old or a new version."""
    body = "".join(_page(said, own, old=old) for said in chat)
    if old:
        return f'<html>\n<meta charset="UTF-8"><style>\n.message {{}}\n</style>\n{body}</html>'
    head = '<html>\n<head>\n<meta charset="UTF-8">\n<meta name="viewport" content="width=device-width, initial-scale=1"><style>\n'
    return f"{head}{'.message { margin: 0; }' * 3000}\n</style>\n</head>\n<body>\n{body}</body></html>"


def _page(said: Said, own: str, *, old: bool, inner: bool = False) -> str:
    if said.notice:
        return f'\n<div class ="announcement"><p><span class="timestamp">{stamp(said.at)}</span> {escape(said.notice)}</p></div>\n'
    guid = f"G-{id(said)}"
    when = stamp(said.at)
    if not old:
        when = f'<a title="Reveal in Messages app" href="sms://open?message-guid={guid}">{when}</a> '
    elif said.receipt:
        when += " "
    lines = [
        f'<div class="message", id="r-{guid}">' if said.answer and not inner and not old else '<div class="message">',
        '<div class="sent iMessage">' if said.name == "Me" else '<div class="received">',
        f'<p><span class="timestamp">{when}{_receipt(said)}</span>',
    ]
    if said.answer and not old:
        lines.append(f'<span class="reply_anchor"><a title="View in thread" href="#{guid}">⇱</a></span>')
    lines.append(f'<span class="sender">{escape(own if said.name == "Me" else said.name)}</span></p>')
    for part in said.parts:
        lines += ['<hr><div class="message_part">', _bubble(part, said), "</div>"]
        lines += [f'<span class="expressive">{part.effect}</span>'] if part.effect else []
        if part.tapbacks:
            word, sort = ("Reactions", "reaction") if old else ("Tapbacks", "tapback")
            lines.append(f'<div class="{word.lower()}"><hr><p>{word}:</p>')
            for tapback in part.tapbacks:
                verb, _, who = tapback.partition(" by ")
                lines.append(f'<div class="{sort}"><span class="{sort}"><b>{verb}</b> by {escape(who)}</span></div>')
            lines.append("</div>")
        if part.answers:
            lines.append('<div class="replies">')
            for answer in part.answers:
                opening = '<div class="reply">' if old else f'<div class="reply" id="G-{id(answer)}">'
                lines.append(f"{opening}{_page(answer, own, old=old, inner=True)}</div>")
            lines.append("</div>")
    if said.answer and not inner:
        lines.append('<span class="reply_context">This message responded to an earlier message.</span>')
    return "\n".join([*lines, "</div>", "</div>", ""])


def _clean(text: str) -> str:
    return escape(text, quote=True).replace("&#x27;", "&apos;").replace("`", "&grave;").replace("\u00a0", "&nbsp;")


def _bubble(part: Part, said: Said) -> str:
    if part.unsent:
        who = "You" if said.name == "Me" else escape(said.name)
        return f'<span class="unsent"><span class="unsent">{who} unsent this message part 2 minutes after sending!</span></span>'
    if part.file:
        return f'<div class="attachment"><img src="{part.file}" loading="lazy"></div>'
    if len(part.versions) == 1:
        return f'<span class="bubble">{_clean(part.versions[0])}</span>'
    rows = []
    for at, text in enumerate(part.versions):
        tag = "tfoot" if at + 1 == len(part.versions) else "tbody"
        told = "Edited 5 minutes, 1 second later" if at else ""
        rows.append(f'<{tag}><tr><td><span class="timestamp">{told}</span></td><td>{_clean(text)}</td></tr></{tag}>')
    return f'<div class="edited"><table>{"".join(rows)}</table></div>'
