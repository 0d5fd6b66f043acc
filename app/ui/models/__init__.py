"""Models: Qt faces over plain lists."""
