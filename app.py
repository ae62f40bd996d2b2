"""Kordon's front door: `python app.py` starts everything; `python app.py help` names what else can be done, each alone."""

import sys

if __name__ == "__main__":
    from callbacks.commands import main

    sys.exit(main(sys.argv[1:]))
