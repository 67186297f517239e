"""Feeds of tender notices: only from portals that are allowed, only to addresses that are public, only so much and so long."""
