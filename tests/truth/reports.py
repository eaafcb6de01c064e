"""The reports. A heading's number is not in its text: each writer makes it, some by the automatic numbering of their format."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

NUMERALS = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A heading (``level`` 1 一、, 2 （一）, 3 1.) with what stands behind it in its paragraph, a paragraph (level 0), or a table."""

    text: str = ""
    level: int = 0
    rest: str = ""
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def said(self) -> str:
        """The paragraph without its number."""
        return f"{self.text}。{self.rest}" if self.rest else self.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """``name``: of its files. ``stated``: the lines that state the rows of its tables, in order."""

    name: str
    title: str
    blocks: tuple[Block, ...]
    stated: tuple[str, ...] = ()

    def numbered(self) -> Iterator[tuple[str, Block]]:
        """(number, block): 一、 for a heading, "" for anything else."""
        counts = [0, 0, 0, 0]
        for block in self.blocks:
            if not block.level:
                yield "", block
                continue
            counts[block.level] += 1
            counts[block.level + 1 :] = [0] * (3 - block.level)
            count = counts[block.level]
            numeral = NUMERALS[count - 1] if count <= 10 else str(count)
            yield ("", f"{numeral}、", f"（{numeral}）", f"{count}.")[block.level], block

    @property
    def headings(self) -> list[tuple[int, str]]:
        """(level, heading) of every heading below the title."""
        return [(block.level, number + block.text) for number, block in self.numbered() if block.level]

    @property
    def lines(self) -> list[str]:
        """The text as it is read: a line a paragraph, a line a data row."""
        stated = iter(self.stated)
        found = [self.title]
        for number, block in self.numbered():
            found += list(stated) if block.rows else [number + block.said]
        return found

    @property
    def cells(self) -> list[str]:
        """All cells of all tables, head rows too."""
        return [cell for block in self.blocks for row in (block.head, *block.rows) if row for cell in row]


def h1(text: str) -> Block:
    return Block(text=text, level=1)


def h2(text: str, rest: str = "") -> Block:
    return Block(text=text, level=2, rest=rest)


def h3(text: str, rest: str) -> Block:
    return Block(text=text, level=3, rest=rest)


def p(text: str) -> Block:
    return Block(text=text)


CITY = Report(
    name="青岚市总结",
    title="青岚市卫生健康委员会2024年工作总结",
    blocks=(
        p("2024年，青岚市卫生健康系统围绕中心工作，坚持稳中求进，各项任务完成良好。现将有关情况报告如下。"),
        h1("主要工作成效"),
        h2("抓基层强基础，服务能力稳步提高"),
        h3(
            "建设中心站点",
            "全年新增示范站点12家，改造村卫生室46个，覆盖率达到95.5%，居民就近看病更加方便，获得感明显增强。",
        ),
        h3("培训乡村医生", "举办培训班18期，培训乡村医生1,260人次，考核合格率98.2%。全年投入1.5亿元，较上年增长3.2%。"),
        h3("推进家庭医生签约", "家庭医生签约服务覆盖率为48.6%，重点人群签约率为82.3%，签约居民满意度持续提高。"),
        h2("抓人口促均衡，托育服务加快发展"),
        h3("新增普惠托位", "全年新增普惠托位900个，千人口托位数达到4.62个，新建示范托育机构7家，群众送托更加放心。"),
        h3("发放育儿补贴", "向2,315户家庭发放育儿补贴1,389万元，政策知晓率明显提升，申领流程由线下改为线上办理。"),
        h2(
            "抓急救保安全，应急处置更加高效",
            "新建急救站点5个，平均急救反应时间缩短到11.5分钟，院前急救出车3.2万趟次，救治患者2.9万人次。",
        ),
        h1("主要指标完成情况"),
        p("全市主要卫生健康指标完成情况如下表，各项指标均达到年初确定的目标要求。"),
        Block(
            head=("指标", "单位", "2024年目标", "2024年完成", "2025年目标"),
            rows=(
                ("每千人口床位数", "张", "6.8", "7.05", "7.2"),
                ("每千人口执业医师数", "人", "3.3", "3.41", "3.5"),
                ("人均预期寿命", "岁", "79.5", "80.1", "80.3"),
            ),
        ),
        h1("存在的困难和问题"),
        p("一些基层医疗机构设备陈旧，人才引进困难，信息系统之间数据共享不够充分，需要在今后的工作中认真加以解决。"),
        h1("下一步工作打算"),
        h2(
            "持续深化综合医改",
            "推进紧密型医共体建设，完善医保支付方式改革，力争基层诊疗量占比提高到66%，让更多患者在基层看好病。",
        ),
        h2("大力发展托育服务", "计划新增普惠托位500个，建成市级托育综合服务中心1个，开展托育人员培训600人次。"),
    ),
    stated=(
        "每千人口床位数：2024年完成7.05张。",
        "每千人口床位数：2024年目标为6.8张。",
        "每千人口床位数：2025年目标为7.2张。",
        "每千人口执业医师数：2024年完成3.41人。",
        "每千人口执业医师数：2024年目标为3.3人。",
        "每千人口执业医师数：2025年目标为3.5人。",
        "人均预期寿命：2024年完成80.1岁。",
        "人均预期寿命：2024年目标为79.5岁。",
        "人均预期寿命：2025年目标为80.3岁。",
    ),
)
PROVINCE = Report(
    name="江澜省要点",
    title="江澜省2024年卫生健康工作总结",
    blocks=(
        p("一年来，全省卫生健康系统认真落实各项部署，以群众健康需求为导向，推动各项工作取得新进展。"),
        h1("托育服务发展情况"),
        p("全省各市认真落实托育服务发展规划，托位供给不断增加，各市完成情况如下。"),
        Block(
            head=("地区", "千人口托位数（个）", "新增托位（个）", "普惠托位占比（%）"),
            rows=(
                ("青岚市", "4.62", "900", "62.5"),
                ("云泽市", "4.21", "760", "58.0"),
                ("望川市", "5.03", "1,120", "66.1"),
            ),
        ),
        h1("基层服务能力建设"),
        h2(
            "加强乡镇卫生院建设",
            "全省完成乡镇卫生院改造132所，其中建成社区医院18所，设备配置更加齐全，服务环境明显改善。",
        ),
        h2("推动优质资源下沉", "组织三级医院对口支援县级医院64家，派驻专家820人次，新开展适宜技术215项。"),
        h1("工作要求"),
        h2("压实工作责任", "各市要把任务分解到部门、落实到岗位，建立台账，定期调度，确保各项目标任务按期完成。"),
        h2("加强宣传引导", "充分利用各类媒体宣传政策和典型经验，回应群众关切，营造良好氛围。"),
    ),
    stated=(
        "青岚市：千人口托位数4.62个，新增托位900个，普惠托位占比62.5%。",
        "云泽市：千人口托位数4.21个，新增托位760个，普惠托位占比58.0%。",
        "望川市：千人口托位数5.03个，新增托位1,120个，普惠托位占比66.1%。",
    ),
)
REPORTS = (CITY, PROVINCE)
QUESTIONS = {
    CITY.name: (
        "青岚市2024年千人口托位数是多少",
        "青岚市2024年家庭医生签约服务覆盖率是多少",
        "青岚市2024年每千人口床位数是多少",
        "青岚市2024年每千人口床位数的目标是多少",
        "青岚市2024年人均预期寿命是多少",
        "青岚市存在哪些困难和问题",
    ),
    PROVINCE.name: ("江澜省2024年改造了多少所乡镇卫生院", "江澜省2024年望川市千人口托位数是多少"),
}
