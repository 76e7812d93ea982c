"""`xieyi` and `python -m generator`: choose the language, hand over to the commands."""

from __future__ import annotations

import gc
import os

from . import wording


def main() -> None:
    """Run one command; the exit code says how it went (see `commands.report`)."""
    # A workspace is one large tree that lives to the end: collecting it is wasted time.
    gc.set_threshold(200_000, 50, 100)
    wording.use(wording.language(os.environ))
    from .commands import program

    program().main(prog_name="xieyi")


if __name__ == "__main__":
    main()
