"""Headless Chromium, driven through a pipe with the DevTools protocol and the standard library alone.

    with Browser(tmp_path / "profile") as browser, browser.page(path) as page:
        page.press("i")
        assert page.text("#done") == "1 of 3 decided"

Each page has a width, storage and downloads of its own, unless it is opened beside another one. What a page
asks the network for is in `page.requests`, questions such as "leave this page?" are answered yes and kept in
`page.dialogs`, what the script complains of is in `page.errors`.
"""

from __future__ import annotations

import base64
import fcntl
import json
import os
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

#: In CI a browser must be there.
needed = pytest.mark.skipif(
    not CHROMIUM and not os.environ.get("CI"), reason="no chromium here: the page is not tried in a browser"
)

_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--hide-scrollbars",
    "--remote-debugging-pipe",
)
#: Keys that are not letters: what a browser calls them, and the code that Windows has for them.
_KEYS = {
    "Enter": ("Enter", 13),
    "Escape": ("Escape", 27),
    "Tab": ("Tab", 9),
    "Backspace": ("Backspace", 8),
    "ArrowLeft": ("ArrowLeft", 37),
    "ArrowUp": ("ArrowUp", 38),
    "ArrowRight": ("ArrowRight", 39),
    "ArrowDown": ("ArrowDown", 40),
    "/": ("Slash", 191),
    "?": ("Slash", 191),
    " ": ("Space", 32),
}
_SECONDS = 30


class Browser:
    """A browser of its own, with a fresh profile, until the block ends."""

    def __init__(self, profile: Path) -> None:
        assert CHROMIUM, "CI needs chromium to try pages in a real browser"
        self._profile = profile
        self._number = 0
        self._buffer = b""
        self._pages: dict[str, Page] = {}

    def __enter__(self) -> Browser:
        theirs_in, self._out = os.pipe()
        self._in, theirs_out = os.pipe()
        # The browser reads from 3 and writes to 4; a second Python puts the pipes there, from out of the way.
        ends = [fcntl.fcntl(end, fcntl.F_DUPFD, 20) for end in (theirs_in, theirs_out)]
        put = f"import os, sys; os.dup2({ends[0]}, 3); os.dup2({ends[1]}, 4)"
        put += "; os.execv(sys.argv[1], sys.argv[1:])"
        self._process = subprocess.Popen(
            [
                sys.executable,
                "-IS",
                "-c",
                put,
                CHROMIUM,
                *_FLAGS,
                f"--user-data-dir={self._profile}",
                "about:blank",
            ],
            pass_fds=ends,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for end in (theirs_in, theirs_out, *ends):
            os.close(end)
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self.call("Browser.close")
            self._process.wait(timeout=_SECONDS)
        finally:
            self._process.kill()
            self._process.wait()
            os.close(self._in)
            os.close(self._out)

    def page(
        self,
        path: Path,
        *,
        width: int = 1200,
        height: int = 800,
        dark: bool = False,
        beside: Page | None = None,
    ) -> Page:
        """Open a file of HTML in a window; it has the storage of another page, or its own."""
        return Page(self, path, width, height, dark, beside)

    def call(self, method: str, session: str = "", **params: Any) -> dict[str, Any]:
        """Ask the browser for something, and wait for its answer."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": params}
        os.write(
            self._out, json.dumps(message | ({"sessionId": session} if session else {})).encode() + b"\0"
        )
        wanted = self._number
        while True:
            found = self.read()
            if found.get("id") == wanted:
                assert "error" not in found, f"{method}: {found['error']}"
                return found["result"]

    def send(self, method: str, session: str, **params: Any) -> None:
        """Ask the browser for something, and do not wait."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": params, "sessionId": session}
        os.write(self._out, json.dumps(message).encode() + b"\0")

    def read(self) -> dict[str, Any]:
        """Return the next message, after whoever it is for has taken note of it."""
        until = time.monotonic() + _SECONDS
        while b"\0" not in self._buffer:
            ready, _, _ = select.select([self._in], [], [], max(0, until - time.monotonic()))
            assert ready, f"the browser says nothing for {_SECONDS} seconds"
            piece = os.read(self._in, 1 << 20)
            assert piece, "the browser has gone"
            self._buffer += piece
        text, _, self._buffer = self._buffer.partition(b"\0")
        message: dict[str, Any] = json.loads(text)
        for page in self._pages.values():
            if message.get("sessionId", page.session) == page.session:
                page.note(message)
        return message

    def add(self, page: Page) -> None:
        """Let a page take note of what happens in it."""
        self._pages[page.session] = page

    def remove(self, page: Page) -> None:
        """Let a page rest."""
        del self._pages[page.session]


