"""An application asked in this process, without a port: quick enough for thousands of requests."""

import asyncio

import canary
import httpx
from fastapi import FastAPI


class InProcess(httpx.BaseTransport):
    """Carries requests to an application by calling it."""

    def __init__(self, app: FastAPI) -> None:
        self._loop = asyncio.new_event_loop()
        self._app = httpx.ASGITransport(app=app, raise_app_exceptions=False)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """One request, and the whole of its answer."""
        return self._loop.run_until_complete(self._answer(request))

    def close(self) -> None:
        """Let go of the loop and its threads."""
        self._loop.run_until_complete(self._loop.shutdown_default_executor())
        self._loop.close()

    async def _answer(self, request: httpx.Request) -> httpx.Response:
        found = await self._app.handle_async_request(request)
        content = await found.aread()
        return httpx.Response(found.status_code, headers=found.headers, content=content)


def asgi(app: FastAPI) -> httpx.Client:
    """A client of an application, as a program on this machine would be one."""
    hooks = {"response": [canary.check]}
    return httpx.Client(transport=InProcess(app), base_url="http://127.0.0.1", event_hooks=hooks)
