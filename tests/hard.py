"""A workspace of contents that are hard to set: long tables, wide ones, links without a break,
rare characters, Chinese mixed with English. Nobody's agreement."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

CATALOG = """\
platform:
  name: 平台
  operator: 运营方
products:
  - id: a
    name: 甲产品
families: []
bundles:
  - id: hard
    name: 难排
    products: [a]
"""

# Without a place to break at, with few, and with many.
SOLID = "https://example.com/" + "a1b2c3d4e5f6g7h8i9j0" * 14
LINK = "https://example.com/open-api/v2.0/docs?" + "&".join(
    f"parameter_{n:02}=value.{n:02}-of-many" for n in range(9)
)
MAIL = "customer.service.department.for.software.as.a.service@long-subdomain.example.com"

MIXED = (
    "平台提供“SaaS Open API v2.0”与 RESTful/GraphQL 两种接口，"
    "每次调用收取￥1,234.56元或者USD 99.00，费率为3.5%，时间以2026-11-22 18:30:00（UTC+8）为准。"
    "The Service is provided “as is” "
    "(without warranty of any kind), and neither party shall be liable for internationalization, "
    "incomprehensibilities or counterrevolutionaries of the other party。存储空间不超过500GB，"
    "场地面积不少于120m²，温度不高于35℃，误差±0.5‰，重量≤2.5kg；参见ISO/IEC 27001:2022和"
    "GB/T 35273—2020。术语“Service Level Agreement (SLA)”指可用性≥99.95%的承诺，"
    "计算式为“(总分钟数-不可用分钟数)/总分钟数×100%”。邮箱为support@example.com。"
)
RARE = (
    "当事人姓名中可能有生僻字：㐀㛃䶮镕喆𠮷𠂊𨱏𨭎𬬻𬭊𬭚𫖮䲟〇々；"
    "拼音Lǐ Xiǎoěr、Müller、José、naïve、Ångström；单位km²、m³、℃、Ω、µs、№、Ⅷ、①⑳⑴。"
)
HEADS = "子丑寅卯辰巳午未申酉戌亥"
_WORDS = (
    "账号",
    "服务费用",
    "按照订单载明的标准支付",
    "每自然月",
    "Enterprise Edition",
    "￥1,234.56",
)


def document(*clauses: dict[str, Any], numbering: str = "agreement") -> str:
    """A document of one section as YAML (JSON is YAML): each clause as the format has it."""
    each = [{"id": f"clause-{n}", **clause} for n, clause in enumerate(clauses, 1)]
    version = {"number": "1", "published": "2026-01-01", "effective": "2026-02-01"}
    return json.dumps(
        {
            "id": "hard",
            "title": "难排的内容",
            "kind": "agreement",
            "numbering": numbering,
            "version": version,
            "sections": [{"id": "all", "title": "难排", "clauses": each}],
        },
        ensure_ascii=False,
        indent=1,
    )


def table(columns: int, rows: int, caption: str = "明细") -> dict[str, Any]:
    """A table of cells of very different lengths; each begins with its place."""
    heads = list(HEADS[:columns])
    cells = [[_cell(r, c) for c in range(1, columns + 1)] for r in range(1, rows + 1)]
    return {"caption": caption, "columns": heads, "rows": cells}


def sentence(characters: int) -> str:
    """Ordinary Chinese of so many characters."""
    words = "甲方应当按照本协议的约定，向乙方支付服务费用；逾期支付的，应当承担违约责任。"
    return (words * (characters // len(words) + 1))[: characters - 1] + "。"


def write(folder: Path, text: str) -> Path:
    """A workspace of one document."""
    (folder / "agreements/documents").mkdir(parents=True, exist_ok=True)
    (folder / "agreements/catalog.yaml").write_text(CATALOG, "utf-8")
    (folder / "agreements/documents/hard.yaml").write_text(text, "utf-8")
    return folder


def _cell(row: int, column: int) -> str:
    word, times = _WORDS[(row * 7 + column) % 6], row * column % 5
    return "、".join([f"{row}-{column}", *[word] * (min(times, 1) if "￥" in word else times)])
