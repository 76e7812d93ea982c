"""One document, one process: `python -m bench.one yaml|html|typst FOLDER`.

`yaml` does all that a build does for one document, nothing cached; `html` and
`typst` begin with the page or the source that `prepared` wrote into the
folder. All end with a PDF in it.
"""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

from generator import pipeline, workspace
from generator.bundle import compose, named
from generator.reading import Reading
from generator.render.press import Job

DAY = date(2026, 11, 22)


def longest(folder: Path) -> tuple[Reading, Job]:
    """The longest document of the bundle of most products: as read, and as a sheet to print."""
    read = pipeline.read(workspace.find(folder).files(), DAY)
    bundle = max(named(read.corpus.catalog), key=lambda bundle: len(bundle.products))
    pages = pipeline.pages(read.corpus, [bundle], frozenset(["pdf"]))
    sheets = {page.document: page.sheet for page in pages if page.document and page.sheet}
    documents = {document.id: document for document in compose(read.corpus, bundle).documents}
    name = max(documents, key=lambda name: len(sheets[name].html))
    return documents[name], sheets[name]


def prepared(folder: Path) -> str:
    """Write what `html` and `typst` begin with; the document's title."""
    from .peer import to_typst

    document, sheet = longest(folder)
    order = {"html": sheet.html, "css": sheet.css, "characters": sheet.characters}
    (folder / "sheet.json").write_text(json.dumps(order), "utf-8")
    (folder / "sheet.typ").write_text(to_typst(document), "utf-8")
    return document.title


def main() -> None:
    """Set the document by one of three ways."""
    way, folder = sys.argv[1], Path(sys.argv[2])
    if way == "typst":
        _by_typst(folder)
        return
    from generator.render.press import to_pdf

    if way == "yaml":
        sheet = longest(folder)[1]
    else:
        order = json.loads((folder / "sheet.json").read_text("utf-8"))
        sheet = Job("sheet", **order)
    (printed,) = to_pdf([sheet], lambda key, make: make())
    assert not printed.problems, printed.problems
    (folder / f"{way}.pdf").write_bytes(printed.pdf)


def _by_typst(folder: Path) -> None:
    import typst

    from generator.render import fonts

    typst.compile(
        str(folder / "sheet.typ"),
        output=str(folder / "typst.pdf"),
        font_paths=sorted({str(face.file.parent) for face in fonts.faces()}),
        ignore_system_fonts=True,
    )


if __name__ == "__main__":
    main()
