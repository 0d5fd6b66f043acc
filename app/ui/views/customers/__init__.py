"""Parts of the Customers room."""
