"""The ``huiwen`` command: parse → library → print. Heavy imports are made inside the commands, so that --help is quick."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.commands import audit, correcting, feedback, keeping, keys, verifying
from bot.commands import sources as watched
from bot.commands.common import as_json, opened, progress, regions, show, year

if TYPE_CHECKING:
    from retrieval import IndexResult, Indicator, Library

QUESTIONS = click.Path(exists=True, dir_okay=False, path_type=Path)
OUTPUT = click.Path(dir_okay=False, writable=True, path_type=Path)


class OneLineErrors(click.Group):
    """A group that turns every known error into one line on stderr and exit status 1."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; an unknown error keeps its traceback."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise
        except OSError as error:
            raise click.ClickException(f"{error.filename or '系统'}：{error.strerror or error}") from error
        except Exception as error:
            from retrieval import HuiwenError

            if isinstance(error, HuiwenError):
                raise click.ClickException(" ".join(str(error).split())) from error
            raise


@click.group(cls=OneLineErrors, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--data", type=click.Path(path_type=Path), help="数据目录；默认取 HUIWEN_DATA，再默认 ./data。")
@click.version_option(package_name="huiwen")
@click.pass_context
def cli(ctx: click.Context, data: Path | None) -> None:
    """汇问：用一句话问卫生健康报告，答案逐句标明出处。

    \b
    第一次使用：
      huiwen index 报告文件夹             收录报告（Word、PDF、网页、表格、压缩包等）
      huiwen ask "某市2024年千人口托位数"   提问
      huiwen run --playground             在浏览器里聊天试用
    """
    ctx.obj = {} if data is None else {"data": data}


@cli.command()
@click.argument("targets", nargs=-1, required=True, metavar="PATH_OR_URL...")
@as_json
@click.pass_context
def index(ctx: click.Context, targets: tuple[str, ...], as_json: bool) -> None:
    """收录文件、文件夹或网页；内容没有变化的不会重复收录。

    \b
    例：
      huiwen index 报告/ 某市2024年总结.txt
      huiwen index https://example.gov.cn/art/2025/1/10/art_1.html --json
    """
    from bot import json_views, terminal

    with opened(ctx) as library, progress("收录") as step:
        results = library.index(targets, progress=step)
    show(
        [json_views.index_result(item) for item in results] if as_json else None,
        (line for item in results for line in terminal.index_result(item)),
    )
    report_failures(results)


@cli.command()
@click.argument("question", required=False)
@click.option("--batch", type=QUESTIONS, help="逐行提问的文件：每行一个 {id, question, history}。")
@click.option(
    "--out", type=click.Path(dir_okay=False, writable=True, path_type=Path), help="把 --batch 的答案写进文件。"
)
@as_json
@click.pass_context
def ask(ctx: click.Context, question: str | None, batch: Path | None, out: Path | None, as_json: bool) -> None:
    """提一个问题，或用 --batch 提一个文件的问题。

    \b
    例：
      huiwen ask "青岚市2024年家庭医生签约率是多少"
      huiwen ask "各市千人口托位数谁最高" --json
      huiwen ask --batch questions.jsonl --out answers.jsonl
    """
    from bot import json_views, settings, terminal

    if (question is None) == (batch is None) or (out and not batch):
        raise click.UsageError("请给出一个问题，或用 --batch 给出问题文件（--out 只与 --batch 同用）。")
    with opened(ctx, readonly=True) as library:
        site = settings.load(**ctx.obj).public_url
        if batch:
            ask_file(library, batch, out, site)
        elif question is not None:
            found = library.ask(terminal.readable(question))
            show(json_views.answer(found, site=site) if as_json else None, terminal.answer(found))


@cli.command()
@click.argument("query")
@click.option("-k", type=click.IntRange(1, 100), default=10, show_default=True, help="最多列出几段。")
@as_json
@click.pass_context
def search(ctx: click.Context, query: str, k: int, as_json: bool) -> None:
    """列出与查询最相近的原文段落，不作回答。

    \b
    例：huiwen search "医共体 中心药房" -k 5
    """
    from bot import json_views, terminal

    with opened(ctx, readonly=True) as library:
        hits = library.search(terminal.readable(query), k=k)
        found = [
            (hit, library.section(hit.passage.section_id), library.document(hit.passage.document_id)) for hit in hits
        ]
    show(
        [json_views.hit(*item) for item in found] if as_json else None,
        (line for item in found for line in terminal.hit(*item)),
    )


@cli.command()
@click.argument("topic")
@regions
@year
@as_json
@click.pass_context
def compare(ctx: click.Context, topic: str, regions: list[str] | None, year: int | None, as_json: bool) -> None:
    """一地一行比较一个指标或主题；目标与实际分开，口径不同的会注明。

    \b
    例：
      huiwen compare 千人口托位数
      huiwen compare "安徽各市的医共体建设情况"
      huiwen compare 新增托位数 --regions 青岚,望川 --year 2024 --json
    """
    from bot import comparison_views as views
    from bot.terminal import readable

    with opened(ctx, readonly=True) as library:
        found = library.compare(readable(topic), regions=regions, year=year)
        said = library.said(found, most=None)
    show(views.comparison(found) if as_json else None, views.comparison_lines(found, said))


@cli.command()
@click.argument("topic")
@regions
@year
@as_json
@click.pass_context
def summary(ctx: click.Context, topic: str, regions: list[str] | None, year: int | None, as_json: bool) -> None:
    """综述一个主题：每地两三句最要紧的原文，逐句标明出处。

    \b
    例：huiwen summary 托育服务 --regions 青岚,望川
    """
    from bot import comparison_views as views
    from bot.terminal import readable

    with opened(ctx, readonly=True) as library:
        found = library.summary(readable(topic), regions=regions, year=year)
    show(views.summary(found) if as_json else None, views.summary_lines(found))


@cli.command()
@click.argument("name", metavar="REGION")
@as_json
@click.pass_context
def city(ctx: click.Context, name: str, as_json: bool) -> None:
    """一个地区的概况：收录的报告、各方面的主要指标、来年目标、目标与实际对照。

    \b
    例：huiwen city 青岚
    """
    from bot import comparison_views as views
    from bot.terminal import readable

    with opened(ctx, readonly=True) as library:
        found = library.city(readable(name))
    show(views.city(found) if as_json else None, views.city_lines(found))


@cli.command()
@click.argument("source", metavar="FILE|DOCUMENT_ID", required=False)
@click.option("--all", "every", is_flag=True, help="所有已收录的报告。")
@click.option("--format", "form", type=click.Choice(["json", "csv", "xlsx"]), help="输出的格式；CSV 带 BOM。")
@click.option("--out", type=OUTPUT, help="写进文件；默认写到标准输出。")
@as_json
@click.pass_context
def indicators(
    ctx: click.Context, source: str | None, every: bool, form: str | None, out: Path | None, as_json: bool
) -> None:
    """列出一个文件（不收录）、一份已收录的报告或全部报告里的指标。

    \b
    例：
      huiwen indicators 某市2024年总结.txt --json
      huiwen indicators --all --format xlsx --out 指标.xlsx
    """
    if (source is None) != every:
        raise click.UsageError("请给出一个文件或报告的 ID，或用 --all。")
    with opened(ctx, readonly=True) as library:
        found = figures(library, source)
    write_figures(found, "json" if as_json else form, out)


@cli.command()
@click.argument("section_id", metavar="ID")
@as_json
@click.pass_context
def section(ctx: click.Context, section_id: str, as_json: bool) -> None:
    """显示一个小节的原文；ID 见答案的出处，重新收录后仍然有效。

    \b
    例：huiwen section 3f9k2m7q1a
    """
    from bot import json_views, terminal

    with opened(ctx, readonly=True) as library:
        found = library.section(terminal.readable(section_id))
        within = library.document(found.document_id)
        tables = library.tables(found.id)
    show(json_views.section(found, within, tables) if as_json else None, terminal.section(found, within))


@cli.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@as_json
@click.pass_context
def outline(ctx: click.Context, file: Path, as_json: bool) -> None:
    """看一个文件会被怎样读：标题、地区、年份、目录、表格、数字；不收录。压缩包和邮件里的文件逐份列出。

    \b
    例：huiwen outline 某市2024年总结.txt --json
    """
    from bot import json_views, terminal

    with opened(ctx, readonly=True) as library:
        found = library.outlines(file)
        figures = [() if as_json else library.figures(one) for one in found]
    made = [json_views.outline(one) for one in found] if as_json else None
    shown = zip(found, figures, strict=True)
    show(made[0] if made and len(made) == 1 else made, (line for one in shown for line in terminal.outline(*one)))


@cli.command()
@as_json
@click.pass_context
def docs(ctx: click.Context, as_json: bool) -> None:
    """列出已收录的报告。

    \b
    例：huiwen docs
    """
    from bot import json_views, terminal

    with opened(ctx, readonly=True) as library:
        found = library.documents()
    show([json_views.document(item) for item in found] if as_json else None, terminal.documents(found))


@cli.command()
@click.argument("document_id", metavar="ID")
@click.pass_context
def remove(ctx: click.Context, document_id: str) -> None:
    """删除一份报告；ID 见 huiwen docs，删除后立即不再被答到。

    \b
    例：huiwen remove 7c1f0a2b3d
    """
    from bot.terminal import readable

    with opened(ctx) as library:
        gone = library.remove(readable(document_id))
    click.echo(f"已删除：{gone.title}")


@cli.command()
@click.pass_context
def reindex(ctx: click.Context) -> None:
    """从目录库重建检索索引；换了向量模型、索引损坏或升级之后用。

    \b
    例：huiwen reindex
    """
    with opened(ctx) as library, progress("重建") as step:
        library.reindex(progress=step)
    click.echo("索引已重建。")


@cli.command()
@as_json
@click.pass_context
def doctor(ctx: click.Context, as_json: bool) -> None:
    """检查版本、Telegram、时钟、数据目录、索引、来源和模型，说明该做什么；有一项坏则退出状态为 1。

    只连接已经设了的：没有令牌不连 Telegram，没有设模型不问模型。

    \b
    例：huiwen doctor
    """
    from bot import checkup, json_views, settings, terminal

    own = checkup.checks(settings.load(**ctx.obj))
    with opened(ctx, readonly=True) as library:
        checks = (*own, *library.doctor())
    show([json_views.check(item) for item in checks] if as_json else None, map(terminal.check, checks))
    if not all(item.ok for item in checks):
        ctx.exit(1)


@cli.command("eval")
@click.argument("questions", type=QUESTIONS, metavar="QUESTIONS.jsonl")
@click.option("--misses", type=click.IntRange(0), default=0, help="列出前几道失分的题。")
@as_json
@click.pass_context
def evaluation(ctx: click.Context, questions: Path, misses: int, as_json: bool) -> None:
    """用一个题目文件检验收录的报告答得怎样：答对率、出处率、拒答率。

    每行一个 JSON：id、question，可有 history、answers（答案应含的文字）、evidence（出处应含的原文）、unanswerable。

    \b
    例：huiwen eval 题目.jsonl --misses 5
    """
    from bot import json_views, terminal
    from retrieval import evaluate, read_questions

    with opened(ctx, readonly=True) as library:
        found = evaluate(lambda question, thread: library.ask(question, thread=thread), read_questions(questions))
    show(json_views.evaluation(found) if as_json else None, terminal.evaluation(found, misses))


@cli.command()
@click.option("--playground", is_flag=True, help="不连 Telegram，在本机开一个聊天网页。")
@click.option("--demo", is_flag=True, help="在聊天网页里试用自带的示例报告；另用一个数据目录，不碰已有的。")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="聊天网页的端口；默认任取一个空闲的。")
@click.pass_context
def run(ctx: click.Context, playground: bool, demo: bool, port: int) -> None:
    """启动机器人；放进数据目录 inbox/ 的文件会自动收录。

    \b
    例：
      huiwen run                  连 Telegram，需要 HUIWEN_TELEGRAM_TOKEN 和 HUIWEN_ADMINS
      huiwen run --playground     在浏览器里试用自己的报告
      huiwen run --demo           在浏览器里试用示例报告
    """
    from bot import running, settings

    found = settings.load(**ctx.obj)
    if demo:
        found = running.demo_settings(found)
        with progress("收录示例报告") as step:
            running.index_samples(found, step)
    if demo or playground:
        running.in_playground(found, port)
    else:
        running.on_telegram(found)


