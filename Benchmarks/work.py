"""The ten parts of the benchmark. Each gives a dictionary that report.py makes a table of."""

import os
import pathlib
import re
import shutil
import statistics
import subprocess
import tempfile
import time

from measure import BUILD, CORES, KINDLING, ROOT, Worker, WorkerError, process, ratio, say
import book

# The case that the workers run, what it is, how many times faster it is meant to be, and how far the libraries' losses may lie apart: that of
# twenty fixed batches, as a share, and the validation loss at the end, as factors for the same order of batches and for another, which
# JAX draws. With twelve orders, (b) ended between 0.296 and 0.377. Convolutions behind a relu are chaotic: chapter 13 shows how
# far one rounding leads.
TRAININGS = {
    "a": ("logistic", "Logistic regression, an epoch over slices", 5, 1e-4, (1.001, 1.001)),
    "b": ("logistic-loader", "Logistic regression, an epoch of a shuffled DataLoader", 8, 1e-4, (1.001, 1.4)),
    "c": ("cnn", "The CNN of chapter 13, an epoch with DataLoader and validation", 5, 1e-4, (2, 3)),
    "d": ("lenet", "The LeNet of chapter 15 with Adam, an epoch with DataLoader and validation", 4, 1e-2, (2, 2)),
}


def cnn_flops(channels, train, validation):
    """The floating-point operations of the CNN, a multiply-add counted as two: three convolutions with kernels of 3 × 3 onto 14 × 14,
    7 × 7 and 4 × 4 pixels. Training does each three times: forward, the weight's gradient and the input's, which the first layer
    doesn't need. Additions of biases, relu, the means, the loss and the optimizer's steps are left out."""
    c = channels
    first, others = 9 * c * 14 * 14, 9 * c * c * 7 * 7 + 9 * c * 10 * 4 * 4
    return 2 * ((2 * first + 3 * others) * train + (first + others) * validation)


class Session:
    """What the parts share: the peers, their running workers, and what went wrong."""

    def __init__(self, peers, python, versions, rounds, images=None):
        self.peers, self.python, self.versions, self.rounds, self.images = peers, python, versions, rounds, images
        self.workers = {}
        self.mistakes = []
        self.missing = []
        self.peak = {}
        self.scratch = pathlib.Path(tempfile.mkdtemp(prefix="kindling-bench-"))

    def worker(self, peer):
        if peer.name not in self.workers:
            self.workers[peer.name] = Worker(peer)
        return self.workers[peer.name]

    def end(self):
        for worker in self.workers.values():
            worker.end()
        shutil.rmtree(self.scratch, ignore_errors=True)

    def mistake(self, text):
        say(f"error: {text}")
        self.mistakes.append(text)

    def measure_peak(self):
        """The largest that was ever seen: whatever else runs can only make it smaller."""
        worker = self.worker(KINDLING)
        for threads in {1, CORES}:
            seen = worker.ask(f"peak {threads}")["gflops"]
            self.peak[threads] = max(seen, self.peak.get(threads, 0))

    def forget(self, peer):
        """After a mistake: the peer stays away from this part, whose table says so."""
        self.missing.append(peer.name)
        worker = self.workers.pop(peer.name, None)
        if worker:
            worker.end()

    def weights(self, case):
        file = self.scratch / ("weights-" + case.replace(" ", "-"))
        if not file.exists():
            self.worker(KINDLING).ask(f"weights {file} {case}")
        return file

    def prepare(self, peer, case):
        """A first run, untimed. False if it can't be done."""
        try:
            worker = self.worker(peer)
            if peer.needs_weights and case != "load":
                worker.ask(f"start-from {self.weights(case)} {case}")
            worker.ask(f"prepare {case}")
            return True
        except WorkerError as error:
            say(f"{error}; going on without it")
            self.forget(peer)
            return False

    def interleaved(self, case, peers, rounds, prune=True):
        """Runs a case in all peers by turns: the answers of each by name. After a trial round, of each family of peers only the
        fastest and what comes near it stay, but Kindling as it is by default always does."""
        peers = [peer for peer in peers if self.prepare(peer, case)]
        if KINDLING not in peers:
            raise WorkerError(f"Kindling can't run '{case}'")
        if prune and len(peers) > 1:
            trial = {}
            for peer in list(peers):
                answer = self.run(peer, case)
                if answer:
                    trial[peer.name] = answer["seconds"]
                else:
                    peers.remove(peer)
            best = {}
            for peer in peers:
                best[peer.family] = min(best.get(peer.family, float("inf")), trial[peer.name])
            peers = [peer for peer in peers if peer.family == "Kindling" or trial[peer.name] <= 1.25 * best[peer.family]]
        answers = {peer.name: [] for peer in peers}
        for number in range(rounds):
            first = number % len(peers)
            for peer in peers[first:] + peers[:first]:
                time.sleep(0.1)
                answer = self.run(peer, case) if peer.name in answers else None
                if answer:
                    answers[peer.name].append(answer)
                else:
                    answers.pop(peer.name, None)
        return answers

    def run(self, peer, case):
        """A run; None if the peer has come to an end. Without Kindling there is nothing to go on with."""
        try:
            return self.worker(peer).ask(f"run {case}")
        except WorkerError as error:
            if peer is KINDLING:
                raise
            say(f"{error}; going on without it")
            self.forget(peer)
            return None

    def table(self, answers):
        """Times, and how many times as long as Kindling each takes, round by round."""
        base = [answer["seconds"] for answer in answers[KINDLING.name]]
        rows = []
        for name, runs in answers.items():
            seconds = [run["seconds"] for run in runs]
            rows.append({
                "name": name, "median": statistics.median(seconds), "min": min(seconds), "max": max(seconds),
                "ratio": ratio(seconds, base), "loss": runs[-1]["loss"], "rounds": len(seconds),
            })
        return rows


