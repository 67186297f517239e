"""The decisions of the secretary, pure: a command and the facts in, a decision or a refusal out."""