for command in (
    *(
        audit.audit,
        correcting.correct,
        feedback.feedback,
        keys.keys,
        keeping.backup,
        keeping.restore,
        keeping.upgrade,
        verifying.verify,
    ),
    watched.sources,
):
    cli.add_command(command)


def figures(library: Library, source: str | None) -> tuple[Indicator, ...]:
    """The figures of a file, of an indexed document by its id, or of all documents where ``source`` is None."""
    from bot.terminal import readable

    if source is None:
        return library.indicators()
    if Path(source).is_file():
        return library.extract(source)
    return library.indicators(library.document(readable(source)).id)


def write_figures(found: tuple[Indicator, ...], form: str | None, out: Path | None) -> None:
    """Write figures to ``out`` or stdout in one of the forms; as lines for people where ``form`` is None."""
    from bot import comparison_views as views

    if form in ("csv", "xlsx"):
        from bot import exports

        data = exports.as_csv(found) if form == "csv" else exports.as_xlsx(found)
    else:
        text = (
            json.dumps(views.figures(found), ensure_ascii=False, indent=2)
            if form
            else "\n".join(views.figure_lines(found))
        )
        data = f"{text}\n".encode()
    with click.open_file(str(out) if out else "-", "wb") as stream:
        stream.write(data)


def ask_file(library: Library, questions: Path, out: Path | None, site: str | None) -> None:
    """Answer a file of questions, a line each, to ``out`` or stdout; each line is written as soon as it is known."""
    from bot import batch
    from bot.terminal import readable
    from retrieval import InputError

    try:
        lines = questions.read_text(encoding="utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        raise InputError(f"{questions} 不是 UTF-8 编码。") from error
    with click.open_file(str(out) if out else "-", "w", encoding="utf-8") as stream:
        for answer in batch.answers(library, lines, site):
            click.echo(readable(json.dumps(answer, ensure_ascii=False)), file=stream)


def report_failures(results: tuple[IndexResult, ...]) -> None:
    """Name the failed files on stderr; exit status 1 where nothing is in the index."""
    for item in results:
        if item.state == "failed":
            where = "" if item.error and item.source in item.error else f"{item.source}："
            click.echo(f"失败：{where}{item.error}", err=True)
    if not any(item.document for item in results):
        click.get_current_context().exit(1)


def main(args: list[str] | None = None) -> None:
    """Entry point of the console script."""
    cli.main(args=args, prog_name="huiwen")
