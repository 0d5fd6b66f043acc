"""When a person takes over: each trigger with what follows from it, and who may be given a conversation."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget

from app.domain.handover import USUAL, Follows, HandoverRules, Trigger
from app.domain.shop import ShopSettings
from app.domain.text import N_
from app.system.i18n import _
from app.ui.tokens import GRID
from app.ui.views.settings.parts import choice, choose, form, panel
from app.ui.widgets.basics import column, field

WORDS: dict[Trigger, str] = {
    Trigger.ASKED_FOR_PERSON: N_("Asks for a person"),
    Trigger.PAYMENT_DETAILS: N_("Changed payment details, payment taken back"),
    Trigger.LEGAL_OR_SAFETY: N_("Lawyers, authorities, safety"),
    Trigger.PRIVACY: N_("Personal data"),
    Trigger.GRIEF: N_("Death, grave illness"),
    Trigger.ACCOUNT_ACTION: N_("Something with an account"),
    Trigger.MONEY_ACTION: N_("Money back, compensation"),
    Trigger.PRICE_UNKNOWN: N_("A price that no article gives"),
    Trigger.STRONG_MOOD: N_("Very angry or upset"),
    Trigger.THIRD_CONTACT: N_("Writes again about the same thing"),
    Trigger.VIP: N_("Special customers"),
    Trigger.OFF_TOPIC: N_("Nothing found about it"),
    Trigger.LOW_CERTAINTY: N_("Hardly anything found about it"),
}
FOLLOWS = (
    (Follows.HAND_OVER, N_("A person answers; propose a holding reply only")),
    (Follows.HINT, N_("Propose an answer, and say why to look")),
    (Follows.NOTHING, N_("Nothing")),
)


class HandoverPage(QWidget):
    """Signal: `changed(callable)` with what makes new settings of the old ones."""

    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.choices: dict[Trigger, QComboBox] = {}
        for trigger, words in WORDS.items():
            self.choices[trigger] = choice(_(words), [(follows.value, _(said)) for follows, said in FOLLOWS])
            self.choices[trigger].setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.contacts = choice(_("Writes again: from which time on"), [(str(n), str(n)) for n in range(2, 8)])
        self.colleagues = field(_("Colleagues"), _("names, with a comma between them"))
        rows = [(_(WORDS[trigger]), box) for trigger, box in self.choices.items()]
        self.setLayout(
            column(
                panel(_("When a person takes over"), form(*rows), text=_("Nothing is ever sent by itself, whatever is chosen here.")),
                panel(_("Numbers"), form((_("Writes again: from which time on"), self.contacts))),
                panel(_("Colleagues"), form((_("Colleagues"), self.colleagues)), text=_("Who may be given a conversation.")),
                gap=2 * GRID,
            )
        )
        for box in self.choices.values():
            box.activated.connect(lambda _place: self.changed.emit(self.take))
        self.contacts.activated.connect(lambda _place: self.changed.emit(self.take))
        self.colleagues.editingFinished.connect(lambda: self.changed.emit(self.take))

    def put(self, shop: ShopSettings) -> None:
        """Show the settings."""
        rules = shop.handover
        for trigger, box in self.choices.items():
            choose(box, rules.of(trigger).value)
        choose(self.contacts, str(rules.contacts))
        self.colleagues.setText(", ".join(rules.colleagues))

    def take(self, shop: ShopSettings) -> ShopSettings:
        """Return the settings with what stands here; what is as usual is not written down."""
        chosen = {trigger: Follows(box.currentData()) for trigger, box in self.choices.items()}
        follows = {trigger.value: follow.value for trigger, follow in chosen.items() if follow is not USUAL[trigger]}
        names = tuple(name.strip() for name in self.colleagues.text().split(",") if name.strip())
        rules = HandoverRules(follows, names, int(self.contacts.currentData()), shop.handover.low_certainty)
        return replace(shop, handover=rules)
