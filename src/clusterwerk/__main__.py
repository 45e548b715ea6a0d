"""The command `clusterwerk`: Django's management commands with our settings."""

import os
import sys


def main() -> None:
    """Runs a management command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clusterwerk.config.settings")
    from django.core.management import execute_from_command_line  # settings must be named before

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
