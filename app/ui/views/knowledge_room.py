"""Knowledge: the articles from which answers come, a reader, and a search that shows what an answer would find; beside them the pages
that keep knowledge clean."""

from datetime import datetime

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QColor, QFont, QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QSplitter, QStackedWidget, QTextBrowser, QWidget

from app.domain.knowledge import ArticleView, NewArticle, PassageHit, Retrieved
from app.domain.tending import CANNED
from app.system.i18n import _, moment_text, ngettext
from app.ui.bridge import Lane
from app.ui.desk import Desk
from app.ui.dialogs.canned_dialog import edit_knowledge
from app.ui.models.items import ItemModel
from app.ui.tokens import GRID
from app.ui.views.delegates import Line, LineDelegate
from app.ui.views.knowledge.care_strip import CareStrip
from app.ui.views.knowledge.tabs import KnowledgeTabs
from app.ui.widgets.basics import Elided, Empty, ListTable, button, column, field, frame, label, restyle, row
from app.ui.words import language_word, source_text

Found = ArticleView | PassageHit
SURE, PERHAPS = 0.6, 0.35
"""From which probability a question counts as answerable, or as perhaps answerable, in the words above the hits."""


class KnowledgeRoom(QWidget):
    """Signals: `article_wanted(question)`, `files_wanted()`."""

    article_wanted = Signal(str)
    files_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._article: ArticleView | None = None
        self._wanted = 0
        self.model: ItemModel[Found] = ItemModel(lambda item: self._line(item).title, self)
        delegate = LineDelegate(desk.theme, self._line, self)
        self.table = ListTable(_("Articles"), delegate.height(self.font()))
        self.table.setItemDelegate(delegate)
        self.table.setModel(self.model)
        self.search = field(_("Ask the knowledge"), _("Ask as a customer would ( / )"), "search")
        self.search.setClearButtonEnabled(True)
        self.answerable = label("", wrap=True)
        self._verdict = frame("info")
        self._verdict.setLayout(column(self.answerable, margins=(10, 6, 10, 6)))
        self._verdict.hide()
        self.write, self.add = button(_("Write an article"), "primary"), button(_("Add files"))
        self.title, self.about = label("", "title", wrap=True), Elided("", "soft")
        self.reader = QTextBrowser()
        self.reader.setAccessibleName(_("Article"))
        self.reader.setOpenLinks(False)
        self.edit, self.remove = button(_("Edit")), button(_("Remove"))
        self.care = CareStrip(desk)
        desk.theme.changed.connect(self._tint)
        self._tint()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(200)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        left, right = frame("list-side"), QWidget()
        head = column(label(_("Knowledge"), "title"), row(self.write, self.add, 1), self.search, self._verdict, margins=(12, 14, 12, GRID))
        left.setLayout(column(head, self.table, gap=0))
        top = frame("head")
        title = row(self.title, self.edit, self.remove)
        title.setStretch(0, 1)
        top.setLayout(column(title, self.about, self.care, gap=4, margins=(24, 16, 24, 8)))
        self.reader.document().setDocumentMargin(24)
        right.setLayout(column(top, self.reader, gap=0))
        text = _(
            "Drop a FAQ, a price list or a document on the window, or write the first article. Answers come from here, and nowhere else."
        )
        self.stack = QStackedWidget()
        self.stack.addWidget(Empty(self._desk.theme, "knowledge", _("What does the shop know?"), text))
        self.stack.addWidget(right)
        splitter = QSplitter()
        splitter.setHandleWidth(1)
        splitter.addWidget(left)
        splitter.addWidget(self.stack)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([400, 800])
        self.tabs = KnowledgeTabs(self._desk, splitter)
        self.setLayout(column(self.tabs, gap=0))

    def _connect(self) -> None:
        self.table.selectionModel().currentChanged.connect(lambda now, _before: self._choose(now.row()))
        self.search.textChanged.connect(lambda _text: self._pause.start())
        self._pause.timeout.connect(self.look)
        self.write.clicked.connect(lambda: self.article_wanted.emit(""))
        self.add.clicked.connect(self.files_wanted)
        self.edit.clicked.connect(self._edit)
        self.remove.clicked.connect(self._remove)
        self.tabs.article_asked.connect(self.show_article)
        self._desk.notices.changed.connect(lambda what: self.look() if what in ("articles", "all") else None)
        self._desk.theme.changed.connect(self._look_changed)

    def _tint(self) -> None:
        icon = self._desk.theme.icon
        self.write.setIcon(icon("plus", "on_accent"))
        for press, name in ((self.add, "import"), (self.edit, "edit"), (self.remove, "trash")):
            press.setIcon(icon(name))

    def _look_changed(self) -> None:
        if self._article is not None:
            self._put_article(self._article)

    def enter(self) -> None:
        """The room is shown."""
        self.table.setFocus()
        self.look()
        self.tabs.enter()

    def look(self) -> None:
        """Ask for the list anew."""
        query = self.search.text().strip()
        if query:
            self._desk.bridge.read(
                lambda counter: counter.search_knowledge(query, 20), self._put_found, owner=self, key="knowledge", lane=Lane.KNOW
            )
        else:
            self._desk.bridge.read(lambda counter: counter.articles(), self._put_articles, owner=self, key="knowledge")

    def act(self, name: str) -> None:
        """Do an act in this room."""
        if name in ("next", "previous"):
            self.tabs.step(1 if name == "next" else -1, self.table)
        elif name == "search":
            self.search.setFocus()
        elif name == "back":
            self.table.setFocus()
        elif name == "open":
            self.reader.setFocus()

    def show_article(self, article_id: int) -> None:
        """Show one article, now and when the list comes."""
        self.tabs.show_page("articles")
        self._wanted = article_id
        self._read(article_id)

    def _read(self, article_id: int) -> None:
        self._desk.bridge.read(lambda counter: counter.article(article_id), self._put_article, owner=self, key="article")

    def _line(self, item: Found) -> Line:
        if isinstance(item, ArticleView):
            count = ngettext("{n} passage", "{n} passages", item.passages).format(n=item.passages)
            return Line(item.title, f"{source_text(item.source)} · {count}", icon="knowledge", tag=item.language.upper())
        return Line(item.passage.article_title, " ".join(item.passage.text.split()), icon="quote", tag=item.passage.language.upper())

    def _put_articles(self, articles: list[ArticleView]) -> None:
        self._verdict.hide()
        self.model.put(articles)
        self.stack.setCurrentIndex(1 if articles else 0)
        self._choose_again([article.id for article in articles])

    def _put_found(self, found: Retrieved) -> None:
        self._say_answerable(found.answerable)
        self.model.put(list(found.hits))
        if found.hits:
            self.table.choose(0)

    def _say_answerable(self, probability: float) -> None:
        look, words = "warn", _("The articles do not answer this ({percent} %).")
        if probability >= SURE:
            look, words = "good", _("The articles answer this ({percent} %).")
        elif probability >= PERHAPS:
            look, words = "info", _("The articles answer this perhaps ({percent} %).")
        restyle(self._verdict, look)
        self.answerable.setText(words.format(percent=round(100 * probability)))
        self._verdict.show()

    def _choose_again(self, ids: list[int]) -> None:
        shown = self._wanted or (self._article.id if self._article else 0)
        self._wanted = 0
        if ids:
            self.table.choose(ids.index(shown) if shown in ids else 0)

    def _choose(self, place: int) -> None:
        item = self.model.at(place)
        if item is not None:
            self._read(item.id if isinstance(item, ArticleView) else item.passage.article_id)

    def _put_article(self, article: ArticleView) -> None:
        self._article = article
        self.stack.setCurrentIndex(1)
        self.title.setText(article.title)
        count = ngettext("{n} passage", "{n} passages", article.passages).format(n=article.passages)
        day = moment_text(datetime.fromisoformat(article.updated_at)).rsplit(" ", 1)[0]
        self.about.say(" · ".join((source_text(article.source), language_word(article.language), count, day)))
        self.care.show_article(article)
        own = article.scope != CANNED
        self.care.setVisible(own)
        self.remove.setVisible(own)
        self._write(article.text)

    def _write(self, text: str) -> None:
        """Write the article as text; lines that begin with # stand out as headings."""
        self.reader.clear()
        cursor, tokens = QTextCursor(self.reader.document()), self._desk.theme.tokens
        shape = QTextBlockFormat()
        shape.setLineHeight(130, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        shape.setBottomMargin(6)
        cursor.beginEditBlock()
        for n, paragraph in enumerate(text.split("\n")):
            letters = QTextCharFormat()
            letters.setForeground(QColor(tokens.ink))
            if paragraph.startswith("#"):
                letters.setFontWeight(QFont.Weight.DemiBold)
            cursor.setBlockFormat(shape) if n == 0 else cursor.insertBlock(shape)
            cursor.insertText(paragraph.lstrip("# ") if paragraph.startswith("#") else paragraph, letters)
        cursor.endEditBlock()
        self.reader.moveCursor(QTextCursor.MoveOperation.Start)

    def _edit(self) -> None:
        if self._article is not None:
            edit_knowledge(self._desk, self.window(), self._article)

    def _remove(self) -> None:
        article = self._article
        if article is None:
            return
        self._article = None
        self._desk.bridge.write(lambda counter: counter.remove_article(article.id), lambda _none: self._removed(article), owner=self)

    def _removed(self, article: ArticleView) -> None:
        self._desk.notices.offer(_("Removed: {title}").format(title=article.title), _("Undo"), lambda: self._put_back(article))
        self.look()

    def _put_back(self, article: ArticleView) -> None:
        new = NewArticle(article.title, article.text, article.language, article.source, article.scope)
        self._desk.bridge.write(lambda counter: counter.save_article(new), lambda _id: self.look(), owner=self)
