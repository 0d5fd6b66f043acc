"""The pages of the Knowledge room beside its articles."""
