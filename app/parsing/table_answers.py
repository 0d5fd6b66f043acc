"""Cells that hold answers to several questions as JSON: of Kiyoh's feed of reviews, and of Typeform's API."""

import json
from typing import Any

QUESTIONS = ('[{"questionGroup"', "[{'questionGroup'")
"""How a cell of Kiyoh's begins."""
_LONGEST = 200_000


def _loaded(cell: str) -> list[dict[str, Any]]:
    try:
        found = json.loads(cell[:_LONGEST])
    except (ValueError, RecursionError):
        return []
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def kiyoh_answers(cell: str) -> tuple[str, str]:
    """Return the title and the text of a review out of Kiyoh's questions; what else was written follows as a line each."""
    title, lines = "", list[str]()
    for question in _loaded(cell):
        group, said = str(question.get("questionGroup", "")), question.get("rating")
        if group == "DEFAULT_ONELINER":
            title = str(said or "").strip()
        elif group == "DEFAULT_OPINION" and said:
            lines.insert(0, str(said).strip())
        elif question.get("questionType") == "TEXT" and said:
            asked = str(question.get("questionTranslation") or "").strip()
            lines.append(f"{asked}: {said}" if asked else str(said))
    return title, "\n".join(lines)


def typeform_answers(cell: str) -> str:
    """Return the answers of a response, a line each, with the question where it is told; the cell itself when it holds none."""
    lines = []
    for answer in _loaded(cell):
        said = _said(answer.get(str(answer.get("type"))))
        field = answer.get("field")
        asked = str(field.get("title") or "").strip() if isinstance(field, dict) else ""
        if said:
            lines.append(f"{asked} {said}" if asked.endswith(("?", ":")) else f"{asked}: {said}" if asked else said)
    return "\n".join(lines) or cell


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        many = value.get("labels")
        return ", ".join(map(str, many)) if isinstance(many, list) else str(value.get("label") or value.get("other") or "")
    return "" if value is None else str(value).strip()
