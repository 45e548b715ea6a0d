"""The command `clusterwerk`: our own commands, then Django's management commands."""

import os
import sys

OWN = """Clusterwerk's own commands:
  run         set up, serve the portal and work, until Ctrl+C (PORT, HOST)
  work        a worker alone: jobs, mail and due work
  run_due     do what is due once (for cron)
  messages    compile, update or check the German texts

All others are Django's:"""


def main() -> None:
    """Runs a command; `run` and `messages` start without Django to answer at once."""
    arguments = sys.argv[1:]
    if arguments[:1] == ["messages"]:
        from clusterwerk.config import catalogues  # only what the command needs

        sys.exit(catalogues.main(arguments[1:]))
    if arguments == ["run"]:
        from clusterwerk.config import run

        sys.exit(run.main())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clusterwerk.config.settings")
    from django.core.management import execute_from_command_line  # settings must be named before

    if not arguments or arguments[0] in {"help", "-h", "--help"}:
        sys.stdout.write(OWN + "\n")
    from clusterwerk.config.environment import SettingError

    try:
        execute_from_command_line(sys.argv)
    except SettingError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
