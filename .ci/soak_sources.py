"""200 listing pages over loopback, and files put into a watched folder: how many articles are found, how soon a file is there.

usage: soak_sources.py [PAGES]   exit status 1 below the floors
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import threading
import time
from collections import defaultdict
from pathlib import Path
from urllib.parse import urljoin

sys.path.insert(0, str(Path(__file__).parent.parent))

from retrieval.loaders.page_text import page_text
from retrieval.sources.fetch import Fetcher
from retrieval.sources.folders import FolderWatch
from retrieval.sources.looking import look
from retrieval.sources.visiting import Visitor
from tests.retrieval.gathering.sites import Site, serving
from tests.retrieval.sources import last_sites, more_sites, sites

BATCHES = (sites, more_sites, last_sites)
FLOOR = 0.97
LONGEST = 5.0
FILES = 20


def serve(site: Site, made: sites.Page) -> str:
    """Put a page on the site; its address."""
    site.pages[made.path] = lambda handler: handler.reply(200, made.data, content_type=made.media_type)  # type: ignore[attr-defined]
    return site.at(made.path)


def pages(count: int) -> tuple[float, float]:
    """Precision and recall over ``count`` pages, printed by template."""
    names = sorted(sites.TEMPLATES)
    visitor = Visitor(Fetcher(allow_private=True), pause=0)
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0, 0])
    began = time.monotonic()
    with serving() as site:
        for number in range(count):
            made = sites.site(names[number % len(names)], 1000 + number)
            url = serve(site, made)
            seen = look(visitor, url, decode=page_text, today=sites.TODAY)
            found = {article.url for article in seen.listing.articles} if seen.listing else set()
            truth = {urljoin(url, entry.path) for entry in made.entries}
            following = urljoin(url, made.following) if made.following else None
            right = seen.listing is not None and seen.listing.following == following
            one = (len(found & truth), len(found - truth), len(truth - found), right, 1)
            counts[made.template] = [a + b for a, b in zip(counts[made.template], one, strict=True)]
    for name in names:
        hit, wrong, missed, right, of = counts[name]
        print(f"{name:14} precision {share(hit, wrong):.3f} recall {share(hit, missed):.3f} next page {right}/{of}")
    hit, wrong, missed = (sum(one[at] for one in counts.values()) for at in range(3))
    print(
        f"{count} pages of {len(names)} templates in {time.monotonic() - began:.1f} s: precision {share(hit, wrong):.4f} recall {share(hit, missed):.4f}"
    )
    return share(hit, wrong), share(hit, missed)


def share(hit: int, other: int) -> float:
    """hit of all."""
    return hit / (hit + other) if hit + other else 1.0


def folder() -> float:
    """The longest time from a file's last byte until it is told, in seconds."""
    with tempfile.TemporaryDirectory() as name:
        stop, told = threading.Event(), {}
        watch = FolderWatch(lambda: [Path(name)])

        def run() -> None:
            for rested in watch.run(stop):
                told.update(dict.fromkeys(rested.files, time.monotonic()))

        thread = threading.Thread(target=run)
        thread.start()
        time.sleep(1)
        written = {}
        for number in range(FILES):
            path = Path(name) / f"报告{number}.txt"
            with path.open("w", encoding="utf-8") as file:
                for _ in range(3):
                    file.write("青岚市2024年工作总结\n" * 50)
                    file.flush()
                    time.sleep(0.05)
            written[path] = time.monotonic()
        deadline = time.monotonic() + 30
        while len(told) < FILES and time.monotonic() < deadline:
            time.sleep(0.05)
        stop.set()
        thread.join()
    waits = [told[path] - written[path] if path in told else 99.0 for path in written]
    print(
        f"{FILES} files in a watched folder: told after {statistics.median(waits):.2f} s (median), {max(waits):.2f} s (longest)"
    )
    return max(waits)


if __name__ == "__main__":
    precision, recall = pages(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
    longest = folder()
    sys.exit(0 if min(precision, recall) >= FLOOR and longest <= LONGEST else 1)
