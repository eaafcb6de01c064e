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
      huiwen sources check https://example.gov.cn/tzgg/    看一个栏目页能认出哪些文章；不收录
    """


@sources.command()
@click.argument("address", metavar="URL")
@selector_option
@as_json
@click.pass_context
def check(ctx: click.Context, address: str, selector: str | None, as_json: bool) -> None:
    """看一个地址现在列出哪些文章和下一页；不收录，也不必先添加。

    \b
    例：
      huiwen sources check https://example.gov.cn/tzgg/index.html --json
      huiwen sources check https://example.gov.cn/rss.xml
    """
    from bot import source_views as views

    with opened(ctx, readonly=True) as library:
        found = library.sources.look(address, selector=selector)
    if not found.articles:
        click.echo(views.nothing(found), err=True)
    show(views.listing(found) if as_json else None, views.listing_lines(found))
