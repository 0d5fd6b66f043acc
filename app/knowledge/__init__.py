"""The shop's knowledge: articles read from files, cut into passages, found again by vectors."""
