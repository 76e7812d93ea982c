"""A small workspace of neutral names, for tests that need no real agreements."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from signers import Shop

CATALOG = """\
platform:
  name: 平台
  operator: 运营方
products:
  - id: a
    name: 甲
  - id: b
    name: 乙
  - id: c
    name: 丙
families:
  - id: both
    name: 甲乙
    products: [a, b]
bundles:
  - id: one
    name: 一
    products: [a]
"""
DOCUMENT = """\
id: terms
title: 服务条款
kind: agreement
version:
  number: "1"
  published: 2026-01-01
  effective: 2026-02-01
sections:
  - id: fees
    title: 费用
    clauses:
      - id: prepaid
        keyword: 预付
        text: |
          您应当预付费用。
          **余额退还**,见[[#refund]]。
      - id: refund
        text: 退款。
"""
GOOD = {"catalog.yaml": CATALOG, "documents/terms.yaml": DOCUMENT}

Write = Callable[[Mapping[str, str | bytes]], Path]


@pytest.fixture
def workspace(tmp_path: Path) -> Write:
    """Write files over those of the small workspace; its folder."""

    def write(files: Mapping[str, str | bytes]) -> Path:
        for name, content in (GOOD | dict(files)).items():
            path = tmp_path / "agreements" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return tmp_path

    return write


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    """A workspace with a released document and a build of it."""
    from signers import opened_shop

    return opened_shop(tmp_path_factory.mktemp("shop"))


@pytest.fixture(scope="session")
def plain(shop: Shop) -> bytes:
    """The released document, signed, nothing to be seen of it."""
    return shop.copy(shop.released)


@pytest.fixture(scope="session")
def stamped(shop: Shop) -> bytes:
    """The same with a time stamp."""
    from signers import serving

    with serving() as server:
        return shop.copy(shop.released, (), server.url)


@pytest.fixture(scope="session")
def seen(shop: Shop) -> bytes:
    """The same with a signature that is seen."""
    from signers import LINES

    return shop.copy(shop.released, LINES)
