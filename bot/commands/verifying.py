"""``huiwen verify``: the faithfulness gate alone, over answers as ``huiwen ask --batch`` writes them."""

from __future__ import annotations

from pathlib import Path

import click

from bot.commands.common import opened


@click.command()
@click.argument("answers", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="ANSWERS.jsonl")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="写进文件；默认写到标准输出。")
@click.pass_context
def verify(ctx: click.Context, answers: Path, out: Path | None) -> None:
    """逐句核对一个答案文件：数字、年份、地区、实际或目标、出处是否与原文一致。

    每行一个答案（huiwen ask --batch 的输出），每行输出一个 JSON：id、sentences（text、ok、reason）。
    出处的小节在数据目录里时按原文核对，不在时只按引文核对；不用任何模型。

    \b
    例：huiwen verify answers.jsonl
    """
    import json

    from bot import verifying
    from bot.terminal import readable

    given = verifying.read(answers)
    with opened(ctx, readonly=True) as library, click.open_file(str(out) if out else "-", "w", encoding="utf-8") as to:
        for each in given:
            click.echo(readable(json.dumps(verifying.judged(library, each), ensure_ascii=False)), file=to)
