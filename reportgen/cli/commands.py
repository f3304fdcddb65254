"""The commands: each parses its arguments, calls one function and prints what that returns.

What a command needs is imported when it runs, so that a misspelt option is told at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportgen import __version__
from reportgen.cli import parameters
from reportgen.cli.models import built, loaded, reports_of, without_repeats
from reportgen.cli.tally import Tally
from reportgen.cli.usage import USAGE
from reportgen.cli.window import ready, say, window

if TYPE_CHECKING:
    from reportgen.brand import Brand
    from reportgen.mail.addresses import Address
    from reportgen.mail.servers import Server


class Usage(click.Group):
    """All commands; their help is the text that is printed when nothing is loaded."""

    def get_help(self, ctx: click.Context) -> str:  # noqa: ARG002  click's signature
        """Return the help of the command line as a whole."""
        return USAGE.rstrip("\n")


@click.group(cls=Usage, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="reportgen %(version)s")
def commands() -> None:
    """Stand for the program as a whole."""


@commands.command("all-presets")
@parameters.output
@click.option("--jobs", type=click.IntRange(min=1), help="Processes; one per core by default.")
@click.option("--only", metavar="GLOB", default="*", help="Presets to write, such as 'llama-*'.")
@parameters.templates
@parameters.brand
def all_presets(
    output: Path, jobs: int | None, only: str, templates: Path | None, brand: Brand
) -> Tally:
    """Write workbook, page and mail of every preset, an index, a comparison and a calculator."""
    from reportgen.batch import make_folder, write_presets
    from reportgen.cli.overviews import overviews
    from reportgen.cli.progress import progress
    from reportgen.cores import usable_cores
    from reportgen.look import Look

    names = parameters.presets(only)
    look = Look(templates, brand)
    make_folder(output)
    with progress(len(names)) as tell:
        found = write_presets(names, output, jobs or usable_cores(), tell, look)
    return overviews(found, output, look)


@commands.command()
@parameters.models
@parameters.settings
@parameters.output
@parameters.formats
@parameters.templates
@parameters.brand
def report(
    models: Sequence[str],
    settings: Mapping[str, str],
    output: Path,
    formats: Sequence[str],
    templates: Path | None,
    brand: Brand,
) -> Tally:
    """Write the workbook and the page of one or more models, or a mail to be sent.

    MODEL is a preset's name, a model file (.toml), a Hugging Face config.json (the file, or a
    folder that holds one), or a workbook (.xlsx) of a report, whose inputs may have been changed.
    """
    from reportgen.batch import write_report
    from reportgen.cli.progress import tell
    from reportgen.look import Look

    tally, look = Tally(), Look(templates, brand)
    once = without_repeats(models)  # a model that is named twice is written once
    for model in parameters.distinct(list(loaded(once, tally))):
        with tally.kept():
            tell(written := write_report(model, settings, output, formats, look))
            tally.add(Tally(bool(written.files), list(map(str, written.faults))))
    return tally


@commands.command()
@parameters.mailed_models
@parameters.settings
@parameters.recipients
@parameters.sender
@parameters.server
@click.option("--dry-run", is_flag=True, help="Print what would be sent, and send nothing.")
@parameters.templates
@parameters.brand
def mail(
    models: Sequence[str],
    settings: Mapping[str, str],
    recipients: Sequence[Address],
    sender: Address,
    server: Server | None,
    dry_run: bool,
    templates: Path | None,
    brand: Brand,
) -> Tally:
    """Mail the report of each model, its workbook attached.

    A user and password for the server are taken from REPORTGEN_SMTP_USER and
    REPORTGEN_SMTP_PASSWORD, or the password from the system's keyring.
    """
    from reportgen.cli.mailing import Envelope, rehearse, send
    from reportgen.look import Look

    tally, envelope = Tally(), Envelope(sender, recipients, Look(templates, brand))
    once = without_repeats(models)  # a model that is named twice is mailed once
    if dry_run:
        ready()
        rehearse(reports_of(once, settings, tally), envelope, tally)
    elif server:
        send(once, settings, envelope, server, tally)
    else:
        raise click.UsageError("say through which server: give --smtp URL, or set REPORTGEN_SMTP")
    return tally


@commands.command()
@parameters.models
@parameters.settings
@parameters.listing
def show(models: Sequence[str], settings: Mapping[str, str], listing: str) -> Tally:
    """Print the report of one or more models; no files are written.

    MODEL is a preset's name, a model file (.toml), a Hugging Face config.json (the file, or a
    folder that holds one), or a workbook (.xlsx) of a report, whose inputs may have been changed.

    In a terminal the tables fit the window, and a note tells which columns found no room. Into a
    pipe or a file all is written, in the same form whatever the window: sentences of at most 100
    columns, no colours. NO_COLOR and FORCE_COLOR are heeded.
    """
    from reportgen.cli.sharing import shared
    from reportgen.listing import listings

    tally, chosen = Tally(), listings(window())[listing]
    parts = shared(lambda run, own: chosen.parts(built(run, settings, own)), models, tally)
    for text in chosen.joined(parts):
        say(text)
    return tally


@commands.command("list")
@click.argument(
    "kind",
    metavar="[presets|architectures|layers|hardware]",
    type=click.Choice(["presets", "architectures", "layers", "hardware"]),
    default="presets",
)
@click.option(
    "--family",
    metavar="NAME",
    help="Only the presets of one architecture.",
    shell_complete=parameters.completed_family,
)
def list_(kind: str, family: str | None) -> Tally:
    """List the presets, with parameters and forward FLOPs, or what else the catalogue holds."""
    from reportgen.cli.contents import contents

    if family and kind != "presets":
        raise click.UsageError("--family: only presets have one")
    say(contents(kind, family, window()))
    return Tally(done=1)


@commands.command("check-checkpoint")
@click.argument("path", type=click.Path(path_type=Path))
@click.option(
    "--format", "listing", type=click.Choice(["text", "json"]), default="text", show_default=True
)
def check_checkpoint(path: Path, listing: str) -> int:
    """Compare the tensors of a checkpoint with the config.json beside it.

    PATH is a folder, a .safetensors file, or a .safetensors.index.json. Only headers are read.
    The exit status is 0 when all tensors match or are explained, 1 when some differ, 2 when they
    cannot be read.
    """
    from reportgen.checkpoint.reconciling import check_checkpoint as check
    from reportgen.listing.tensors import tensor_listings

    found = check(path)
    say(tensor_listings(window())[listing](found))
    return 0 if found.agrees else 1


@commands.command()
@click.argument("first", metavar="A", shell_complete=parameters.completed)
@click.argument("second", metavar="B", shell_complete=parameters.completed)
@parameters.settings
@parameters.diff_listing
@click.option(
    "--output",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Folder for a page and a workbook of the differences; none are written without it.",
)
@parameters.templates
@parameters.brand
def diff(
    first: str,
    second: str,
    settings: Mapping[str, str],
    listing: str,
    output: Path | None,
    templates: Path | None,
    brand: Brand,
) -> Tally:
    """Compare two models: inputs, totals, figures and rows that differ.

    A and B are each a preset's name, a model file (.toml), a Hugging Face config.json or a workbook
    (.xlsx); --set is for both.
    """
    from reportgen.cli.progress import tell_file
    from reportgen.diff import diff as compared
    from reportgen.listing.differences import diff_listings

    tally = Tally()
    reports = list(built((first, second), settings, tally))
    if len(reports) < 2:
        return Tally(faults=tally.faults)
    found = compared(*reports)
    say(diff_listings(window())[listing](found))
    if output:
        from reportgen.batch import write_diff
        from reportgen.look import Look

        for file in write_diff(found, output, Look(templates, brand)):
            tell_file(file)
    return tally


@commands.command()
@click.argument("book", metavar="BOOK", type=click.Path(path_type=Path))
@click.option(
    "--format", "listing", type=click.Choice(["text", "json"]), default="text", show_default=True
)
def verify(book: Path, listing: str) -> int:
    """Tell whether every figure of a workbook is what its inputs give.

    BOOK is a workbook that 'reportgen report' wrote, edited and saved by any program. The exit
    status is 0 when all figures agree, 1 when some are stale or altered, 2 when it cannot be read.
    """
    from reportgen.listing.verified import verified_listings
    from reportgen.verification.verifying import verify as verified

    found = verified(book)
    say(verified_listings(window())[listing](found))
    return 0 if found.agrees else 1


@commands.command()
def schema() -> Tally:
    """Print the JSON Schema of model files, for editors that check and complete them."""
    import json

    from reportgen.schema import model_schema

    click.echo(json.dumps(model_schema(), indent=2))
    return Tally(done=1)


@commands.command("new-model")
@click.argument("name")
@click.option(
    "--like",
    metavar="NAME",
    default="llama",
    help="A preset or an architecture.",
    shell_complete=parameters.completed_like,
)
def new_model(name: str, like: str) -> Tally:
    """Write NAME.toml, a commented model file to start from."""
    from reportgen.starter import write_starter

    ready()
    click.echo(write_starter(name, like))
    return Tally(done=1)
