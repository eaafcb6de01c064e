"""From a container's cells to lines of text and a table: title rows, unit rows and notes go out, head rows are found."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from retrieval.model import Cells, Table
from retrieval.tabular.grid import Cell, Grid, expand
from retrieval.tabular.roles import YEAR, is_number, is_numeric, table_unit
from retrieval.tabular.saying import sentences

MOST_ROWS = 5000
_LABEL = re.compile(
    r"(?:信息)?(?:索\s*引\s*号|索\s*取\s*号|统一编号)|(?:信息|文件|公文)?名\s*称|文\s*号|发文字号|发布文号|(?:发布|发文|公开|制发|责任)(?:机构|机关|单位|部门|日期|时间|主体)"
    r"|成文日期|生成日期|生效日期|废止日期|公开方式|公开范围|公开程序|公开时限|(?:主题|组配|体裁|信息|服务对象)分类|主\s*题\s*词|关\s*键\s*[词字]"
    r"|有\s*效\s*性|时\s*效\s*性|来\s*源|信息来源|标\s*题|语\s*种|分\s*类"
)
_TITLE = 60
_LAYOUT_LINES = 8  # a cell with more lines than this lays out the page, it is no datum
_SHORT_HEAD = 24
_HEAD_WORDS = re.compile(
    r"项\s*目|指\s*标.*|名\s*称|内\s*容|序\s*号|地\s*[区市]|县\s*区|区\s*县|市\s*州|城\s*市|单\s*位|机\s*构.*|任\s*务.*|类\s*别|年\s*[份度]|[一-龥]{0,6}名称|[一-龥]{0,6}指标"
)
_CAPTION = re.compile(
    r"(?:附?表|Table)\s*[\d一二三四五六七八九十][^。；]*|[^。；，]*(?:表|清单|台账|目录|指标|情况)(?:[（(][^（）()]*[)）])?[:：]?"
)
_NOTE = re.compile(r"\s*(?:注|备注|说明|数据来源|资料来源|来源)\s*[:：]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tabulated:
    """``lines``: of the text, in order; ``table``: None where the cells only lay out text or list fields of a page."""

    lines: tuple[str, ...]
    table: Table | None = None


def tabulate(rows: Sequence[Sequence[Cell]], *, above: Sequence[str] = ()) -> Tabulated:
    """The lines and the table of a container's cells. ``above``: the last lines of text before it, where its title may stand.

    A row across the whole table at the top is its title or its unit, at the bottom a note: lines of their own. One column, one
    row, cells that only lay out text, and tables of 索引号 | … | 发布机构 | … are no tables: their rows are lines, cells parted by `` | ``.
    """
    if is_layout(rows):
        return Tabulated(
            lines=tuple(line for row in rows for cell in row for line in cell.text.split("\n") if line.strip())
        )
    grid = expand(rows[:MOST_ROWS])
    first, last = _top(grid), _bottom(grid)
    within, below = [_said(row) for row in grid.texts[:first]], [_said(row) for row in grid.texts[last:]]
    before = [*_captions(above), *within]
    units = [unit for line in before if (unit := table_unit(line)) is not None]
    titles = [line for line in before if table_unit(line) is None and len(line) <= _TITLE]
    inner = Grid(texts=grid.texts[first:last], owners=grid.owners[first:last], heads=grid.heads[first:last])
    if not _is_table(inner):
        return Tabulated(lines=tuple(filter(None, [*within, *map(_plain, inner.texts), *below])))
    count = _head_rows(inner)
    table = Table(
        head=inner.texts[:count],
        rows=inner.texts[count:],
        lines=(),
        caption=titles[-1] if titles else None,
        unit=units[-1] or None if units else None,
    )
    table = replace(table, lines=sentences(table))
    return Tabulated(lines=(*within, *(line for row in table.lines for line in row), *below), table=table)


def is_layout(rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether cells only lay out text: one cell a row or one row, with several lines, or a cell with too many for a datum."""
    lines = [cell.text.count("\n") for row in rows for cell in row]
    single = all(len(row) < 2 for row in rows) or len(rows) < 2
    return max(lines, default=0) >= (1 if single else _LAYOUT_LINES)


