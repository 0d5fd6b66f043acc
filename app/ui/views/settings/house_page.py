"""Safety and upkeep: the log of connections, the backup, and the check of the whole house."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QFileDialog, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from app.domain.views import Check, ConnectionRecord
from app.system.i18n import _, moment_text, number_text
from app.ui.bridge import Lane
from app.ui.desk import Desk
from app.ui.tokens import GRID
from app.ui.views.settings.checks import CheckList
from app.ui.views.settings.parts import panel
from app.ui.widgets.basics import button, column, label, row

SHOWN = 200


class HousePage(QWidget):
    """What the owner may want to see or do once in a while."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.backup, self.doctor, self.reindex = button(_("Make a backup")), button(_("Check everything")), button(_("Renew the search"))
        self.backup.clicked.connect(self._backup)
        self.doctor.clicked.connect(self.check)
        self.reindex.clicked.connect(self._reindex)
        self.checks = CheckList(desk.theme)
        self.connections = QTableWidget(0, 4)
        self.none = label(_("No connection yet: nothing went out or in."), "soft")
        self._prepare_table()
        upkeep = panel(
            _("Upkeep"),
            row(self.backup, self.doctor, self.reindex, 1),
            self.checks,
            text=_("A backup is one file, locked as the shop's own data are."),
        )
        text = _("Toonbank speaks with your mail servers and nobody else. This is every connection, also those that were refused.")
        self.setLayout(column(upkeep, panel(_("Connections"), self.none, self.connections, text=text), gap=2 * GRID))

    def _prepare_table(self) -> None:
        table = self.connections
        table.setProperty("look", "grid")
        table.setAccessibleName(_("Connections"))
        table.setHorizontalHeaderLabels([_("When"), _("With"), _("Outcome"), _("For")])
        table.verticalHeader().hide()
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        header = table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setStretchLastSection(True)
        for n, width in enumerate((150, 210, 110)):
            table.setColumnWidth(n, width)
        table.setMinimumHeight(220)

    def enter(self) -> None:
        """The room is shown."""
        self._desk.bridge.read(lambda counter: counter.connections(SHOWN), self._put, owner=self, key="connections")

    def _put(self, records: list[ConnectionRecord]) -> None:
        self.none.setVisible(not records)
        self.connections.setVisible(bool(records))
        self.connections.setRowCount(len(records))
        for n, record in enumerate(records):
            outcome = _("allowed") if record.allowed else _("refused")
            for column_, text in enumerate((moment_text(record.at), f"{record.host}:{record.port}", outcome, record.why)):
                self.connections.setItem(n, column_, QTableWidgetItem(text))

    def check(self) -> None:
        """Check the whole house."""
        self.checks.wait(_("Checking"))
        self._desk.bridge.run(Lane.LONG, lambda counter, _job: counter.doctor(), self.checks.put, owner=self, failed=self._refused)

    def _refused(self, sentence: str) -> None:
        self.checks.put([Check("", ok=False, why=sentence)])

    def _backup(self) -> None:
        name, _kind = QFileDialog.getSaveFileName(self, _("Where should the backup go?"), "toonbank-backup.zip")
        if name:
            self.checks.wait(_("Making the backup"))
            done = Check("", ok=True, why=_("The backup is in {name}.").format(name=name))
            self._desk.bridge.run(
                Lane.LONG,
                lambda counter, _job: counter.backup(Path(name)),
                lambda _none: self.checks.put([done]),
                owner=self,
                failed=self._refused,
            )

    def _reindex(self) -> None:
        self.checks.wait(_("Renewing the search"))
        self._desk.bridge.run(Lane.LONG, lambda counter, _job: counter.reindex(), self._reindexed, owner=self, failed=self._refused)

    def _reindexed(self, counts: dict[str, int]) -> None:
        words = _("The search is new: {n} messages.").format(n=number_text(counts.get("messages", 0)))
        self.checks.put([Check("", ok=True, why=words)])
