"""The command `publish`, and `python -m publish`: Ctrl-C is answered before the command line is loaded."""

from publish.early_interrupts import end_when_interrupted


def main() -> None:
    """Run the command line."""
    end_when_interrupted()
    from publish.cli import main as command

    command()


if __name__ == "__main__":
    main()
