"""The commands of `app.py`: `python app.py <name> …` runs `run(arguments)` of `callbacks/commands/<name>.py`, imported only then.

The first line of a command's docstring is its help. A command that needs the database opens it with `open_database()`, which
starts the embedded one if it is not up, brings the schema up to date, and stops it behind the last one who uses it.
"""

from __future__ import annotations

import ast
import logging
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from importlib import import_module
from keyword import iskeyword
from pathlib import Path

from data import live
from data.embedded import EmbeddedDatabaseFailed, running
from data.migrations import upgrade_database
from data.operations.founding import prepare_installation
from data.settings import Settings, WrongSetting, read_settings
from models.errors import KordonError
from pages.errors import words_of
from pages.formats import set_zone
from pages.translations import set_language

ALL = "everything"
OK, FAILED, WRONG_USE, PORT_TAKEN = 0, 1, 2, 3
SUPERVISED = "KORDON_SUPERVISED"

_FOLDER = Path(__file__).parent


def main(arguments: list[str]) -> int:
    """Find the command and run it; what went wrong is said in a sentence, with an exit code, without a traceback."""
    name, rest = (arguments[0], arguments[1:]) if arguments else (ALL, [])
    if name in {"help", "-h", "--help"}:
        print(usage())
        return OK
    module = _module_of(name)
    if module not in commands():
        print(f"Kordon does not know the command {name!r}.\n\n{usage()}", file=sys.stderr)
        return WRONG_USE
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s", stream=sys.stderr)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    if os.environ.get(SUPERVISED):
        _stop_with_parent()
    try:
        settings = read_settings()
        set_language(settings.lang)
        set_zone(settings.zone)
        code: int = import_module(f"{__name__}.{module}").run(rest)
    except WrongSetting as error:
        print(f"This setting cannot be right.\n  {error}", file=sys.stderr)
        return WRONG_USE
    except EmbeddedDatabaseFailed as error:
        print(str(error), file=sys.stderr)
        return FAILED
    except KordonError as error:
        detail = str(error) if str(error) != error.code else ""
        print(" ".join(part for part in (words_of(error), detail) if part), file=sys.stderr)
        return FAILED
    except BrokenPipeError:
        return FAILED
    except KeyboardInterrupt:
        return OK
    return code


def _module_of(name: str) -> str:
    """`import` is a word of Python itself: its module is called `import_`."""
    module = name.replace("-", "_")
    return f"{module}_" if iskeyword(module) else module


def commands() -> dict[str, str]:
    """Every command and the first line of its docstring, without importing any."""
    found = {}
    for path in sorted(_FOLDER.glob("[a-z]*.py")):
        words = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        found[path.stem] = words.partition("\n")[0]
    return found


def usage() -> str:
    known = {name.strip("_").replace("_", "-"): words for name, words in commands().items()}
    width = max(map(len, known))
    lines = ["python app.py            start everything"]
    lines += [f"python app.py {name:<{width}}  {words}" for name, words in known.items() if name != ALL]
    return "\n".join(
        [*lines, "", "Settings come from the environment:", *(f"  {name:<22} {words}" for name, words in Settings.EXPLAINED.items())]
    )


@contextmanager
def open_database() -> Iterator[Settings]:
    """The settings, with the database up, its schema of today, and everything in it that work begins with."""
    settings = read_settings()
    with nullcontext() if not settings.is_embedded else running(settings):
        upgrade_database()
        prepare_installation()
        yield settings
        live.send_the_rest()


def _stop_with_parent() -> None:
    """End when the process that started this one is gone, however it went: its end of our standard input closes."""

    def watch() -> None:
        while os.read(sys.stdin.fileno(), 1024):  # unbuffered: a thread that holds the buffer breaks the end of Python
            pass
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, name="parent", daemon=True).start()
