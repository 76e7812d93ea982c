"""The server of the preview: watches the files, answers the browser, tells it of changes.

It listens on loopback and answers to its own names only, so that no page of another site can
read drafts through it. The rules are asked by a child process, which a new change ends.
"""

from __future__ import annotations

import asyncio
import gc
import json
import mimetypes
import socket
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import Route
from watchfiles import Change, awatch

from ..problems import Problem, Unusable
from .panel import OWN, SCRIPT, STYLE, bare, panel, with_panel
from .state import State

HOST = "127.0.0.1"
_NAMES = [HOST, "localhost"]
_PAUSE = 1.0  # seconds of quiet before the rules are asked
_END = "end"
# A reading makes a million small objects without cycles; looking for some among them at Python's
# own pace (700) takes a third of the time.
_OBJECTS = 500_000


@dataclass(slots=True)
class Preview:
    """The browsers that listen, and what is to be told to them."""

    state: State
    listeners: set[asyncio.Queue[str]] = field(default_factory=set)
    ended: asyncio.Event = field(default_factory=asyncio.Event)
    checking: asyncio.Task[None] | None = None

    def end(self) -> None:
        self.ended.set()
        self.tell(_END)

    def tell(self, event: str) -> None:
        for listener in self.listeners:
            listener.put_nowait(event)

    async def watch(self) -> None:
        """Read anew after each change of the agreements."""
        folder = self.state.place.agreements
        self.ask()
        changes = awatch(folder, watch_filter=_read, debounce=200, step=20, stop_event=self.ended)
        async for _ in changes:
            await asyncio.to_thread(self.state.refresh)
            self.tell("reload")
            self.ask()

    def ask(self) -> None:
        """Ask the rules after a while, unless something changes before."""
        if self.checking:
            self.checking.cancel()
        self.checking = asyncio.create_task(self.check())

    async def check(self) -> None:
        await asyncio.sleep(_PAUSE)
        if self.state.errors:
            return
        place, day = self.state.place, self.state.day.isoformat()
        command = [sys.executable, "-m", __package__.partition(".")[0], "-w", str(place.root)]
        command += ["check", "--format", "json", "--as-of", day]
        pipe = asyncio.subprocess.PIPE
        child = await asyncio.create_subprocess_exec(
            *command, stdout=pipe, stderr=asyncio.subprocess.DEVNULL
        )
        try:
            said, _ = await child.communicate()
        finally:
            with suppress(ProcessLookupError):
                child.kill()
        with suppress(ValueError, KeyError):
            self.state.found = json.loads(said)["problems"]
            self.tell("found")

    async def events(self) -> AsyncIterator[str]:
        """What one browser hears, until it or the preview goes."""
        listener: asyncio.Queue[str] = asyncio.Queue()
        self.listeners.add(listener)
        try:
            yield ": here\n\n"
            while (event := await listener.get()) != _END:
                yield f"event: {event}\ndata: \n\n"
        finally:
            self.listeners.discard(listener)


def _read(_: Change, path: str) -> bool:
    return Path(path).suffix in (".yaml", ".yml") and not Path(path).name.startswith(".")


def application(preview: Preview) -> Starlette:
    """The pages of the preview as an ASGI application."""
    state = preview.state

    async def events(request: Request) -> Response:
        return StreamingResponse(preview.events(), media_type="text/event-stream")

    async def own(request: Request) -> Response:
        name = request.path_params["name"]
        if name == "panel":
            return Response(panel(state.errors, state.found), media_type="text/html")
        files = {"preview.js": (SCRIPT, "text/javascript"), "preview.css": (STYLE, "text/css")}
        text, kind = files.get(name, ("", "text/plain"))
        return Response(text, media_type=kind, status_code=200 if text else 404)

    async def page(request: Request) -> Response:
        path = unquote(request.url.path).lstrip("/")
        found = await asyncio.to_thread(state.page, path)
        if found is None:
            folder = None if path.endswith("/") else await asyncio.to_thread(state.page, f"{path}/")
            if folder:
                return RedirectResponse(f"/{path}/")
            return _absent(state, path)
        kind = mimetypes.guess_type(path)[0] if path and not path.endswith("/") else "text/html"
        if kind == "text/html":
            found = with_panel(found, state.errors, state.found)
        return Response(found, media_type=kind or "application/octet-stream")

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        watching = asyncio.create_task(preview.watch())
        yield
        preview.end()
        for task in (preview.checking, watching):
            if task:
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task

    return Starlette(
        routes=[
            Route(f"{OWN}events", events),
            Route(f"{OWN}{{name}}", own),
            Route("/{path:path}", page),
        ],
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=_NAMES)],
        lifespan=lifespan,
    )


def _absent(state: State, path: str) -> Response:
    if state.good is None or state.errors:
        words = "改正以后，这一页会自动刷新。"
        return Response(bare("文件有错误", words, state.errors), 200, media_type="text/html")
    words = "预览里没有 PDF，用 xieyi build 或 xieyi site 制作。" if path.endswith(".pdf") else path
    return Response(bare("没有这一页", words, []), 404, media_type="text/html")


class _Server(uvicorn.Server):
    """Ends what listens when it is told to stop, so that nothing has to be waited for."""

    def __init__(self, config: uvicorn.Config, preview: Preview) -> None:
        super().__init__(config)
        self.preview = preview

    def handle_exit(self, sig: int, frame: object) -> None:
        asyncio.get_running_loop().call_soon_threadsafe(self.preview.end)
        super().handle_exit(sig, frame)  # type: ignore[arg-type]


def serve(state: State, port: int, ready: Callable[[str], None]) -> None:
    """Serve until interrupted; `ready` is told the address. Port 0 takes any that is free.

    Raises `Unusable` where the port is taken.
    """
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((HOST, port))
        listening.listen()
    except (OSError, OverflowError):
        listening.close()
        raise Unusable([Problem("port-taken", None, {"port": port}, "port-taken")]) from None
    gc.set_threshold(_OBJECTS)
    with listening:
        state.refresh()
        preview = Preview(state)
        config = uvicorn.Config(
            application(preview), log_level="error", timeout_graceful_shutdown=2
        )
        with suppress(KeyboardInterrupt):
            ready(f"http://{HOST}:{listening.getsockname()[1]}/")
            _Server(config, preview).run(sockets=[listening])
