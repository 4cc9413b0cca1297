"""Tries the site's live figures in a browser.

    python3 Tests/SiteBits/browser.py <folder of the site> [<folder for pictures>]

Every test runs over file:// and over http. Needs the packages playwright and axe-playwright-python, and Chromium. Prints what failed, and exits with 1.
"""

import functools
import http.server
import math
import os
import pathlib
import re
import shutil
import sys
import threading

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

site = pathlib.Path(sys.argv[1]).resolve()
pictures = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None
figures = {"digit": "digit.html", "valley": os.environ.get("VALLEY", "08-optim.html"),
           "strides": os.environ.get("STRIDES", "01-tensors.html")}
tests = []


def test(function):
    tests.append(function)
    return function


def shoot(page: Page, name: str):
    if pictures:
        page.screenshot(path=str(pictures / f"{name}.png"), full_page=True)


def draw(page: Page, *strokes):
    """Draws strokes on the sheet with the mouse; places are shares of its side."""
    box = page.locator(".pad").bounding_box()
    for stroke in strokes:
        (x, y), *rest = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in stroke]
        page.mouse.move(x, y)
        page.mouse.down()
        for x, y in rest:
            page.mouse.move(x, y, steps=8)
        page.mouse.up()


def ink(page: Page, selector: str) -> int:
    """How many pixels of a canvas have ink."""
    return page.evaluate("""selector => {
        const canvas = document.querySelector(selector);
        const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
        return pixels.filter((value, i) => i % 4 === 3 && value > 100).length;
    }""", selector)


def colour(page: Page, selector: str) -> list[int]:
    """The colour of a canvas's strongest pixel."""
    return page.evaluate("""selector => {
        const canvas = document.querySelector(selector);
        const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
        let best = 3;
        for (let i = 3; i < pixels.length; i += 4) if (pixels[i] > pixels[best]) best = i;
        return [...pixels.slice(best - 3, best)];
    }""", selector)


@test
def nothing_is_loaded_before_it_is_needed(page: Page, url: str):
    page.goto(url + figures["digit"])
    expect(page.locator(".answer")).to_have_text("Draw a digit.")
    assert page.evaluate("typeof kindlingDigit") == "undefined"
    page.get_by_role("button", name="a 7").click()
    expect(page.locator(".answer")).to_have_text(re.compile("^It reads a 7"))


@test
def a_drawn_digit_is_read(page: Page, url: str):
    page.goto(url + figures["digit"])
    draw(page, [(0.3, 0.2), (0.72, 0.2), (0.45, 0.82)])
    expect(page.locator(".answer")).to_have_text(re.compile("^It reads a 7"))
    shoot(page, "digit-7")
    page.get_by_role("button", name="Clear").click()
    expect(page.locator(".answer")).to_have_text("Draw a digit.")
    assert ink(page, ".pad") == 0 and ink(page, ".seen") == 0
    draw(page, [(0.5, 0.15), (0.48, 0.85)])
    expect(page.locator(".answer")).to_have_text(re.compile("^It reads a 1"))
    page.get_by_role("button", name="Clear").click()
    turns = [2 * math.pi * i / 12 for i in range(13)]
    circle = [(0.5 + 0.2 * math.sin(turn), 0.5 - 0.3 * math.cos(turn)) for turn in turns]
    draw(page, circle)
    expect(page.locator(".answer")).to_have_text(re.compile("^It reads a 0"))


@test
def a_finger_draws(page: Page, url: str):
    page.goto(url + figures["digit"])
    page.evaluate("scrollTo(0, 0)")
    box = page.locator(".pad").bounding_box()
    session = page.context.new_cdp_session(page)
    scrolled = page.evaluate("scrollY")
    moves = [("touchMove", 0.15 + 0.07 * i) for i in range(1, 11)]
    for kind, share in [("touchStart", 0.15), *moves, ("touchEnd", None)]:
        points = [] if share is None else [{"x": box["x"] + 0.5 * box["width"], "y": box["y"] + share * box["height"]}]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    expect(page.locator(".answer")).to_have_text(re.compile("^It reads a 1"))
    assert page.evaluate("scrollY") == scrolled, "the page scrolls while a finger draws"