class Page:
    """A file of HTML in a window with storage of its own."""

    def __init__(
        self, browser: Browser, path: Path, width: int, height: int, dark: bool, beside: Page | None
    ) -> None:
        self._browser = browser
        self._url = path.as_uri()
        self.downloads = beside.downloads if beside else path.parent / f"downloads-{time.monotonic_ns()}"
        self.downloads.mkdir(exist_ok=True)
        self.session = ""
        self.dialogs: list[str] = []
        self.requests: list[str] = []
        self.errors: list[str] = []
        self._loaded = self._saved = 0
        self._own = beside is None
        new = "Target.createBrowserContext"
        self._context: str = beside._context if beside else browser.call(new)["browserContextId"]
        target = browser.call("Target.createTarget", url="about:blank", browserContextId=self._context)
        self._target = target["targetId"]
        attached = browser.call("Target.attachToTarget", targetId=self._target, flatten=True)
        self.session = attached["sessionId"]
        browser.add(self)
        browser.call(
            "Browser.setDownloadBehavior",
            behavior="allow",
            browserContextId=self._context,
            downloadPath=str(self.downloads),
            eventsEnabled=True,
        )
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(f"{domain}.enable")
        self.call("Emulation.setFocusEmulationEnabled", enabled=True)  # as if it were the window in front
        theme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.call("Emulation.setEmulatedMedia", features=[theme])
        self.resize(width, height)
        self._visit("Page.navigate", url=self._url)

    def __enter__(self) -> Page:
        return self

    def __exit__(self, *_: object) -> None:
        self._browser.remove(self)
        if self._own:
            self._browser.call("Target.disposeBrowserContext", browserContextId=self._context)

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        """Ask the browser for something on this page."""
        return self._browser.call(method, self.session, **params)

    def note(self, message: dict[str, Any]) -> None:
        """Take note of a message of the browser."""
        params = message.get("params", {})
        match message.get("method"):
            case "Page.loadEventFired":
                self._loaded += 1
            case "Page.javascriptDialogOpening":
                self.dialogs.append(params["type"])
                self._browser.send("Page.handleJavaScriptDialog", self.session, accept=True)
            case "Network.requestWillBeSent":
                self.requests.append(params["request"]["url"])
            case "Runtime.exceptionThrown":
                self.errors.append(params["exceptionDetails"].get("exception", {}).get("description", "?"))
            case "Log.entryAdded" if params["entry"]["level"] == "error":
                self.errors.append(params["entry"]["text"])
            case "Browser.downloadProgress" if params["state"] == "completed":
                self._saved += 1

    def reload(self) -> None:
        """Load the page again, with what it keeps in the browser."""
        self._visit("Page.reload")

    def resize(self, width: int, height: int = 800) -> None:
        """Give the window a size, in CSS pixels; below 600 it is a telephone's."""
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=width < 600,
        )
        self.call("Emulation.setTouchEmulationEnabled", enabled=width < 600)

    def press(self, *keys: str) -> None:
        """Press keys one after the other: letters, digits, or the names in `_KEYS`."""
        for key in keys:
            place, number = _KEYS.get(key) or (
                f"Digit{key}" if key.isdigit() else f"Key{key.upper()}",
                ord(key.upper()),
            )
            text = {"Enter": "\r"}.get(key, key if len(key) == 1 else "")
            common = {"key": key, "code": place, "windowsVirtualKeyCode": number}
            self.call("Input.dispatchKeyEvent", type="keyDown", text=text, **common)
            self.call("Input.dispatchKeyEvent", type="keyUp", **common)

    def write(self, text: str) -> None:
        """Write a text where the focus is; once more where the browser lost it, as it does now and then."""
        value = "document.activeElement.value"
        before = self.evaluate(value)
        for _ in range(3):
            self.call("Input.insertText", text=text)
            for _ in range(50):
                if self.evaluate(value) != before:
                    return
                time.sleep(0.01)
        raise AssertionError(f"nothing that is written arrives: {text!r}")

    def evaluate(self, expression: str) -> Any:
        """Return the value of an expression of JavaScript, which may be a promise."""
        result = self.call(
            "Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True, userGesture=True
        )
        assert "exceptionDetails" not in result, result["exceptionDetails"]
        return result["result"].get("value")

    def text(self, selector: str) -> str:
        """Return the text of the first element that a selector finds, white space as one space."""
        found = self.evaluate(f"document.querySelector({json.dumps(selector)}).textContent")
        return " ".join(found.split())

    def until(self, expression: str) -> None:
        """Wait until an expression of JavaScript is true."""
        end = time.monotonic() + _SECONDS
        while not self.evaluate(f"!!({expression})"):
            assert time.monotonic() < end, f"never true: {expression}"
            time.sleep(0.02)

    def upload(self, selector: str, path: Path) -> None:
        """Choose a file in a field for files."""
        root = self.call("DOM.getDocument")["root"]["nodeId"]
        node = self.call("DOM.querySelector", nodeId=root, selector=selector)["nodeId"]
        self.call("DOM.setFileInputFiles", nodeId=node, files=[str(path)])

    def saved(self, count: int = 1) -> list[Path]:
        """Return the files that were downloaded, once there were so many downloads."""
        while self._saved < count:
            self._browser.read()
        return sorted(self.downloads.iterdir())

    def picture(self, path: Path) -> None:
        """Write what is seen as a PNG file."""
        path.write_bytes(base64.b64decode(self.call("Page.captureScreenshot", format="png")["data"]))

    def _visit(self, method: str, **params: Any) -> None:
        before = self._loaded
        self._browser.send(method, self.session, **params)
        while self._loaded == before:
            self._browser.read()
