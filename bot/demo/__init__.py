"""The demo: a local workspace in which sample partnerships run under their own terms."""
