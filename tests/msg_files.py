"""Writes small Outlook messages (.msg) for tests: a compound file (MS-CFB, version 3) that holds a message's properties (MS-OXMSG)."""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

SECTOR, MINI, CUTOFF = 512, 64, 4096
END, FREE, NONE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFF
STRING, BINARY, LONG, TIME = 0x001F, 0x0102, 0x0003, 0x0040
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)

Value = str | bytes | int | datetime
Properties = Mapping[int, Value]


@dataclass
class Node:
    """A storage (with children) or a stream (with bytes)."""

    name: str
    content: bytes | None = None
    children: list["Node"] = field(default_factory=list)
    child: int = NONE
    right: int = NONE


def message(properties: Properties, recipients: Sequence[Properties] = (), attachments: Sequence[Properties] = ()) -> bytes:
    """Return a .msg file: properties by their number (MS-OXPROPS), strings in Unicode."""
    head = struct.pack("<8x4I8x", len(recipients), len(attachments), len(recipients), len(attachments))
    nodes = _storage(properties, head)
    nodes += [Node(f"__recip_version1.0_#{i:08X}", None, _storage(p, bytes(8))) for i, p in enumerate(recipients)]
    nodes += [Node(f"__attach_version1.0_#{i:08X}", None, _storage(p, bytes(8))) for i, p in enumerate(attachments)]
    nodes.append(Node("__nameid_version1.0", None, [Node("__substg1.0_00020102", b""), Node("__substg1.0_00030102", b"")]))
    return compound(nodes)


def _storage(properties: Properties, head: bytes) -> list[Node]:
    rows, streams = [head], []
    for number, value in properties.items():
        kind, fixed, stream = _packed(value)
        rows.append(struct.pack("<HHI8s", kind, number, 6, fixed))
        if stream is not None:
            streams.append(Node(f"__substg1.0_{number:04X}{kind:04X}", stream))
    return [Node("__properties_version1.0", b"".join(rows)), *streams]


def _packed(value: Value) -> tuple[int, bytes, bytes | None]:
    if isinstance(value, str):
        raw = value.encode("utf-16-le")
        return STRING, struct.pack("<Q", len(raw) + 2), raw
    if isinstance(value, bytes):
        return BINARY, struct.pack("<Q", len(value)), value
    if isinstance(value, int):
        return LONG, struct.pack("<Q", value), None
    return TIME, struct.pack("<Q", int((value - _EPOCH).total_seconds() * 10_000_000)), None


def compound(nodes: list[Node]) -> bytes:
    """Return a compound file with these nodes in its root."""
    entries: list[Node] = []
    _number(Node("Root Entry", None, nodes), entries)
    mini, large = bytearray(), list[tuple[int, bytes]]()
    places: dict[int, tuple[int, int]] = {}
    for at, node in enumerate(entries):
        if not node.content:
            places[at] = (END, 0)
        elif len(node.content) < CUTOFF:
            places[at] = (len(mini) // MINI, len(node.content))
            mini += node.content + bytes(-len(node.content) % MINI)
        else:
            large.append((at, node.content))
    return _laid_out(entries, places, bytes(mini), large)


def _number(node: Node, entries: list[Node]) -> int:
    """Give a node and what is in it their numbers; siblings hang together as a list, which is a tree too."""
    at = len(entries)
    entries.append(node)
    node.children.sort(key=lambda child: (len(child.name), child.name.upper()))
    numbers = [_number(child, entries) for child in node.children]
    node.child = numbers[0] if numbers else NONE
    for child, right in zip(node.children, [*numbers[1:], NONE], strict=False):
        child.right = right
    return at


def _laid_out(entries: list[Node], places: dict[int, tuple[int, int]], mini: bytes, large: list[tuple[int, bytes]]) -> bytes:
    fat: list[int] = []
    body = bytearray()

    def put(raw: bytes) -> int:
        start = len(fat)
        count = max(1, -(-len(raw) // SECTOR))
        fat.extend([*range(start + 1, start + count), END])
        body.extend(raw + bytes(count * SECTOR - len(raw)))
        return start

    for at, raw in large:
        places[at] = (put(raw), len(raw))
    mini_at = put(mini) if mini else END
    minifat = _chains(entries, places)
    minifat_at = put(struct.pack(f"<{len(minifat)}I", *minifat)) if minifat else END
    minifat_count = -(-len(minifat) * 4 // SECTOR)
    directory = b"".join(_entry(at, node, places, mini_at, len(mini)) for at, node in enumerate(entries))
    directory += _empty_entry() * (-len(entries) % 4)
    directory_at = put(directory)
    fat_sectors = 1
    while (len(fat) + fat_sectors) * 4 > fat_sectors * SECTOR:
        fat_sectors += 1
    fat_at = len(fat)
    fat.extend([0xFFFFFFFD] * fat_sectors)
    fat.extend([FREE] * (fat_sectors * SECTOR // 4 - len(fat)))
    difat = [*range(fat_at, fat_at + fat_sectors)]
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<5H6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<9I", 0, fat_sectors, directory_at, 0, CUTOFF, minifat_at, minifat_count, END, 0)
    head += struct.pack("<109I", *difat, *[FREE] * (109 - len(difat)))
    return bytes(head + body + struct.pack(f"<{len(fat)}I", *fat))


def _chains(entries: list[Node], places: dict[int, tuple[int, int]]) -> list[int]:
    chains: list[int] = []
    for at, node in enumerate(entries):
        if node.content and len(node.content) < CUTOFF:
            count = -(-len(node.content) // MINI)
            start = places[at][0]
            chains.extend([*range(start + 1, start + count), END])
    return chains + [FREE] * (-len(chains) % (SECTOR // 4)) if chains else []


def _entry(at: int, node: Node, places: dict[int, tuple[int, int]], mini_at: int, mini: int) -> bytes:
    name = node.name.encode("utf-16-le")
    kind = 5 if at == 0 else 1 if node.content is None else 2
    start, size = (mini_at, mini) if at == 0 else (0, 0) if kind == 1 else places[at]
    row = name + bytes(64 - len(name)) + struct.pack("<HBBIII", len(name) + 2, kind, 1, NONE, node.right, node.child)
    return row + bytes(16 + 4 + 16) + struct.pack("<IQ", start, size)


def _empty_entry() -> bytes:
    return bytes(64) + struct.pack("<HBBIII", 0, 0, 0, NONE, NONE, NONE) + bytes(16 + 4 + 16) + struct.pack("<IQ", 0, 0)
