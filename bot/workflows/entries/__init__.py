"""The register of decisions, and what becomes of an entry."""
