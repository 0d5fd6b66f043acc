"""The desk: what the Counter can do, one file for each kind of act. All are mixins over `Wiring`."""
