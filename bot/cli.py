"""The quorate command."""


def main() -> None:
    """Run the command line."""
