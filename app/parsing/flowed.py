"""format=flowed (RFC 3676): paragraphs that were broken for the wire are put together again."""


def unflow(text: str, *, delsp: bool = False) -> str:
    """Return the text with soft line breaks undone and space-stuffing removed; quote marks stay."""
    out: list[str] = []
    depth_open = -1
    for line in text.split("\n"):
        depth, body = _quote_depth(line)
        if depth_open == depth and body != "-- ":
            out[-1] += body
        else:
            out.append(">" * depth + (" " if depth and body else "") + body)
        soft = body.endswith(" ") and body != "-- "
        depth_open = depth if soft else -1
        if soft and delsp:
            out[-1] = out[-1][:-1]
    return "\n".join(out)


def _quote_depth(line: str) -> tuple[int, str]:
    body = line.lstrip(">")
    depth = len(line) - len(body)
    return depth, body[1:] if body.startswith(" ") else body