@test
def test_images_are_read_with_the_keyboard(page: Page, url: str):
    page.goto(url + figures["digit"])
    page.locator(".clear").focus()
    answers = []
    for _ in range(20):
        page.keyboard.press("Tab")
        name = page.evaluate("document.activeElement.matches('.sample') ? document.activeElement.textContent : ''")
        if not name:
            continue
        page.keyboard.press("Enter")
        expect(page.locator(".sample[aria-pressed=true]")).to_have_text(name)
        expect(page.locator(".answer")).not_to_have_text("Draw a digit.")
        expect(page.locator(".best th")).to_have_text(page.locator(".answer").inner_text()[len("It reads a "):][:1])
        answers.append((name[-1], page.locator(".best th").inner_text()))
        logarithms = [float(text.replace("−", "-")) for text in page.locator(".probabilities td.log").all_inner_texts()]
        total = sum(math.exp(x) for x in logarithms)
        assert abs(total - 1) < 1e-3, f"the probabilities add up to {total}"
        assert ink(page, ".maps canvas") > 50, f"the maps of {name} are empty"
    assert len(answers) == 10 and sum(a == b for a, b in answers) >= 9, f"it reads {answers}"


@test
def a_turned_digit_stays_itself_when_turned_back(page: Page, url: str):
    page.goto(url + figures["digit"])
    page.get_by_role("button", name="a 4").click()
    expect(page.locator(".answer")).to_have_text(re.compile("^It reads a 4"))
    before = ink(page, ".pad")
    for _ in range(6):
        page.get_by_role("button", name="Turn right").click()
    expect(page.locator(".answer")).not_to_have_text(re.compile("^It reads a 4"))
    for _ in range(6):
        page.get_by_role("button", name="Turn left").click()
    expect(page.locator(".answer")).to_have_text(re.compile("^It reads a 4"))
    assert ink(page, ".pad") == before, "turning there and back loses something"


@test
def a_picture_file_is_read(page: Page, url: str):
    page.goto(url + figures["digit"])
    folder = pathlib.Path(__file__).resolve().parents[2] / "Chapters/Figures"
    for name, digit in [("18-paper.png", 7), ("18-board.png", 4)]:
        page.locator("[type=file]").set_input_files(folder / name)
        expect(page.locator(".answer")).to_have_text(re.compile(f"^It reads a {digit}"))
    page.locator("[type=file]").set_input_files(__file__)
    expect(page.locator(".answer")).to_have_text("That file is no picture that this browser can read.")


@test
def canvases_follow_the_theme(page: Page, url: str):
    page.goto(url + figures["digit"])
    page.get_by_role("button", name="a 2").click()
    expect(page.locator(".answer")).to_have_text(re.compile("^It reads a 2"))
    for theme in ["light", "dark"]:
        page.evaluate("theme => document.documentElement.dataset.theme = theme", theme)
        page.wait_for_timeout(100)
        for canvas in [".pad", ".seen", ".maps canvas", ".sample canvas"]:
            is_bright = sum(colour(page, canvas)) > 3 * 128
            assert is_bright == (theme == "dark"), f"{canvas} has the colour {colour(page, canvas)} in {theme}"
        shoot(page, f"digit-{theme}")


@test
def the_valley_shows_what_the_chapter_prints(page: Page, url: str):
    page.goto(url + figures["valley"])
    figure = page.locator("[data-live=valley]")
    expect(figure.locator("tr.plain td")).to_have_text(
        ["−9.100, −0.800", "−7.536, −0.512", "−3.894, 0.107", "−0.591, 0.001"])
    expect(figure.locator("tr.momentum td")).to_have_text(
        ["−9.100, −0.800", "−5.948, 0.622", "1.271, −0.054", "−0.000, 0.005"])
    shoot(page, "valley")
    rate = figure.locator(".plain [name=lr]")
    rate.focus()
    for _ in range(2):
        page.keyboard.press("ArrowRight")
    expect(figure.locator(".plain .value")).to_have_text("0.11")
    expect(figure.locator("tr.plain td").last).to_have_text(re.compile(r", 237\.376$"))
    figure.get_by_label("Plain steps").uncheck()
    expect(figure.locator("svg .plain")).to_be_hidden()
    figure.locator("[data-reset]").click()
    expect(figure.locator("svg .plain")).to_be_visible()
    expect(figure.locator("tr.plain td").last).to_have_text("−0.591, 0.001")


