"""What is thought of a message."""
