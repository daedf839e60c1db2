#!/usr/bin/env python3
"""Takes the pictures of the staff guide from a running archive with the sample, into docs/guide/img.

Starts an archive of its own in a temporary folder; needs the system's Chromium.
"""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import FilePayload, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
PICTURES = Path(__file__).resolve().parent / "img"
DOCUMENT = ROOT / "fixtures" / "minutes" / "headquarters" / "2021-07-13-01.txt"
SIZE = {"width": 1100, "height": 760}


@contextmanager
def archive() -> Iterator[tuple[str, str]]:
    """A running archive with the sample; gives its address and the editor's password."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "VAR_DIR": f"{folder}/var", "PORT": str(port)}
        server = subprocess.Popen(
            [sys.executable, "manage.py", "serve"], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
        )
        try:
            assert server.stdout is not None
            password = ""
            for line in server.stdout:
                if found := re.search(r"利用者名 editor / パスワード (\S+)", line):
                    password = found[1]
                if "準備ができました" in line:
                    break
            yield f"http://127.0.0.1:{port}", password
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(timeout=30)


def new_minutes() -> FilePayload:
    """A document that the sample does not hold: one of its own, as of the next meeting."""
    text = DOCUMENT.read_text().replace("7月13日(火)", "9月14日(火)").replace("第1回", "第2回")
    return {"name": "R3-2_推進本部会議録.txt", "mimeType": "text/plain", "buffer": text.encode()}


def take(page: Page, name: str) -> None:
    page.screenshot(path=PICTURES / f"{name}.png")
    print(f"{name}.png")


def tour(page: Page, password: str) -> None:
    """The pages in the order in which the guide shows them."""
    page.goto("/")
    take(page, "home")
    page.get_by_role("heading", name="年度と会議体から探す").scroll_into_view_if_needed()
    page.mouse.wheel(0, 500)
    take(page, "matrix")
    page.goto("/search/?q=避難所 OR 防災")
    take(page, "search")
    page.locator("main a[href*='/u/']").first.click()
    page.wait_for_url("**#u*")
    take(page, "utterance")
    page.goto(page.url.partition("#")[0].partition("?")[0])
    take(page, "meeting")
    page.goto("/login/")
    page.locator("#id_username").fill("editor")
    page.locator("#id_password").fill(password)
    page.get_by_role("button", name="ログイン").click()
    page.wait_for_url("**/account/password/**")
    page.locator("#id_old_password").fill(password)
    for field in ("#id_new_password1", "#id_new_password2"):
        page.locator(field).fill("kawasemi-no-heya-7")
    page.get_by_role("button", name="パスワードを変更する").click()
    page.wait_for_url(lambda url: "account" not in url)
    page.goto("/staff/uploads/new/")
    take(page, "upload")
    page.get_by_label("ファイル").set_input_files(new_minutes())
    page.get_by_role("button", name="送って読み取る").click()
    # The page loads itself anew when the document has been read.
    page.wait_for_selector("#check[data-ready]", timeout=60_000)
    take(page, "check")
    for key in ("j", "j", "j", "Enter"):
        page.keyboard.press(key)
    take(page, "correct")
    page.keyboard.press("Escape")
    page.goto("/staff/uploads/")
    take(page, "uploads")


def main() -> None:
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("Chromium がありません。入れるには: sudo apt-get install chromium fonts-noto-cjk")
    PICTURES.mkdir(exist_ok=True)
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--lang=ja"]
    with archive() as (address, password), sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=arguments, env={**os.environ, "LANGUAGE": "ja"}
        )
        context = browser.new_context(base_url=address, locale="ja-JP", viewport=SIZE)  # type: ignore[arg-type]
        tour(context.new_page(), password)
        browser.close()


if __name__ == "__main__":
    main()
