"""The store: facts out, events and notices in. The only package that speaks SQL."""
