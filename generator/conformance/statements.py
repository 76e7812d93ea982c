"""What a PDF says of itself: the norms it follows, its title and language, its colours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element, ParseError, fromstring

import pikepdf

from ..problems import Problem
from .graphics import profiled
from .metadata import RDF as _RDF

_A = "{http://www.aiim.org/pdfa/ns/id/}"
_UA = "{http://www.aiim.org/pdfua/ns/id/}"
TAG = re.compile(r"[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*")  # of a language: RFC 3066, 2.1
_TITLE = "{http://purl.org/dc/elements/1.1/}title"


def faults(pdf: pikepdf.Pdf) -> Iterator[Problem]:
    """Statements that are absent, or that contradict each other."""
    root = pdf.Root
    rdf = _metadata(pdf)
    if (part(pdf), _said(rdf, f"{_A}conformance")) not in (("2", "A"), ("3", "A")):
        yield Problem("pdf-no-archive-statement", None, {"norm": "PDF/A-2a, PDF/A-3a"})
    if _said(rdf, f"{_UA}part") != "1":
        yield Problem("pdf-no-access-statement", None, {"norm": "PDF/UA-1"})
    if not _profiled(list(root.get("/OutputIntents", []))):
        yield Problem("pdf-no-output-intent")
    if len(pdf.trailer.get("/ID", [])) != 2:
        yield Problem("pdf-no-file-id")
    if not TAG.fullmatch(str(root.get("/Lang", ""))):
        yield Problem("pdf-no-language")
    preferences: Any = root.get("/ViewerPreferences", {})
    shown = preferences.get("/DisplayDocTitle", False)
    title = str(pdf.docinfo.get("/Title", "")) if "/Info" in pdf.trailer else ""
    if not title or title != _title(rdf) or not shown:
        yield Problem("pdf-no-title")


def _profiled(intents: list[Any]) -> bool:
    """Whether the colours are those of one profile for a screen or a press (ISO 19005-2, 6.2.3)."""
    profiles = [one["/DestOutputProfile"] for one in intents if "/DestOutputProfile" in one]
    if len({one.objgen for one in profiles}) != 1 or intents[0].get("/S") != "/GTS_PDFA1":
        return False
    return profiled(profiles[0], b"mntr", b"prtr")


def part(pdf: pikepdf.Pdf) -> str:
    """The part of PDF/A that a file says it follows: `2`, `3`, or nothing."""
    return _said(_metadata(pdf), f"{_A}part")


def _metadata(pdf: pikepdf.Pdf) -> Element:
    """The one `rdf:RDF` of the metadata; an empty one when there is none, or several."""
    try:
        packet = fromstring(pdf.Root.Metadata.read_bytes())
    except (AttributeError, ParseError):
        return Element(f"{_RDF}RDF")
    found = list(packet.iter(f"{_RDF}RDF"))
    return found[0] if len(found) == 1 else Element(f"{_RDF}RDF")


def _said(rdf: Element, name: str) -> str:
    """A simple property, written as an attribute or as an element."""
    for description in rdf:
        if name in description.attrib:
            return description.attrib[name]
        if (found := description.find(name)) is not None:
            return found.text or ""
    return ""


def _title(rdf: Element) -> str:
    found = rdf.find(f"{_RDF}Description/{_TITLE}/{_RDF}Alt/{_RDF}li")
    return (found.text or "") if found is not None else ""
