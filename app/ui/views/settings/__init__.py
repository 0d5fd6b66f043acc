"""The pages of the Settings room."""
