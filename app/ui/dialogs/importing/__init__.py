"""Adding files: what they are, what they do not tell, how far it is, what came of it, and taking that back."""
