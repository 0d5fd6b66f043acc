"""What a customer asks in one turn, each matter on its own, so that none of them goes unanswered unseen. Pure.

Stories, greetings and wishes at the end are left out; "what does it cost and how long does it take" is two matters.
"""

import re
from dataclasses import dataclass

from app.drafting.courtesy import is_closing, is_courtesy
from app.drafting.sentences import split
from app.drafting.words import content_words

MOST = 4
"""Matters of one turn that are looked at; who asks more gets a person's answer to the rest."""
_ASKS = (
    r"(?:hoe|hoeveel|wat|wanneer|waar|waarom|welke?|wie|kan|kunnen|kun|kunt|mag|mogen|is|zijn|heeft|hebben|heb|doen|doet|zou|zouden|moet|moeten"
    r"|how|what|when|where|why|which|who|can|could|may|is|are|do|does|will|would|should"
    r"|wie|was|wann|wo|warum|welche[rsnm]?|kann|k[öo]nn(?:en|te|ten)|darf|d[üu]rfen|ist|sind|haben|habt|hat|muss|m[üu]ssen"
    r"|comment|combien|quand|o[uù]|pourquoi|quel(?:le)?s?|est-ce|peut-on|puis-je|pouvez-vous|peux-tu|y a-t-il|avez-vous|dois-je)"
)
_NEXT = re.compile(
    rf"[,;]?\s+(?:(?:en|and|und|et)(?:\s+(?:ook|also|auch|aussi))?|,)\s+(?=(?:{_ASKS})\b)|[;,]\s+(?=(?:{_ASKS})\b)", re.IGNORECASE
)
_BEGINS = re.compile(
    rf"^(?:\W|(?:en|and|und|et|maar|but|aber|mais|ook|also|auch|aussi|verder|hoi|hallo|hi|hello|hey|dag|bonjour|guten tag|moin)\b)*"
    rf"{_ASKS}\b",
    re.IGNORECASE,
)
_IN_CHAT = re.compile(
    r"^(?:\W|(?:en|and|und|et|maar|but|aber|mais|ook|also|auch|verder|hoi|hallo|hi|hey|dag|yo|salut|moin)\b)*"
    r"(?:(?:tot|vanaf|voor|op|naar|from|until|by|to|bis|ab|für|de|à|jusqu['’]à)\s)?"
    r"(?:hoe (?:lang|veel|laat|duur|snel|kan|moet|werkt)|hoeveel|wat (?:kost|zou|zijn|is|doe)\w*|wanneer|waar (?:kan|is|vind|zit)|welke"
    r"|how (?:long|much|many|late|do|can|is)|what (?:is|are|does|do)|when|where"
    r"|wie (?:lange|viel|spät|teuer|kann)|was kostet\w*|wann|wo (?:ist|kann|finde)"
    r"|combien|quand|comment|où|quel(?:le)?s?)\b[^.!]*$",
    re.IGNORECASE,
)
"""Questions as people type them in a chat, without a question mark."""
_WISH = re.compile(
    r"\b(?:graag (?:hoor|weet|wil|zou|ontvang)|(?:ik|wij|we) (?:wil(?:len)?|zou(?:den)?|vraag|vroeg|vroegen) (?:graag|me af|ons af)"
    r"|wil(?:len)? (?:ik|wij|we) (?:graag|ook)|(?:benieuwd|afvragen|weten|horen) (?:of|wat|hoe|wanneer|waar)"
    r"|laat (?:me|ons|mij) (?:even )?weten|(?:kunnen|kunt|kun|willen|wilt|wil) (?:u|jullie|je)"
    r"|(?:could|can|would) you|(?:let|tell) (?:me|us)|i(?:'d| would) (?:like|love) to know|i (?:was )?wonder(?:ing)?"
    r"|please (?:let|tell|send|confirm|advise)"
    r"|(?:k[öo]nn(?:en|ten)|w[üu]rden) sie|k[öo]nntest du|(?:ich|wir) (?:w[üu]sste|m[öo]chte|w[üu]rde|h[äa]tte)n? gern"
    r"|bitte (?:teilen|sagen|schicken|senden)|frage mich, ob"
    r"|pourriez-vous|pouvez-vous|peux-tu|(?:je|nous) (?:voudrai[st]|souhait\w+|aimerai[st])|merci de (?:me|nous)|dites-moi"
    r"|j['’]aimerais savoir)\b",
    re.IGNORECASE,
)
_EMPTY = re.compile(
    r"^\W*(?:(?:dus|en|toch|of|oder|right|ok[ée]?|correct|klopt dat|toch niet|niet waar|nietwaar|hoe (?:nu|dan) verder"
    r"|wat nu|what now|was nun"
    r"|et maintenant|hoe (?:kan|is) dat(?: (?:nou|nu|mogelijk))?"
    r"|how (?:come|(?:is|can) (?:that|this)(?: be)?(?: possible)?)|wie kann das sein"
    r"|comment (?:ça se fait|est-ce possible)|(?:kunt u|kun je|kunnen jullie) (?:mij|me|ons) helpen"
    r"|can you help(?: me| us)?|k[öo]nn(?:en|t) (?:sie|ihr) (?:mir|uns) helfen|pouvez-vous (?:m['’]|nous )aider)\W*)+$",
    re.IGNORECASE,
)
_BACK = {
    "nl": r"zoiets|zo['’]n|zulke?|dat|dit|die|deze|het|hem|ze|er(?:bij|voor|van|mee)|daar(?:bij|voor|van|mee)?|dan",
    "en": r"something like that|such|one|ones|that|this|it|they|them|those|then",
    "de": r"so ?(?:et)?was|solche[nrs]?|das|dies(?:e[rsnm]?)?|es|dafür|dabei|davon|dann",
    "fr": r"tel(?:le)?s?|cela|ça|ce|celui|celle|alors",
}
_LEANS = {language: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for language, words in _BACK.items()}
_FEW = 5
"""Content words below which a matter that points back is read together with what stands before it."""
_SAME = 0.7
_LONGEST = 6_000


