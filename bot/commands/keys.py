"""``huiwen keys``: the keys that sign the links to source pages."""

from __future__ import annotations

import click


@click.group()
def keys() -> None:
    """签名密钥：给读者的原文页链接签名用。

    \b
    例：huiwen keys rotate
    """


@keys.command()
@click.pass_context
def rotate(ctx: click.Context) -> None:
    """换一把签名密钥；机器人运行时也可以用，不必重启。

    小节的地址不变；以前发出的链接不再直接打开正文，读者点“在Telegram中打开”就得到新的。

    \b
    例：huiwen keys rotate
    """
    from time import time

    from bot import settings
    from bot.store import Database, Members
    from bot.viewer.keys import FILE_NAME, Keyring
    from retrieval import InputError

    found = settings.load(**ctx.obj)
    if not found.data.is_dir():
        raise InputError(f"数据目录 {found.data} 不存在，请用 --data 或 HUIWEN_DATA 指明。")
    Keyring(found.data).rotate()
    database = Database(found.data)
    database.open()
    try:
        Members(database, time).note(0, "keys.rotate", FILE_NAME)
    finally:
        database.close()
    click.echo("已换新的签名密钥；以前的链接点“在Telegram中打开”后可用。")
    if found.webhook:
        click.echo("Webhook 的密令随密钥更换，请重启机器人。")
