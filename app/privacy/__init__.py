"""Privacy: what is kept how long, and what must go; pure. Nothing lives here yet."""