def _captions(above: Sequence[str]) -> list[str]:
    """The lines right above that belong to the table: its unit, and its title (表1 …, …一览表)."""
    found: list[str] = []
    for line in reversed([line.strip() for line in above if line.strip()][-2:]):
        if table_unit(line) is None and not (len(line) <= _TITLE and _CAPTION.fullmatch(line)):
            break
        found.insert(0, line)
        if table_unit(line) is None:
            break
    return found


def _top(grid: Grid) -> int:
    """Rows at the top that hold one text: title, unit."""
    first = 0
    while first < len(grid.texts) - 1 and grid.width > 1 and _one_text(grid.texts[first]):
        first += 1
    return first


def _bottom(grid: Grid) -> int:
    """Where the notes at the bottom begin."""
    last = len(grid.texts)
    while last > 1 and grid.width > 1 and _one_text(grid.texts[last - 1]) and _NOTE.match(_said(grid.texts[last - 1])):
        last -= 1
    return last


def _one_text(row: Sequence[str]) -> bool:
    return len({cell for cell in row if cell}) == 1


def _said(row: Sequence[str]) -> str:
    return next((cell for cell in row if cell), "")


def _plain(row: Sequence[str]) -> str:
    """A row that is no statement: cells parted by bars, a merged one once."""
    cells = [cell for j, cell in enumerate(row) if not j or cell != row[j - 1] or not cell]
    return " | ".join(cells).rstrip() if any(cells) else ""


def _is_table(grid: Grid) -> bool:
    if grid.width < 2 or len(grid.texts) < 2:
        return False
    return not _is_fields(grid.texts)


def _is_fields(rows: Cells) -> bool:
    """索引号 | … | 发布机构 | …: every second cell is the label of the next."""
    labels = [cell for row in rows for cell in row[::2] if cell]
    known = sum(bool(_LABEL.fullmatch(cell.rstrip(":： ")) or cell.endswith(("：", ":"))) for cell in labels)
    return bool(labels) and 3 * known >= 2 * len(labels)


def _head_rows(grid: Grid) -> int:
    """How many rows at the top are the head; 0 for a list of labels and values."""
    marked = next((i for i, head in enumerate(grid.heads) if not head), len(grid.heads))
    if 0 < marked < len(grid.texts):
        return _through_spans(grid, marked)
    first, rest = grid.texts[0], grid.texts[1:]
    if any(is_number(cell) and not YEAR.fullmatch(cell) for cell in first) or max(map(len, first)) > _SHORT_HEAD * 2:
        return 0
    if grid.width == 2 and not _heads_two(first, rest):
        return 0
    return _through_spans(grid, 1)


def _heads_two(first: Sequence[str], rest: Cells) -> bool:
    """Whether the first row of two columns is a head: its words say so, or there are figures under a word."""
    if any(_HEAD_WORDS.fullmatch(cell) for cell in first):
        return True
    return is_numeric([row[1] for row in rest]) and not is_number(first[1]) and len(rest) > 1


def _through_spans(grid: Grid, count: int) -> int:
    """The head goes on while a cell of it reaches down, and below one that reaches across part of it."""
    while count < len(grid.texts) - 1 and (_reaches_down(grid, count) or _reaches_across(grid, count)):
        count += 1
    return count


def _reaches_down(grid: Grid, row: int) -> bool:
    return any(a == b and a >= 0 for a, b in zip(grid.owners[row - 1], grid.owners[row], strict=True))


def _reaches_across(grid: Grid, row: int) -> bool:
    """Whether a head cell covers several columns that this row, which has no figures, parts."""
    above, below = grid.owners[row - 1], grid.texts[row]
    across = any(a == b and a >= 0 for a, b in pairwise(above)) and not _one_text(grid.texts[row - 1])
    return across and len(set(below)) > 1 and not any(map(is_number, below))
