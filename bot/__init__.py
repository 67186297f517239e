"""Quorate: the secretary of a partnership, living in Slack."""
