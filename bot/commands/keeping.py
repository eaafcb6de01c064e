"""``huiwen backup``, ``restore``, ``upgrade``: a data directory kept safe."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from bot.settings import Settings

ARCHIVE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument("file", type=ARCHIVE)
@click.pass_context
def backup(ctx: click.Context, file: Path) -> None:
    """把整个数据目录备份成一个文件并核对；机器人运行时也可以用。

    备份里有报告、问答记录和签名密钥，请像数据目录一样保管。

    \b
    例：huiwen backup 备份/huiwen-2025-03-10.zip
    """
    from bot import opening, settings
    from retrieval import backup

    found = settings.load(**ctx.obj)
    made = backup(found.data, file, embedder=opening.embedder(found))
    click.echo(f"已备份并核对：{file}（{made.documents} 份文件，{made.vectors} 个向量，{_size(file)}）")


@click.command()
@click.argument("file", type=ARCHIVE)
@click.option("--replace", is_flag=True, help="数据目录里已有数据时，先改名保存，再恢复。")
@click.pass_context
def restore(ctx: click.Context, file: Path, replace: bool) -> None:
    """从备份恢复数据目录；先核对，再一次换上，失败则原样不动。

    \b
    例：
      huiwen --data 新目录 restore 备份/huiwen-2025-03-10.zip
      huiwen restore 备份/huiwen-2025-03-10.zip --replace
    """
    from bot import opening, settings
    from bot.store import bring_up_to_date
    from retrieval import restore

    found = settings.load(**ctx.obj)
    done = restore(file, found.data, embedder=opening.embedder(found), prepare=bring_up_to_date, replace=replace)
    click.echo(f"已恢复到 {found.data}：{done.backup.documents} 份文件，备份于 {done.backup.at}。")
    if done.kept:
        click.echo(f"原来的数据在 {done.kept}。")
    if done.reindex:
        click.echo("嵌入模型与备份时不同：请运行 huiwen reindex。")


@click.command()
@click.option("--backup", "file", type=ARCHIVE, help="升级前的备份写到哪里；默认写在数据目录旁边。")
@click.pass_context
def upgrade(ctx: click.Context, file: Path | None) -> None:
    """换上新版本后升级数据：先备份，再迁移，再检查；有一步不成就退回原样。

    \b
    例：huiwen upgrade
    """
    from bot import opening, settings
    from bot.store import bring_up_to_date
    from bot.terminal import check
    from retrieval import upgrade_data

    found = settings.load(**ctx.obj)
    done = upgrade_data(
        found.data,
        file or _beside(found),
        embedder=opening.embedder(found),
        prepare=bring_up_to_date,
        checks=lambda: opening.checks(found),
    )
    for one in done.checks:
        click.echo(check(one))
    click.echo(f"升级前的备份：{done.backup}")
    if done.error:
        raise click.ClickException(f"升级没有成功，数据已退回升级前：{done.error}")
    click.echo("升级完成。")


def _beside(settings: Settings) -> Path:
    data = settings.data.absolute()
    return data.with_name(f"{data.name}-before-upgrade-{datetime.now().astimezone():%Y%m%d-%H%M%S}.zip")


def _size(file: Path) -> str:
    return f"{file.stat().st_size / 1024**2:.1f} MB"
