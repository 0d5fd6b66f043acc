"""The list of customers, of any length."""

from PySide6.QtCore import Qt

from app.domain.views import CustomerRow
from app.ui.models.paged import PagedModel
from app.ui.people_words import spoken_customer


class CustomerModel(PagedModel[CustomerRow]):
    """Customers by the page."""

    def text(self, row: CustomerRow, role: int) -> str | None:
        """Return the row as a sentence."""
        return None if role == Qt.ItemDataRole.ToolTipRole else spoken_customer(row)
