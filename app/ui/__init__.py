"""The window: everything Qt lives in this room."""
