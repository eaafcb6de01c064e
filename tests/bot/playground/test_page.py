"""The chat page in headless Chromium."""

import asyncio
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from bot.playground import ADMIN, READER, STRANGER, Playground

from .conftest import App

pytest.importorskip("selenium", reason="selenium is not installed")

from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

T = TypeVar("T")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
DRIVER = shutil.which("chromedriver")
FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="no Chromium with chromedriver on this machine"),
]


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    options = ChromeOptions()
    options.binary_location = str(CHROMIUM)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    profile: Path = tmp_path_factory.mktemp("chromium")
    for flag in (*FLAGS, f"--user-data-dir={profile}", "--window-size=1280,800"):
        options.add_argument(flag)
    driver = Chrome(options=options, service=Service(str(DRIVER)))
    yield driver
    driver.quit()


async def off(work: Callable[[], T]) -> T:
    """Run blocking work of the browser beside the event loop on which the playground answers it."""
    return await asyncio.to_thread(work)


class Page:
    """What a person sees and does."""

    def __init__(self, driver: Chrome, address: str, width: int = 1280) -> None:
        self.driver = driver
        driver.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width < 600},
        )
        driver.get("about:blank")
        driver.get(address)
        self.until(lambda: bool(driver.find_elements(By.CSS_SELECTOR, "body[data-ready]")))

    def until(self, condition: Callable[[], bool]) -> None:
        WebDriverWait(self.driver, 10, poll_frequency=0.05).until(lambda _driver: condition())

    def say(self, text: str) -> None:
        field = self.driver.find_element(By.ID, "text")
        field.send_keys(text)
        field.send_keys(Keys.ENTER)

    def texts(self, selector: str) -> list[str]:
        script = "return [...document.querySelectorAll(arguments[0])].map(node => node.innerText)"
        found: list[str] = self.driver.execute_script(script, selector)
        return found

    def sees(self, selector: str, text: str) -> None:
        self.until(lambda: any(text in found for found in self.texts(selector)))

    def click(self, selector: str) -> None:
        self.until(lambda: bool(self.driver.find_elements(By.CSS_SELECTOR, selector)))
        self.driver.execute_script("arguments[0].click()", self.driver.find_elements(By.CSS_SELECTOR, selector)[-1])

    def complaints(self) -> list[str]:
        log: list[dict[str, str]] = self.driver.get_log("browser")  # type: ignore[no-untyped-call]  # selenium has no annotation
        return [entry["message"] for entry in log if entry["level"] == "SEVERE"]


async def test_a_person_asks_and_presses(playground: Playground, app: App, browser: Chrome) -> None:
    def begin() -> Page:
        page = Page(browser, f"{playground.page_url}#{READER}/{READER}")
        page.click("#begin")
        page.sees(".in .body", "你好")
        page.say("青岚市2024年托位数是多少")
        page.sees(".in .body", "回：青岚市2024年托位数是多少")
        return page

    page = await off(begin)
    rich = (
        '<b>粗</b> <a href="https://t.me/huiwen_demo_bot?start=s_1">原文</a>\n'
        f"<blockquote expandable>{'证据很长。' * 60}</blockquote><blockquote expandable>短</blockquote>"
    )
    from telegram import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup

    row = [
        InlineKeyboardButton("按我", callback_data="k"),
        InlineKeyboardButton("复制", copy_text=CopyTextButton("值")),
    ]
    await app.bot.send_message(READER, rich, parse_mode="HTML", reply_markup=InlineKeyboardMarkup([row]))

    def use() -> None:
        page.sees(".in .body strong", "粗")
        page.until(lambda: len(page.texts(".foldable")) == 1)
        page.click(".fold")
        page.until(lambda: len(page.texts("blockquote.open")) == 1)
        page.click(".body a[href*='start=s_1']")
        page.sees(".out .body", "/start s_1")
        page.sees(".in .body", "你好 s_1")
        page.click("button.key:first-child")
        page.sees("#toast", "好的")
        page.sees(".edited-mark .body", "按了 k")
        assert page.complaints() == []

    await off(use)


async def test_people_chats_and_commands(playground: Playground, app: App, browser: Chrome) -> None:
    await app.bot.set_my_commands([("compare", "对比"), ("help", "帮助")])

    def use() -> None:
        page = Page(browser, f"{playground.page_url}#{ADMIN}/{ADMIN}", width=390)
        page.click("#menu")
        assert page.texts(".option b") == ["/compare", "/help"]
        page.driver.find_element(By.ID, "text").send_keys("/h")
        page.until(lambda: page.texts(".option b") == ["/help"])
        page.driver.find_element(By.ID, "text").send_keys(Keys.ENTER)
        page.sees(".in .body", "回：/help")
        page.click("#identity")
        page.click(".user:nth-child(3)")
        page.until(lambda: page.driver.find_element(By.ID, "welcome").is_displayed())
        assert len(page.texts(".chat-item")) == 1
        page.click(".user:nth-child(2)")
        page.click(".chats li:last-child .chat-item")
        page.sees("#title", "科室群")
        page.say("大家好")
        page.say("@huiwen_demo_bot 你好")
        page.until(lambda: len(page.texts(".in .body")) == 1)
        wide = page.driver.execute_script("return document.documentElement.scrollWidth")
        assert wide <= 390
        assert page.complaints() == []

    await off(use)
    assert playground.messages(STRANGER) == []


async def test_files_edits_and_stopping(playground: Playground, app: App, browser: Chrome, tmp_path: Path) -> None:
    sample = tmp_path / "总结.txt"
    sample.write_text("正文", encoding="utf-8")

    def use() -> None:
        page = Page(browser, f"{playground.page_url}#{READER}/{READER}")
        page.click("#attach")
        page.click("#popup button:nth-child(1)")
        page.driver.find_element(By.ID, "file").send_keys(str(sample))
        page.sees(".out .document", "总结.txt")
        page.sees(".in .body", "回：文件")
        page.say("原来的问题")
        page.sees(".in .body", "回：原来的问题")
        field = page.driver.find_element(By.ID, "text")
        field.send_keys(Keys.ARROW_UP)
        field.clear()
        page.say("改过的问题")
        page.sees(".edited-mark .body", "改过的问题")
        page.sees(".in .body", "改：改过的问题")
        field.send_keys("@huiwen_demo_bot 托位")
        page.sees(".option b", "结果 托位")
        page.click(".option")
        page.sees(".out .body", "内容 托位")
        page.click("#more")
        page.click("#popup button:nth-child(1)")
        page.until(lambda: page.driver.find_element(By.ID, "restart").is_displayed())
        assert page.complaints() == []

    await off(use)