@dataclass(frozen=True, slots=True)
class Asked:
    """One matter: `text` in the customer's words, `query` with what it points back to, for the search."""

    text: str
    query: str


def asked_in(turn: str, language: str) -> list[Asked]:
    """Return the matters that a turn asks about, in the customer's order; none when nothing is asked outright."""
    found: list[Asked] = []
    before = ""
    for span in split(turn[:_LONGEST]):
        if is_closing(span.text):
            continue
        for part, asks in _parts(span.text):
            if asks and not any(_same(part, other.text, language) for other in found):
                found.append(Asked(part, f"{before} {part}".strip() if _leans(part, language) else part))
            before = part
    return found[:MOST]


def _parts(sentence: str) -> list[tuple[str, bool]]:
    """A sentence as (part, whether it asks), cut before each question word that follows a comma or "and"."""
    if not _asks(sentence):
        return [(sentence, False)]
    pieces = [piece.strip() for piece in _NEXT.split(sentence) if piece and len(piece.split()) > 1]
    if len(pieces) < 2 or not any(_BEGINS.match(piece) for piece in pieces[:-1]):
        return [(sentence, True)]
    return [(piece, piece is pieces[-1] or _BEGINS.match(piece) is not None) for piece in pieces]


def _asks(sentence: str) -> bool:
    if _EMPTY.match(sentence) or len(sentence.split()) < 2:
        return False
    if "?" in sentence or _IN_CHAT.match(sentence):
        return True
    return _WISH.search(sentence) is not None and not is_courtesy(sentence)


def _leans(part: str, language: str) -> bool:
    return len(content_words(part, language)) < _FEW and language in _LEANS and _LEANS[language].search(part) is not None


def _same(one: str, other: str, language: str) -> bool:
    a, b = ({word.stem for word in content_words(text, language)} for text in (one, other))
    return bool(a and b) and len(a & b) >= _SAME * len(a | b)
