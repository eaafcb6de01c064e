"""``huiwen sources``: listing pages, feeds, sitemaps and folders that are looked at for new reports."""

from __future__ import annotations

import click

from bot.commands.common import as_json, opened, show

selector_option = click.option("--selector", help="列表链接的 CSS 选择器，例如 'ul.list a'；默认自动识别。")


@click.group()
def sources() -> None:
    """来源：政府网站栏目页、RSS、站点地图和文件夹，有新报告自动收录。

    \b
    例：
      huiwen sources add https://example.gov.cn/tzgg/ --name 青岚通知公告 --region 青岚市
      huiwen sources list
      huiwen sources check                                 检查已到时间的来源
      huiwen sources check https://example.gov.cn/tzgg/    看一个栏目页能认出哪些文章；不收录
    """


@sources.command()
@click.argument("address", metavar="URL_OR_FOLDER")
@click.option("--name", help="来源的叫法，例如 青岚通知公告。")
@click.option("--region", help="文中没有写明地区的，算作这个地区。")
@click.option(
    "--every", "every_hours", type=click.FloatRange(0.25, 24 * 30), help="隔几小时看一次；网页默认 6，文件夹默认 1。"
)
@selector_option
@click.pass_context
def add(
    ctx: click.Context,
    address: str,
    name: str | None,
    region: str | None,
    every_hours: float | None,
    selector: str | None,
) -> None:
    """添加一个来源并看一次；第一次收录的文件不发提醒。

    \b
    例：
      huiwen sources add https://example.gov.cn/tzgg/ --name 青岚通知公告 --region 青岚市
      huiwen sources add /mnt/报告
    """
    from bot import source_views as views

    with opened(ctx) as library:
        added = library.sources.add(address, name=name, region=region, selector=selector, every_hours=every_hours)
        done = library.sources.check(added.id)
    show(None, views.checked(done))


@sources.command("list")
@as_json
@click.pass_context
def list_(ctx: click.Context, as_json: bool) -> None:
    """列出来源和它们的状况。

    \b
    例：huiwen sources list
    """
    from bot import source_views as views

    with opened(ctx, readonly=True) as library:
        found = library.sources.list()
    show([views.source(one) for one in found] if as_json else None, views.source_lines(found))


@sources.command()
@click.argument("name", metavar="编号或地址")
@click.pass_context
def pause(ctx: click.Context, name: str) -> None:
    """暂停一个来源。

    \b
    例：huiwen sources pause 3
    """
    with opened(ctx) as library:
        click.echo(f"已暂停：{library.sources.pause(name).address}")


@sources.command()
@click.argument("name", metavar="编号或地址")
@click.pass_context
def resume(ctx: click.Context, name: str) -> None:
    """恢复一个暂停的来源。

    \b
    例：huiwen sources resume 3
    """
    with opened(ctx) as library:
        click.echo(f"已恢复：{library.sources.resume(name).address}")


@sources.command()
@click.argument("name", metavar="编号或地址")
@click.pass_context
def remove(ctx: click.Context, name: str) -> None:
    """删除一个来源；已收录的文件留着。

    \b
    例：huiwen sources remove 3
    """
    with opened(ctx) as library:
        click.echo(f"已删除来源：{library.sources.remove(name).address}")


@sources.command()
@click.argument("address", metavar="URL_OR_NUMBER", required=False)
@selector_option
@as_json
@click.pass_context
def check(ctx: click.Context, address: str | None, selector: str | None, as_json: bool) -> None:
    """看一个地址现在列出哪些文章和下一页（不收录，也不必先添加）；给出编号则检查那个来源并收录，什么都不给则检查已到时间的。

    \b
    例：
      huiwen sources check
      huiwen sources check 3
      huiwen sources check https://example.gov.cn/tzgg/index.html --json
      huiwen sources check https://example.gov.cn/rss.xml
    """
    from bot import source_views as views

    if address is None or address.isdigit():
        with opened(ctx) as library:
            done = tuple(library.sources.check_due()) if address is None else (library.sources.check(address),)
        show([views.source(one.source) for one in done] if as_json else None, views.all_checked(done))
        return
    with opened(ctx, readonly=True) as library:
        found = library.sources.look(address, selector=selector)
    if not found.articles:
        click.echo(views.nothing(found), err=True)
    show(views.listing(found) if as_json else None, views.listing_lines(found))
