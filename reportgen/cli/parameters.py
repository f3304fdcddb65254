"""The arguments and options that commands share, and what their values may be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase
from os.path import exists
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

if TYPE_CHECKING:
    from reportgen.brand import Brand
    from reportgen.mail.addresses import Address
    from reportgen.mail.servers import Server
    from reportgen.model import Model

ONE_EACH = "give --to once for each address"


def presets(glob: str) -> list[str]:
    """Return the names of the presets that match; a glob that matches none is refused."""
    from reportgen import catalog
    from reportgen.errors import nearest

    names = list(catalog.presets())
    if chosen := [name for name in names if fnmatchcase(name, glob)]:
        return chosen
    # A glob is seldom much like a name, but what was meant may be.
    remedy = f"{nearest(glob.strip('*').lower(), names)}; 'reportgen list' shows all"
    raise click.UsageError(f"--only: no preset matches {glob!r}{remedy}")


def distinct(models: Sequence[Model]) -> Sequence[Model]:
    """Return the models; a name that another model or an overview has is refused."""
    from reportgen.batch import OVERVIEWS

    taken = {Path(name).stem for name in OVERVIEWS}
    for model in models:
        # Some file systems take capital and small letters for the same.
        name = model.stem.casefold()
        if name in taken:
            raise click.UsageError(
                f"the files of {model.stem!r} would overwrite others of that name; "
                "give the model another name, or write it to a folder of its own"
            )
        taken.add(name)
    return models


def _settings(
    _context: click.Context, _parameter: click.Parameter, said: Sequence[str]
) -> dict[str, str]:
    found = {}
    for each in said:
        name, equals, value = each.partition("=")
        if not (equals and name.strip()):
            raise click.UsageError(f"--set {each!r}: write it as NAME=VALUE, such as seq_len=2048")
        found[name.strip()] = value
    return found


def _formats(_context: click.Context, _parameter: click.Parameter, said: str) -> list[str]:
    from reportgen.batch import WRITERS

    known = ", ".join(WRITERS)
    chosen = list(dict.fromkeys(part.strip() for part in said.split(",")))
    for name in chosen:
        if name not in WRITERS:
            raise click.UsageError(f"--format: unknown format {name!r}; choose from {known}")
    return chosen


def completed(
    _context: click.Context, _parameter: click.Parameter, begun: str
) -> list[CompletionItem]:
    """Complete a model: the names of presets, then files."""
    from reportgen import catalog

    return [*_beginning(begun, catalog.presets()), CompletionItem(begun, type="file")]


def completed_like(
    _context: click.Context, _parameter: click.Parameter, begun: str
) -> list[CompletionItem]:
    """Complete what a new model may be like: the names of presets, then of families."""
    from reportgen import catalog

    return _beginning(begun, dict.fromkeys([*catalog.presets(), *catalog.architectures()]))


def completed_family(
    _context: click.Context, _parameter: click.Parameter, begun: str
) -> list[CompletionItem]:
    """Complete a family: the names of architectures."""
    from reportgen import catalog

    return _beginning(begun, catalog.architectures())


def _beginning(begun: str, names: Iterable[str]) -> list[CompletionItem]:
    return [CompletionItem(name) for name in names if name.startswith(begun)]


def _templates(
    _context: click.Context, _parameter: click.Parameter, said: Path | None
) -> Path | None:
    """A folder without any of our names would change nothing, which nobody wants."""
    if said is None:
        return None
    from reportgen.html.templates import names

    known = names()
    if not any((said / name).is_file() for name in known):
        raise click.UsageError(f"--templates: {said} holds none of {', '.join(known)}")
    return said


def _brand(_context: click.Context, _parameter: click.Parameter, said: Path | None) -> Brand:
    from reportgen.brand import UNBRANDED, read_brand

    return read_brand(said) if said else UNBRANDED


def _recipients(
    _context: click.Context, _parameter: click.Parameter, said: Sequence[str]
) -> list[Address]:
    return list({address.mailbox: address for address in map(_recipient, said)}.values())


def _recipient(said: str) -> Address:
    from reportgen.errors import AddressError
    from reportgen.mail.addresses import read_address

    try:
        return read_address(said)
    except AddressError:
        if said.count("@") < 2 or not said.isprintable():
            raise
        raise click.UsageError(f"{said!r}: {ONE_EACH}") from None


def _mailed(
    _context: click.Context, _parameter: click.Parameter, said: Sequence[str]
) -> Sequence[str]:
    """A recipient that is taken for a model would go without its mail."""
    for each in said:
        if "@" in each and not exists(each):
            raise click.UsageError(f"{each!r} is no model; {ONE_EACH}")
    return said


def _sender(_context: click.Context, _parameter: click.Parameter, said: str | None) -> Address:
    from reportgen.mail.addresses import read_address

    if not said:
        raise click.UsageError("say from whom: give --from ADDRESS, or set REPORTGEN_MAIL_FROM")
    return read_address(said)


def _server(
    _context: click.Context, _parameter: click.Parameter, said: str | None
) -> Server | None:
    from reportgen.mail.servers import read_server

    return read_server(said) if said else None


models = click.argument(
    "models", metavar="MODEL...", nargs=-1, required=True, shell_complete=completed
)
mailed_models = click.argument(
    "models",
    metavar="MODEL...",
    nargs=-1,
    required=True,
    shell_complete=completed,
    callback=_mailed,
)
settings = click.option(
    "--set",
    "settings",
    metavar="NAME=VALUE",
    multiple=True,
    callback=_settings,
    help="Give an input a value; may be repeated, the last one counts.",
)
output = click.option(
    "--output",
    metavar="DIR",
    type=click.Path(path_type=Path),
    default="output",
    show_default=True,
    help="Folder for the files; made if it is missing.",
)
formats = click.option(
    "--format",
    "formats",
    default="xlsx,html",
    show_default=True,
    callback=_formats,
    help="Files to write, separated by commas.",
)
templates = click.option(
    "--templates",
    metavar="DIR",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    callback=_templates,
    help="Folder of templates to use instead of the shipped ones of the same name.",
)
brand = click.option(
    "--brand",
    metavar="FILE",
    type=click.Path(path_type=Path),
    callback=_brand,
    help="TOML file with a [brand]: name, logo, footer, accent, accent_dark.",
)
recipients = click.option(
    "--to",
    "recipients",
    metavar="ADDRESS",
    multiple=True,
    required=True,
    callback=_recipients,
    help="For whom it is; may be repeated.",
)
sender = click.option(
    "--from",
    "sender",
    metavar="ADDRESS",
    envvar="REPORTGEN_MAIL_FROM",
    show_envvar=True,
    callback=_sender,
    help="From whom it is.",
)
server = click.option(
    "--smtp",
    "server",
    metavar="URL",
    envvar="REPORTGEN_SMTP",
    show_envvar=True,
    callback=_server,
    help="smtp://host:port (port 25 unless given) or smtps://host:port (465).",
)
listing = click.option(
    "--format",
    "listing",
    type=click.Choice(["text", "json", "csv", "md", "cost"]),
    default="text",
    show_default=True,
    help="json: one object per model and line; csv: the matrix products; cost: what it costs.",
)
diff_listing = click.option(
    "--format",
    "listing",
    type=click.Choice(["text", "json", "csv", "md"]),
    default="text",
    show_default=True,
    help="json: one object; csv: a line per difference.",
)
