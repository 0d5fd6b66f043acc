"""What is thought of a message: language, category, mood, urgency, and why."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum


class Category(StrEnum):
    """What a message is about; the values are a contract."""

    ORDER_STATUS = "order_status"
    RETURN_EXCHANGE = "return_exchange"
    REFUND = "refund"
    COMPLAINT = "complaint"
    DEFECT_WARRANTY = "defect_warranty"
    PRODUCT_QUESTION = "product_question"
    PRICE_QUOTE = "price_quote"
    APPOINTMENT = "appointment"
    INVOICE_PAYMENT = "invoice_payment"
    ACCOUNT = "account"
    PRIVACY_REQUEST = "privacy_request"
    CANCELLATION = "cancellation"
    COMPLIMENT_REVIEW = "compliment_review"
    SUPPLIER_BUSINESS = "supplier_business"
    NEWSLETTER = "newsletter"
    SPAM = "spam"
    AUTO_REPLY_BOUNCE = "auto_reply_bounce"
    OTHER = "other"

    @property
    def needs_no_answer(self) -> bool:
        """Whether messages of this category stay out of the queue."""
        return self in (Category.NEWSLETTER, Category.SPAM, Category.AUTO_REPLY_BOUNCE)


class Sentiment(StrEnum):
    """The mood in three steps."""

    NEGATIVE = "negative"
    NEUTRAL = "neutral"
    POSITIVE = "positive"


class Emotion(StrEnum):
    """The mood in five words."""

    ANGRY = "angry"
    FRUSTRATED = "frustrated"
    WORRIED = "worried"
    NEUTRAL = "neutral"
    PLEASED = "pleased"


class Urgency(IntEnum):
    """0 no answer needed, 1 normal, 2 today, 3 now."""

    NONE = 0
    NORMAL = 1
    TODAY = 2
    NOW = 3


class EntityKind(StrEnum):
    """What a message can name; the values are a contract."""

    ORDER = "order"
    TRACKING = "tracking"
    AMOUNT = "amount"
    DATE = "date"
    POSTCODE = "postcode"
    PRODUCT = "product"


@dataclass(frozen=True, slots=True)
class Entity:
    """Something a message names: `value` in one way of writing ("EUR 45.95", "2024-05-12", "--05-12" without a year), `text` as written."""

    kind: EntityKind
    value: str
    text: str


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a verdict says what it says: `signal` is a code, `evidence` the words of the message that show it."""

    signal: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Thought:
    """What an engine thought before another engine, or a person, said what holds now."""

    engine: str
    category: str
    emotion: Emotion
    urgency: Urgency
    confidence: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """The judgement of one turn. Probabilities and confidence are 0..1, sentiment is -1..1, `language` is an ISO 639-1 code or "und".
    `engine` is embedded, llama or person; `earlier` what the engine before it thought."""

    language: str = "und"
    language_confidence: float = 0.0
    category: str = Category.OTHER
    categories: Mapping[str, float] = field(default_factory=dict)
    sentiment: float = 0.0
    sentiment_label: Sentiment = Sentiment.NEUTRAL
    emotion: Emotion = Emotion.NEUTRAL
    urgency: Urgency = Urgency.NORMAL
    order_numbers: tuple[str, ...] = ()
    intents: tuple[str, ...] = ()
    needs_human: tuple[str, ...] = ()
    spam: float = 0.0
    confidence: float = 0.0
    reasons: tuple[Reason, ...] = ()
    engine: str = "embedded"
    entities: tuple[Entity, ...] = ()
    earlier: Thought | None = None
