"""``python -m careerstats`` -> the command line."""

import sys

from careerstats.cli import main

sys.exit(main())
