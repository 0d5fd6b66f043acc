"""The rooms of the window and their panes."""
