"""The last touch to a PDF before it is written: what WeasyPrint has no word for.

- PDF/UA-1 beside PDF/A: WeasyPrint states one of the two, so the other is added to the one
  `rdf:RDF` of the metadata, with the schema that PDF/A (ISO 19005-2, 6.6.2.3) wants for it.
- Which texts it holds: documents, versions and text hashes, as the page says them in `<meta>`.
- Page labels: the pages before the anchor `front` are the cover, the others count on.
- Watermarks, which `marks` draws.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any
from xml.sax.saxutils import escape

import pydyf  # type: ignore[import-untyped]

from . import marks
from .fonts import HEAVY

NAMESPACE = "urn:xieyi:imprint:1#"
PROPERTIES = {
    "documents": "id, version and text hash of each document, and its number in the ledger",
    "address": "where the file is published",
}
_UA = "http://www.aiim.org/pdfua/ns/id/"
_DESCRIPTION = '<rdf:Description rdf:about="" {}>{}</rdf:Description>'
_SPACES = " ".join(
    f'xmlns:{name}="http://www.aiim.org/pdfa/ns/{kind}"'
    for name, kind in (
        ("pdfaExtension", "extension/"),
        ("pdfaSchema", "schema#"),
        ("pdfaProperty", "property#"),
    )
)

Finisher = Callable[[Any, Any], None]


def finisher(front: str | None, css: str, fonts: Mapping[str, bytes]) -> Finisher:
    """What `write_pdf` calls last; `fonts` are bytes by file name."""

    def finish(document: Any, pdf: Any) -> None:
        said = document.metadata.custom
        _state(pdf, {name: said.get(f"xieyi-{name}", "") for name in PROPERTIES})
        if front is not None:
            _label(document, pdf, front)
        if HEAVY in fonts:
            marks.draw(document, pdf, css, fonts[HEAVY])
        _name_sources(pdf)
        _pack(pdf)

    return finish


def _state(pdf: Any, said: Mapping[str, str]) -> None:
    """Put our statements into the metadata."""
    said = {name: text for name, text in said.items() if text}
    metadata = pdf.objects[_number(pdf.catalog["Metadata"])]
    statements = "".join(_statements(said)).encode()
    (packet,) = metadata.stream
    metadata.stream = [packet.replace(b"</rdf:RDF>", statements + b"</rdf:RDF>")]


def _statements(said: Mapping[str, str]) -> Iterator[str]:
    yield _DESCRIPTION.format(f'xmlns:pdfuaid="{_UA}"', "<pdfuaid:part>1</pdfuaid:part>")
    schemas = _schema("PDF/UA", _UA, "pdfuaid", {"part": ("Integer", "part of ISO 14289")})
    if said:
        texts = "".join(
            f"<xieyi:{name}>{escape(text)}</xieyi:{name}>" for name, text in said.items()
        )
        yield _DESCRIPTION.format(f'xmlns:xieyi="{NAMESPACE}"', texts)
        properties = {name: ("Text", about) for name, about in PROPERTIES.items()}
        schemas += _schema("Imprint", NAMESPACE, "xieyi", properties)
    bag = f"<pdfaExtension:schemas><rdf:Bag>{schemas}</rdf:Bag></pdfaExtension:schemas>"
    yield _DESCRIPTION.format(_SPACES, bag)


def _schema(name: str, uri: str, prefix: str, properties: Mapping[str, tuple[str, str]]) -> str:
    """The description of a schema of metadata that PDF/A does not know."""
    fields = {"schema": name, "namespaceURI": uri, "prefix": prefix}
    about = "".join(f"<pdfaSchema:{key}>{text}</pdfaSchema:{key}>" for key, text in fields.items())
    rows = "".join(
        '<rdf:li rdf:parseType="Resource">'
        f"<pdfaProperty:name>{key}</pdfaProperty:name>"
        f"<pdfaProperty:valueType>{kind}</pdfaProperty:valueType>"
        "<pdfaProperty:category>external</pdfaProperty:category>"
        f"<pdfaProperty:description>{text}</pdfaProperty:description></rdf:li>"
        for key, (kind, text) in properties.items()
    )
    return (
        f'<rdf:li rdf:parseType="Resource">{about}'
        f"<pdfaSchema:property><rdf:Seq>{rows}</rdf:Seq></pdfaSchema:property></rdf:li>"
    )


def _label(document: Any, pdf: Any, front: str) -> None:
    cover = next((n for n, page in enumerate(document.pages) if front in page.anchors), 0)
    first = pydyf.Dictionary({"P": pydyf.String("封面")})
    rest = pydyf.Dictionary({"S": "/D", "St": cover + 1})
    entries = ([0, first] if cover else []) + [cover, rest]
    pdf.catalog["PageLabels"] = pydyf.Dictionary({"Nums": pydyf.Array(entries)})


def _name_sources(pdf: Any) -> None:
    """Attachments are YAML, whatever the machine's tables call such a file; each is named once."""
    if "AF" in pdf.catalog:
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))
    for one in pdf.objects:
        if isinstance(one, pydyf.Stream) and one.extra.get("Type") == "/EmbeddedFile":
            one.extra["Subtype"] = "/application#2fyaml"


class _Written(pydyf.Object):
    """A stream in its final bytes."""

    compressible, data = False, b""

    def __init__(self, stream: Any) -> None:
        super().__init__()
        self.number, self.data = stream.number, stream.data


def _pack(pdf: Any) -> None:
    """Compress every stream now and once: writing asks twice for its bytes."""
    for at, one in enumerate(pdf.objects):
        if isinstance(one, pydyf.Stream):
            pdf.objects[at] = _Written(one)


def _number(reference: bytes) -> int:
    return int(reference.split()[0])
