"""The metadata of a PDF: each property is one that PDF/A knows, or is described in a schema of
its own (ISO 19005-2, 6.6.2)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element, ParseError, fromstring

import pikepdf

from ..problems import Problem

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_DC, _XMP = "{http://purl.org/dc/elements/1.1/}", "{http://ns.adobe.com/xap/1.0/}"
_PDF, _A = "{http://ns.adobe.com/pdf/1.3/}", "{http://www.aiim.org/pdfa/ns/id/}"
_SCHEMAS = "{http://www.aiim.org/pdfa/ns/extension/}schemas"
_SCHEMA, _PROPERTY = (f"{{http://www.aiim.org/pdfa/ns/{n}#}}" for n in ("schema", "property"))
# Those that documents of ours have, and how each is written: in RDF a list, or a value.
_KNOWN = {
    f"{_DC}title": "Alt",
    f"{_DC}description": "Alt",
    f"{_DC}creator": "Seq",
    f"{_DC}subject": "Bag",
    f"{_XMP}CreateDate": "",
    f"{_XMP}ModifyDate": "",
    f"{_XMP}MetadataDate": "",
    f"{_XMP}CreatorTool": "",
    f"{_PDF}Producer": "",
    f"{_PDF}Keywords": "",
    f"{_A}part": "",
    f"{_A}conformance": "",
}
_FIELDS = ("schema", "namespaceURI", "prefix")
_TYPES, _CATEGORIES = {"Text", "Integer"}, {"internal", "external"}
_PREFIXES = (("pdfaid", _A), ("pdfuaid", "{http://www.aiim.org/pdfua/ns/id/}"))
_NONE: dict[str, Any] = {}


def faults(pdf: pikepdf.Pdf) -> Iterator[Problem]:
    """What is wrong with the stream of metadata, and properties that nothing describes."""
    stream: Any = pdf.Root.get("/Metadata", _NONE)
    if stream.get("/Type") != "/Metadata" or stream.get("/Subtype") != "/XML":
        yield _odd("/Metadata")
        return
    packet = stream.read_bytes()
    head = re.match(rb"\s*<\?xpacket([^?]*)\?>", packet)
    if not head or re.search(rb"\b(bytes|encoding)\s*=", head[1]):
        yield _odd("xpacket")
    for prefix, space in _PREFIXES:
        if f'xmlns:{prefix}="{space[1:-1]}"'.encode() not in packet:
            yield _odd(prefix)
    try:
        rdf = fromstring(packet).find(f".//{RDF}RDF")
    except ParseError:
        rdf = None
    if rdf is not None:
        yield from _properties(rdf)


def _odd(name: str) -> Problem:
    return Problem("pdf-metadata", None, {"name": name})


def _properties(rdf: Element) -> Iterator[Problem]:
    described: set[str] = set()
    for schema in rdf.iterfind(f"*/{_SCHEMAS}/{RDF}Bag/{RDF}li"):
        described |= set(_described(schema))
    for description in rdf:
        if f"{RDF}about" not in description.attrib:
            yield _odd("rdf:about")
        for name in set(description.attrib) - {f"{RDF}about"}:
            if name not in described and _KNOWN.get(name) != "":
                yield _odd(name)
        for said in description:
            if said.tag not in described and not _known(said) and said.tag != _SCHEMAS:
                yield _odd(said.tag)


def _known(said: Element) -> bool:
    """Whether a property is one of PDF/A's, and written as it must be."""
    kind = _KNOWN.get(said.tag)
    return kind is not None and [one.tag for one in said] == ([f"{RDF}{kind}"] if kind else [])


def _described(schema: Element) -> Iterator[str]:
    """The properties that a schema describes in full (6.6.2.3.3), by their whole names."""
    fields = [schema.findtext(f"{_SCHEMA}{field}") for field in _FIELDS]
    if not all(fields):
        return
    for one in schema.iterfind(f"{_SCHEMA}property/{RDF}Seq/{RDF}li"):
        name, kind, category, about = (
            one.findtext(f"{_PROPERTY}{field}")
            for field in ("name", "valueType", "category", "description")
        )
        if name and about and kind in _TYPES and category in _CATEGORIES:
            yield f"{{{fields[1]}}}{name}"
