"""The command line: `comity`, with the verbs of the rooms.

Results go to stdout, everything else to stderr. Exit codes: 0 done, 1 refused or failed with
one sentence that says the way out, 2 wrong use, 130 interrupted.
"""

import os
import sys
import traceback
from importlib.metadata import version
from typing import Annotated

import typer
from pydantic import ValidationError
from typer.exceptions import TyperException

from comity.analytics import AnalyticsError
from comity.api import (
    cli_agreement,
    cli_analyse,
    cli_ask,
    cli_audit,
    cli_backup,
    cli_beyond,
    cli_casework,
    cli_chart,
    cli_charts,
    cli_communities,
    cli_demo,
    cli_drawn,
    cli_emergency,
    cli_events,
    cli_export,
    cli_graph,
    cli_ingest,
    cli_paths,
    cli_record,
    cli_request,
    cli_resolve,
    cli_retention,
    cli_score,
    cli_setup,
    cli_tokens,
    cli_users,
    cli_what_if,
)
from comity.api.errors import ApiError
from comity.api.printing import say, tell
from comity.graph.errors import GraphError
from comity.ingest import IngestError
from comity.resolve import ResolveError
from comity.sharing import SharingError

KNOWN = (SharingError, ResolveError, GraphError, IngestError, AnalyticsError, ApiError)
DEBUG = "COMITY_DEBUG"
MISUSED, INTERRUPTED = 2, 130


def _show_version(wanted: bool) -> None:
    if wanted:
        tell(f"comity {version('comity')}")
        raise typer.Exit


app = typer.Typer(
    name="comity",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)


@app.callback()
def start(
    _version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="The version.")
    ] = False,
) -> None:
    """Link analysis across agencies whose agreements enforce themselves."""


for part in (cli_demo, cli_setup, cli_backup, cli_ingest, cli_graph, cli_resolve, cli_analyse,
             cli_agreement,
             cli_emergency, cli_ask, cli_chart, cli_charts, cli_drawn, cli_paths, cli_communities,
             cli_events,
             cli_beyond, cli_what_if,
             cli_tokens, cli_users, cli_audit, cli_record,
             cli_retention, cli_export,
             cli_casework, cli_request, cli_score):  # fmt: skip
    part.register(app)


def main() -> None:
    """Run the command line; never shows a traceback unless COMITY_DEBUG=1."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command line; its exit code."""
    try:
        return _ended(app(arguments, prog_name="comity", standalone_mode=False) or 0)
    except TyperException as error:
        return _misused(error)
    except (KeyboardInterrupt, typer.Abort):
        return _ended(INTERRUPTED)
    except KNOWN as error:
        return _failed(str(error))
    except ValidationError as error:
        first = error.errors()[0]
        return _failed(f"{'.'.join(map(str, first['loc']))}: {first['msg']}")
    except OSError as error:
        return _failed(f"{error.filename or 'a file'}: {error.strerror or error}")
    except Exception as error:  # noqa: BLE001 - the last door: one line, and how to see more
        return _failed(f"{type(error).__name__}: {error}; run it again with {DEBUG}=1 to see where")


def _ended(code: int) -> int:
    """The code that typer ends with, which makes an interrupt one of its own."""
    if code == INTERRUPTED:
        say("interrupted; nothing is half done, run the same command to go on")
    return code


def _misused(error: TyperException) -> int:
    message = getattr(error, "format_message", lambda: str(error))()
    if message:  # there is none where the help was printed instead
        say(f"comity: {message.rstrip('.')}; see --help")
    return MISUSED


def _failed(text: str) -> int:
    if os.environ.get(DEBUG):
        traceback.print_exc()
    say(f"comity: {text}")
    return 1


if __name__ == "__main__":
    main()
