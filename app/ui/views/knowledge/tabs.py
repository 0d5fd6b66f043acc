"""The tabs of the Knowledge room: articles, canned answers, what to tidy, gaps, golden questions."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QTabBar, QWidget

from app.domain.golden import GoldenReport
from app.domain.text import N_
from app.system.i18n import _, ngettext
from app.ui.desk import Desk
from app.ui.views.knowledge.canned_page import CannedPage
from app.ui.views.knowledge.gaps_page import GapsPage
from app.ui.views.knowledge.golden_page import GoldenPage
from app.ui.views.knowledge.tidy_page import TidyPage
from app.ui.widgets.basics import ListTable, button, column, frame, label, row

NAMES: tuple[tuple[str, str], ...] = (
    ("articles", N_("Articles")),
    ("canned", N_("Canned answers")),
    ("tidy", N_("To tidy")),
    ("gaps", N_("Gaps")),
    ("golden", N_("Golden questions")),
)
Pages = CannedPage | TidyPage | GapsPage | GoldenPage


class KnowledgeTabs(QWidget):
    """Pages are looked at when they are opened, and anew when articles change. Signal: `article_asked(id)` show an article."""

    article_asked = Signal(int)

    def __init__(self, desk: Desk, articles: QWidget) -> None:
        super().__init__()
        self._desk = desk
        self.bar = QTabBar()
        self.bar.setAccessibleName(_("Knowledge"))
        self.bar.setDrawBase(False)
        self.bar.setExpanding(False)
        self.bar.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.canned, self.tidy, self.gaps, self.golden = CannedPage(desk), TidyPage(desk), GapsPage(desk), GoldenPage(desk)
        self.stack = QStackedWidget()
        pages: tuple[QWidget, ...] = (articles, self.canned, self.tidy, self.gaps, self.golden)
        for page, (_name, words) in zip(pages, NAMES, strict=True):
            self.stack.addWidget(page)
            self.bar.addTab(_(words))
        self.news = frame("bad")
        self.news_words, self.news_look = label("", wrap=True), button(_("Look at them"), "quiet")
        line = row(self.news_words, self.news_look, gap=12, margins=(14, 4, 14, 4))
        line.setStretch(0, 1)
        self.news.setLayout(line)
        self.news.hide()
        top = frame("head")
        top.setLayout(column(self.bar, margins=(12, 6, 12, 0)))
        self.setLayout(column(top, self.news, self.stack, gap=0))
        self._connect()

    def _connect(self) -> None:
        self.bar.currentChanged.connect(self._open)
        self.gaps.article_asked.connect(self.article_asked)
        self.tidy.counted.connect(lambda n: self._count("tidy", n))
        self.gaps.counted.connect(lambda n: self._count("gaps", n))
        self.golden.reported.connect(self._tell)
        self.news_look.clicked.connect(lambda: self.show_page("golden"))
        self._desk.notices.changed.connect(self._changed)

    @property
    def page(self) -> Pages | None:
        """The page that is open; None for the articles."""
        return (None, self.canned, self.tidy, self.gaps, self.golden)[self.bar.currentIndex()]

    def show_page(self, name: str) -> None:
        """Open a page."""
        self.bar.setCurrentIndex([known for known, _words in NAMES].index(name))

    def enter(self) -> None:
        """The room is shown."""
        self.golden.ask_if_changed()
        if self.page is not None:
            self.page.look()

    def step(self, by: int, articles: ListTable) -> None:
        """Move the choice in the list that is open."""
        (self.page.table if self.page is not None else articles).step(by)

    def _open(self, place: int) -> None:
        self.stack.setCurrentIndex(place)
        if self.page is not None:
            self.page.look()
            self.page.table.setFocus()

    def _changed(self, what: str) -> None:
        if what in ("articles", "golden", "care", "all"):
            if self.page is not None:
                self.page.look()
            if what != "care" and self.isVisible():
                self.golden.ask_if_changed()

    def _count(self, name: str, n: int) -> None:
        place = [known for known, _words in NAMES].index(name)
        self.bar.setTabText(place, f"{_(NAMES[place][1])} · {n}" if n else _(NAMES[place][1]))

    def _tell(self, report: GoldenReport) -> None:
        """Say above every page that something that was right is wrong since the last change."""
        wrong = len(report.newly_wrong)
        self._count("golden", len(report.run.results) - report.run.right)
        words = ngettext("Since the last change, {n} golden question is answered wrongly.", "Since the last change, {n} golden questions are answered wrongly.", wrong)  # fmt: skip  # noqa: E501
        self.news_words.setText(words.format(n=wrong))
        self.news.setVisible(bool(wrong))
