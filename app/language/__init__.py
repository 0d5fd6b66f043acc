"""Models: detect, embed, generate."""
