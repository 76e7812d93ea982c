"""What the preview adds to a page: a script that loads it anew, and a panel with what is wrong."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from .state import Finding

OWN = "/-/"
HEAD = (
    f'<link rel="stylesheet" href="{OWN}preview.css">'
    f'<script type="module" src="{OWN}preview.js"></script></head>'
)
SCRIPT = """\
// Loads the page anew when the files have changed, and the panel when the rules have been asked.
const news = new EventSource("/-/events");
let lost = false;
news.addEventListener("open", () => { if (lost) location.reload(); });
news.addEventListener("error", () => { lost = true; });
news.addEventListener("reload", () => location.reload());
news.addEventListener("found", async () => {
  const answer = await fetch("/-/panel");
  const made = new DOMParser().parseFromString(await answer.text(), "text/html");
  document.querySelector("#preview").replaceWith(made.querySelector("#preview"));
});
addEventListener("pagehide", () => news.close());
"""
STYLE = """\
#preview { font: 0.875rem/1.6 system-ui, sans-serif; text-align: start; }
#preview[hidden] { display: none; }
#preview details { padding: 0.5rem 1.25rem; background: #fff7e0; color: #1a1a1a;
  border-bottom: 1px solid #d9b44a; }
#preview.error details { background: #fdeaea; border-color: #94201a; }
#preview summary { cursor: pointer; font-weight: 700; }
#preview ol { margin: 0.5rem 0; padding: 0 0 0 1.5rem; max-height: 45vh; overflow: auto; }
#preview code { font: inherit; font-family: ui-monospace, monospace; color: #5a1a00; }
#preview .hint { display: block; color: #444444; }
@media print { #preview { display: none; } }
"""


def with_panel(page: bytes, errors: list[Finding], found: list[Finding]) -> bytes:
    """A page of the site with the panel at its top."""
    text = page.decode().replace("</head>", HEAD, 1)
    return text.replace("<body>", f"<body>{panel(errors, found)}", 1).encode()


def bare(title: str, words: str, errors: list[Finding]) -> bytes:
    """A page for when the site has none."""
    return (
        f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>{escape(title)}'
        f"</title>{HEAD}<body>{panel(errors, [])}<main><h1>{escape(title)}</h1>"
        f"<p>{escape(words)}</p></main></body></html>"
    ).encode()


def panel(errors: list[Finding], found: list[Finding]) -> str:
    """What is wrong: errors, opened, or else what the rules found, folded; hidden if nothing."""
    if errors:
        title = f"文件有{len(errors)}处错误，显示的是出错之前的内容"
        inside = f'<details open><summary role="alert">{title}</summary>{_list(errors)}</details>'
        return f'<section id="preview" class="error" aria-label="问题">{inside}</section>'
    if found:
        inside = f"<summary>检查发现{len(found)}个问题</summary>{_list(found)}"
        return f'<section id="preview" aria-label="问题"><details>{inside}</details></section>'
    return '<section id="preview" aria-label="问题" hidden></section>'


def _list(findings: Iterable[Finding]) -> str:
    return f"<ol>{''.join(map(_row, findings))}</ol>"


def _row(one: Finding) -> str:
    places = [str(one[name]) for name in ("path", "line", "column") if one.get(name)]
    hint = f'<span class="hint">{escape(str(one["hint"]))}</span>' if one.get("hint") else ""
    place = f"<code>{escape(':'.join(places))}</code> " if places else ""
    code = escape(f"{one['severity']}[{one['code']}]")
    return f"<li>{place}{code}：{escape(str(one['message']))}{hint}</li>"
