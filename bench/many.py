"""Many documents of many clauses, written down for `xieyi check`."""

from __future__ import annotations

from pathlib import Path

CLAUSES = 100
_A_SECTION = 10
_CATALOG = """\
platform:
  name: 示例平台
  operator: 示例平台经营者
products:
  - id: listing
    name: 展示服务
    placement: feed
    billing:
      basis: 按展示周期计费
      unit: 每个自然月
      settlement: 预付后按自然月结算
bundles:
  - id: all
    name: 全部服务
    products: [listing]
"""
_SENTENCES = (
    "乙方应当在收到通知之日起{days}个工作日内提交编号为{number}的资料，并保证资料真实、完整。",
    "**{number}号服务的费用按照{rate}%的比例收取**，结算方式适用[[#{clause}]]。",
    "甲方按照双方确认的{number}号方案提供服务，变更方案应当以书面形式通知乙方。",
    "双方对履行{number}号方案时知悉的对方资料承担保密义务，期限为{days}个自然日。",
    "因乙方提供的{number}号资料有误造成的损失，由乙方承担；甲方协助核对的，按照[[#{clause}]]处理。",
)


def written(place: Path, documents: int) -> Path:
    """A workspace of so many documents of `CLAUSES` clauses in a new folder; gives the folder."""
    agreements = place / "agreements"
    (agreements / "documents").mkdir(parents=True)
    (agreements / "catalog.yaml").write_text(_CATALOG, "utf-8")
    for at in range(documents):
        path = agreements / "documents" / f"d{at:04}.yaml"
        path.write_text(_document(at), "utf-8")
    return place


def _document(at: int) -> str:
    lines = [
        f"id: d{at:04}",
        f"title: 第{at}号服务合同",
        "kind: agreement",
        "scope: negotiated",
        'version: {number: "1", published: 2026-03-01, effective: 2026-04-01}',
        "sections:",
    ]
    for section in range(CLAUSES // _A_SECTION):
        lines += [f"  - id: s{section}", f"    title: 第{section}类安排", "    clauses:"]
        for clause in range(section * _A_SECTION, (section + 1) * _A_SECTION):
            lines += [f"      - id: c{clause}", f"        keyword: 安排{clause}"]
            lines += ["        text: |", *_text(at, clause)]
    return "\n".join(lines) + "\n"


def _text(at: int, clause: int) -> list[str]:
    facts = {
        "days": 15,
        "rate": 5,
        "number": 1000 * at + clause,
        "clause": f"c{(clause * 7 + at) % CLAUSES}",
    }
    chosen = (_SENTENCES[(clause + at) % 5], _SENTENCES[(clause * 3 + at + 1) % 5])
    return [f"          {sentence.format(**facts)}" for sentence in chosen]
