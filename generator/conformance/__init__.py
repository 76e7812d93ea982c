"""Whether a PDF is what we promise of ours: one to archive, and one that reads itself out.

`inspect` holds a file against what PDF/A-2a, PDF/A-3a (ISO 19005) and PDF/UA-1 (ISO 14289-1)
ask and a machine can see: `writing` looks at bytes and limits, `statements` and `metadata` at
what the file says of itself, `drawing` at what its pages draw, `graphics` at what they draw
with, `structure` at its tags, `tables` at those of tables, `forms` at its signatures, `doors`
at all that leads out of it. It is not a full validator of either norm (it takes the widths of
glyphs on trust, for one); it finds what has gone wrong, or could, in files that this project
sets, and what somebody has put into one since. The only room that knows pikepdf.
"""

from __future__ import annotations

import io

import pikepdf

from ..problems import Problem
from . import doors, drawing, forms, graphics, metadata, statements, structure, writing

__all__ = ["inspect"]


def inspect(name: str, data: bytes) -> list[Problem]:
    """All that is wrong with the PDF `data`, which problems call `name`; each sort of defect
    once, with its first place."""
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            if pdf.is_encrypted:
                return [Problem("pdf-encrypted", None, {"file": name}, "pdf-again")]
            problems = [
                *writing.faults(pdf, data),
                *statements.faults(pdf),
                *metadata.faults(pdf),
                *doors.faults(pdf),
                *drawing.faults(pdf),
                *graphics.faults(pdf),
                *structure.faults(pdf),
                *forms.faults(pdf, data),
            ]
    except pikepdf.PasswordError:
        return [Problem("pdf-encrypted", None, {"file": name}, "pdf-again")]
    except (pikepdf.PdfError, *_TWISTED) as error:
        detail = " ".join(str(error).split())[:200]
        return [Problem("pdf-unreadable", None, {"file": name, "detail": detail}, "pdf-again")]
    first = {problem.code: problem for problem in reversed(problems)}
    return [
        Problem(problem.code, None, {"file": name} | problem.params, "pdf-again")
        for problem in problems
        if first[problem.code] is problem
    ]


# What reading an object of another type than the one expected raises.
_TWISTED = (AttributeError, IndexError, KeyError, TypeError, ValueError, RecursionError)
