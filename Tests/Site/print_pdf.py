#!/usr/bin/env python3
"""Prints a page of the site on sheets of paper: tagged, and with an outline of its headings.

    Tests/Site/print_pdf.py .build-site/sheets/book.html Site/downloads/kindling.pdf
"""

import pathlib
import shutil
import sys

from playwright.sync_api import sync_playwright

source, target = (pathlib.Path(path).resolve() for path in sys.argv[1:])
target.parent.mkdir(parents=True, exist_ok=True)
with sync_playwright() as playwright:
    executable = shutil.which("chromium") or shutil.which("google-chrome")
    browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
    page = browser.new_page()
    page.set_default_timeout(600_000)
    page.goto(source.as_uri(), wait_until="load")
    page.evaluate("document.fonts.ready")
    page.pdf(path=target, format="A4", prefer_css_page_size=True, outline=True, tagged=True, print_background=True)
    browser.close()
print(f"{target}: {target.stat().st_size / 1e6:.1f} MB")
