"""What the commands share: options, the opened library, progress, output. Heavy imports are made inside."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from retrieval import Library

regions = click.option(
    "--regions",
    callback=lambda _ctx, _param, value: [name for name in re.split(r"[,，、\s]+", value) if name] if value else None,
    help="地区，用逗号分开：芜湖,海宁；也可以是 安徽各市、长三角、全省。",
)
year = click.option("--year", type=click.IntRange(1949, 2100), help="只看这一年。")
as_json = click.option("--json", "as_json", is_flag=True, help="输出 JSON，供程序读取。")


@contextmanager
def opened(ctx: click.Context, *, readonly: bool = False) -> Iterator[Library]:
    """The library of the settings; closed at the end."""
    from bot import settings
    from bot.opening import library

    with library(settings.load(**ctx.obj), readonly=readonly) as found:
        yield found


@contextmanager
def progress(label: str) -> Iterator[Callable[[int, int, str], None]]:
    """A progress bar on stderr, shown only to a terminal: call it with done, total and the name of what is being done."""
    hidden = not sys.stderr.isatty()
    with click.progressbar(
        length=1, label=label, file=sys.stderr, item_show_func=lambda name: name, hidden=hidden
    ) as bar:

        def step(done: int, total: int, name: str) -> None:
            bar.length = max(total, 1)
            bar.update(done - bar.pos, name)

        yield step


def show(value: Any | None, lines: Iterable[str]) -> None:
    """Print ``value`` as JSON, or the lines where it is None."""
    if value is None:
        for line in lines:
            click.echo(line)
    else:
        click.echo(json.dumps(value, ensure_ascii=False, indent=2))
