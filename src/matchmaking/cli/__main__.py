"""`python -m matchmaking.cli` is the command `matchmaking`."""

import sys

from matchmaking.cli import main

sys.exit(main())