@test
def strides_read_what_the_layout_says(page: Page, url: str):
    page.goto(url + figures["strides"])
    figure = page.locator("[data-live=strides]")
    view = figure.locator(".view tr")
    expect(view).to_have_text(["1234", "5678", "9101112"])
    expect(figure.locator(".says")).to_have_text(
        "It reads 12 numbers; it is contiguous. Element (1, 2) stands at 0 + 1 · 4 + 2 · 1 = 6.")
    figure.get_by_role("button", name="Transpose").click()
    expect(view).to_have_text(["159", "2610", "3711", "4812"])
    expect(figure.locator(".says")).to_contain_text("not contiguous")
    shoot(page, "strides")
    figure.get_by_role("button", name="Row by row").click()
    expect(view).to_have_text(["123", "456", "789", "101112"])
    figure.get_by_role("button", name="A row, repeated").click()
    expect(figure.locator(".says")).to_contain_text("It reads 12 numbers, from 3 places; it is not contiguous.")
    figure.get_by_role("button", name="Too far").click()
    expect(figure.locator(".says")).to_contain_text("reaches beyond the 12 numbers")
    expect(view).to_have_count(0)
    figure.get_by_label("Stride from row to row").fill("4")
    expect(view).to_have_count(3)
    figure.locator(".view td").nth(5).click()
    expect(figure.locator(".says")).to_contain_text("Element (1, 1) stands at 0 + 1 · 4 + 1 · 1 = 5.")


@test
def nothing_is_in_the_way(page: Page, url: str):
    for name, file in figures.items():
        for theme, width in [("light", 1280), ("dark", 360)]:
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(url + file)
            page.evaluate("theme => document.documentElement.dataset.theme = theme", theme)
            figure = page.locator(f"[data-live={name}]")
            expect(figure).to_be_visible()
            if name == "digit":
                page.get_by_role("button", name="a 3").click()
                expect(page.locator(".answer")).to_have_text(re.compile("^It reads"))
            shoot(page, f"{name}-{width}")
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, f"{name} is {wide} wide on a page of {width}"
            found = Axe().run(page, context=f"[data-live={name}]", options={"preload": False}).response["violations"]
            assert not found, f"{name}, {theme}: {[(v['id'], [n['html'][:120] for n in v['nodes']]) for v in found]}"


@test
def without_a_script_nothing_is_promised(page: Page, url: str):
    quiet = page.context.browser.new_context(java_script_enabled=False)
    for name, file in figures.items():
        still = quiet.new_page()
        still.goto(url + file)
        expect(still.locator(f"[data-live={name}]")).to_be_hidden()
    quiet.close()


def run(browser: Browser, url: str) -> int:
    failed = 0
    for function in tests:
        context = browser.new_context(has_touch=True, color_scheme="light", viewport={"width": 1280, "height": 900})
        page = context.new_page()
        errors = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        ours = (url, "data:", "blob:")
        page.on("request", lambda request: request.url.startswith(ours) or errors.append(request.url))
        name = function.__name__.replace("_", " ")
        try:
            function(page, url)
            assert not errors, errors
        except Exception as error:  # noqa: BLE001: the next test runs all the same
            failed += 1
            print(f"{url.split(':')[0]}: {name}: {error}", file=sys.stderr)
        context.close()
    return failed


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def send_error(self, code, message=None, explain=None):
        # A browser asks for an icon, whatever the page says.
        if self.path == "/favicon.ico":
            self.send_response(204)
            self.end_headers()
        else:
            super().send_error(code, message, explain)


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(site)))
threading.Thread(target=server.serve_forever, daemon=True).start()
with sync_playwright() as playwright:
    chromium = playwright.chromium.launch(
        executable_path=shutil.which("chromium") or shutil.which("google-chrome"), args=["--no-sandbox"])
    failures = run(chromium, f"file://{site}/") + run(chromium, f"http://127.0.0.1:{server.server_port}/")
    chromium.close()
if failures:
    sys.exit(1)
print(f"site: {len(tests)} tests of the live figures, over file:// and http")