def best_of(rows):
    """The fastest of those that aren't Kindling."""
    return min((row for row in rows if not row["name"].startswith("Kindling")), key=lambda row: row["median"], default=None)


def training(letter, session):
    case, title, target, tolerance, factors = TRAININGS[letter]
    if session.images:
        case += f" images={session.images}"
    say(f"({letter}) {title}")
    answers = session.interleaved(case, session.peers, session.rounds)
    rows = session.table(answers)

    # Nobody may do other work: the same loss after twenty batches, as many samples, and an end that is about as good.
    ours = session.worker(KINDLING).ask(f"check {case}")["loss"]
    kindling = answers[KINDLING.name][0]
    for peer in session.peers:
        if peer.name not in answers:
            continue
        if peer.needs_weights:
            session.worker(peer).ask(f"start-from {session.weights(case)} {case}")
        theirs = session.worker(peer).ask(f"check {case}")["loss"]
        if abs(theirs / ours - 1) > tolerance:
            session.mistake(f"({letter}) after 20 batches, the loss of {peer.name} is {theirs}, not {ours}")
        factor = factors[peer.family == "JAX"]
        for run in answers[peer.name]:
            if run["samples"] != kindling["samples"]:
                session.mistake(f"({letter}) {peer.name} has seen {run['samples']} samples, not {kindling['samples']}")
            if not 1 / factor <= run["loss"] / kindling["loss"] <= factor:
                session.mistake(f"({letter}) {peer.name} ends with the loss {run['loss']}, Kindling with {kindling['loss']}")

    result = {"title": title, "target": target, "rows": rows}
    if letter == "c":
        session.measure_peak()
        result["flops"] = cnn_flops(16, session.images or 50000, 10000)
    return result


# A lesson's page is called 13-cnn; a workshop's, 13-01-conv2d, shows machinery and has little to run, and solutions have a suffix.
LESSON = re.compile(r"(\d\d|[A-Z])-(?!\d\d-)(?!.*-solutions$).+")


