"""An application asked in this process, without a port: quick enough for thousands of requests."""

import asyncio
import threading

import canary
import httpx
from fastapi import FastAPI


class InProcess(httpx.BaseTransport):
    """Carries requests to an application by calling it."""

    def __init__(self, app: FastAPI) -> None:
        # A thread of its own: a browser of other tests may run a loop in this one.
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="asgi", daemon=True)
        self._thread.start()
        self._app = httpx.ASGITransport(app=app, raise_app_exceptions=False)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """One request, and the whole of its answer."""
        return asyncio.run_coroutine_threadsafe(self._answer(request), self._loop).result()

    def close(self) -> None:
        """Let go of the loop and its threads."""
        ending = asyncio.run_coroutine_threadsafe(
            self._loop.shutdown_default_executor(), self._loop
        )
        ending.result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _answer(self, request: httpx.Request) -> httpx.Response:
        found = await self._app.handle_async_request(request)
        content = await found.aread()
        return httpx.Response(found.status_code, headers=found.headers, content=content)


def asgi(app: FastAPI) -> httpx.Client:
    """A client of an application, as a program on this machine would be one."""
    hooks = {"response": [canary.check]}
    return httpx.Client(transport=InProcess(app), base_url="http://127.0.0.1", event_hooks=hooks)