def whole_processes(session):
    """(e): each lesson's program against its PyTorch column, as processes of their own."""
    say("(e) Each lesson's program against its PyTorch column")
    columns = session.scratch / "columns"
    subprocess.run([BUILD / "extract", "--python", columns], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    figures = session.scratch / "figures"
    rows = []
    for script in sorted(columns.glob("*.py")):
        name = script.stem
        if not LESSON.fullmatch(name) or not (BUILD / name).exists():
            continue
        source = script.read_text()
        scripts = {}
        for threads in sorted({1, CORES}):
            scripts[threads] = columns / f"{name}.{threads}"
            scripts[threads].write_text(source.replace("torch.set_num_threads(1)", f"torch.set_num_threads({threads})"))

        def swift():
            return process([BUILD / name], env={"KINDLING_FIGURES": str(figures)})

        def python(threads):
            return process([session.python, scripts[threads]], env={"OMP_NUM_THREADS": str(threads)})

        try:
            swift()
            trial = {threads: python(threads) for threads in scripts}
            threads = min(trial, key=lambda threads: trial[threads][0])
            # Short programs are run more often.
            rounds = 1 if session.images or trial[threads][0] > 40 else 3
            pairs = [(swift(), python(threads)) for _ in range(rounds)]
        except WorkerError as error:
            session.mistake(f"(e) {name}: {error}")
            continue
        ours, theirs = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
        rows.append({
            "name": name, "convolutions": bool(re.search(r"[Cc]onv2d|MnistCNN", source)), "threads": threads, "rounds": rounds,
            "kindling": statistics.median(t for t, _ in ours), "torch": statistics.median(t for t, _ in theirs),
            "ratio": ratio([t for t, _ in theirs], [t for t, _ in ours]),
            "kindlingMemory": max(m for _, m in ours), "torchMemory": max(m for _, m in theirs),
        })
        say(f"    {name}: {rows[-1]['kindling']:.2f} s and {rows[-1]['torch']:.2f} s")
    imports = [process([session.python, "-c", "import torch"]) for _ in range(3)]
    return {"rows": rows, "import": statistics.median(t for t, _ in imports), "importMemory": max(m for _, m in imports)}


def memory(session):
    """(f): the most memory of (a) to (d), each in a fresh process that loads MNIST and trains for an epoch."""
    say("(f) Memory")
    wanted = [KINDLING] + [
        peer for peer in session.peers if peer.family != "Kindling" and not peer.name.endswith("1 core") and "scan" not in peer.name]
    seen, rows = set(), {}
    for peer in wanted:
        if peer.family not in seen:  # threads make no difference that counts
            seen.add(peer.family)
            rows[peer.family] = {}
            for letter, (case, *_) in TRAININGS.items():
                worker = None
                try:
                    worker = Worker(peer)
                    worker.ask(f"run {case}" + (f" images={session.images}" if session.images else ""))
                    rows[peer.family][letter] = worker.ask("memory")["megabytes"]
                except WorkerError as error:
                    say(f"{error}; going on without it")
                finally:
                    if worker:
                        worker.end()
    return {"rows": rows}


def growth(session):
    """(g): how the CNN's training grows with the size of a batch and the number of channels."""
    say("(g) Growth")
    peers = [KINDLING] + [peer for peer in session.peers if peer.family == "PyTorch eager"]
    session.measure_peak()
    result = {"batch": [], "channels": []}

    def series(kind, value, channels, images, case):
        answers = session.interleaved(case, peers, 3)
        rows = session.table(answers)
        torch = best_of(rows)
        flops = cnn_flops(channels, images, 0)
        point = {kind: value, "images": images, "kindling": rows[0]["median"] / images, "flops": flops / images}
        if torch:
            point.update(torch=torch["median"] / images, name=torch["name"], ratio=torch["ratio"])
        result[kind].append(point)
        say(f"    {kind} {value}: " + ", ".join(f"{row['name']} {row['median'] / images * 1e6:.1f} µs" for row in rows))

    for batch in (1, 4, 16, 64, 256, 1024, 4096):
        images = min(8192, session.images or 8192)
        series("batch", batch, 16, images, f"cnn validate=0 images={images} batch={batch}")
    for channels in (16, 32, 64, 128, 256):
        images = min(8192 if channels < 128 else 2048, session.images or 8192)
        series("channels", channels, channels, images, f"cnn validate=0 images={images} channels={channels}")
    return result


def encoder_flops(width, batch, places):
    """The floating-point operations of a step of an encoder's layer: four products with (width, width) for each place, two with
    (width, 4 width), and for each pair of places two products; each forward, and twice for the gradients. The input needs none,
    which saves the three first products a third."""
    linear, pairs = 12 * width * width, 2 * places * width
    return 2 * batch * places * (3 * (linear + pairs) - 3 * width * width)


def attention(session):
    """(j): a Transformer's layer, from narrow to wide."""
    say("(j) A Transformer's layer")
    peers = [peer for peer in session.peers if peer.family in ("Kindling", "PyTorch eager")]
    session.measure_peak()
    points = []
    for width, steps in ((64, 100), (128, 50), (256, 20), (512, 6)):
        case = f"encoder width={width} steps={steps if not session.images else 2}"
        answers = session.interleaved(case, peers, session.rounds, prune=False)
        ours = session.worker(KINDLING).ask(f"check {case}")["loss"]
        for peer in peers:
            theirs = session.worker(peer).ask(f"check {case}")["loss"] if peer.name in answers else ours
            if abs(theirs / ours - 1) > 1e-4:
                session.mistake(f"(j) after 20 steps at width {width}, the loss of {peer.name} is {theirs}, not {ours}")
        rows = session.table(answers)
        for row in rows:
            for time_of in ("median", "min", "max"):
                row[time_of] /= steps if not session.images else 2
        points.append({"width": width, "flops": encoder_flops(width, 32, 64), "rows": rows})
        say(f"    width {width}: " + ", ".join(f"{row['name']} {row['median'] * 1e3:.2f} ms" for row in rows))
    return {"points": points}


def loading(session):
    say("(h) Loading MNIST")
    peers = [peer for peer in session.peers if peer.name in (KINDLING.name, "PyTorch eager, 1 thread")]
    answers = session.interleaved("load", peers, 7, prune=False)
    for name, runs in answers.items():
        for run in runs:
            if run["samples"] != 60000 or abs(run["loss"] - 0.130450) > 1e-5:
                session.mistake(f"(h) {name} has loaded {run['samples']} images whose mean is {run['loss']}")
    return {"rows": session.table(answers)}


def tool(session, chapters=1000):
    """(i): extracting and checking a large book, against others' parse of the same Markdown."""
    say(f"(i) The tool: a book of {chapters} chapters")
    root = session.scratch / "book"
    size = book.write(root, chapters)
    files = sorted((root / "Chapters").glob("*.md"))
    extract = BUILD / "extract"

    def fresh():
        shutil.rmtree(root / "Sources", ignore_errors=True)
        book.write_manifest(root)

    tools = [
        ("`extract`, everything to write", [extract], fresh), ("`extract`, nothing to write", [extract], None),
        ("`extract --check`", [extract, "--check"], None),
    ]
    if session.versions.get("pandoc"):
        tools.append(("pandoc, to its JSON", ["pandoc", "-f", "commonmark", "-t", "json", "-o", os.devnull, *files], None))
    if session.versions.get("mdBook"):
        book.write_mdbook(session.scratch / "mdbook", files)
        tools.append(("mdBook, to HTML", ["mdbook", "build", session.scratch / "mdbook"], None))
    if session.versions.get("cmark"):
        tools.append(("cmark, to its XML", ["cmark", "-t", "xml", *files], None))
    times = {name: [] for name, _, _ in tools}
    for _ in range(3):
        for name, command, before in tools:
            if before:
                before()
            times[name].append(process(command, cwd=root))
    base = [t for t, _ in times["`extract --check`"]]
    rows = [{
        "name": name, "median": statistics.median(t for t, _ in runs), "min": min(runs)[0], "max": max(runs)[0],
        "ratio": ratio([t for t, _ in runs], base), "memory": max(m for _, m in runs),
    } for name, runs in times.items()]
    written = sum(1 for path in (root / "Sources").rglob("*") if path.suffix in (".swift", ".c", ".h"))
    return {"rows": rows, "chapters": chapters, "lines": size[0], "megabytes": size[1] / 1e6, "files": written}
