"""Workers that stay, processes that end, and the machine that they run on."""

import datetime
import json
import os
import pathlib
import platform
import re
import signal
import statistics
import subprocess
import sys
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent
BUILD = ROOT / ".build/release"
PATIENCE = 180
VERBOSE = bool(os.environ.get("BENCH_VERBOSE"))
CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()


def say(text):
    print(f"bench: {text}", file=sys.stderr, flush=True)


def environment(**settings):
    """The user's, without what would choose a library's kernels or threads."""
    chosen = ("OPENBLAS_", "OMP_", "MKL_", "KINDLING_", "XLA_", "TORCHINDUCTOR_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(chosen)}
    return {**kept, "PYTHONUTF8": "1", **settings}


def text_of(command, **options):
    """What a program prints, or None if it can't be run."""
    try:
        result = subprocess.run(command, capture_output=True, text=True, timeout=120, env=environment(), **options)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return result.stdout.strip() if result.returncode == 0 else None


class WorkerError(Exception):
    pass


class Worker:
    """A process that keeps a library warm. While it isn't asked it is stopped, so that its threads take nothing from the others."""

    def __init__(self, peer):
        self.peer = peer
        self.process = subprocess.Popen(
            peer.command, env=environment(**peer.environment), cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=None if VERBOSE else subprocess.DEVNULL, text=True)
        self.greeting = self._answer()
        self._stop()

    def ask(self, line):
        self.process.send_signal(signal.SIGCONT)
        try:
            self.process.stdin.write(line + "\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            pass
        answer = self._answer()
        self._stop()
        if VERBOSE:
            say(f"    {self.peer.name}: {line}: {json.dumps(answer)}")
        return answer

    def _answer(self):
        # On a busy machine, threads that wait for one another can take minutes for what else takes a second.
        timer = threading.Timer(PATIENCE, self.process.kill)
        timer.start()
        line = self.process.stdout.readline()
        timer.cancel()
        if not line and self.process.wait() == -signal.SIGKILL:
            raise WorkerError(f"{self.peer.name} was stopped; it may have taken more than {PATIENCE} s")
        if not line:
            raise WorkerError(f"{self.peer.name} ended with status {self.process.wait()}; BENCH_VERBOSE=1 shows its errors")
        answer = json.loads(line)
        if "error" in answer:
            raise WorkerError(f"{self.peer.name}: {answer['error']}")
        return answer

    def _stop(self):
        self.process.send_signal(signal.SIGSTOP)

    def end(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGCONT)
            self.process.stdin.close()
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


class Peer:
    """A library in one of the ways of running it. Of a family, the fastest way counts."""

    def __init__(self, name, family, command, **environment):
        self.name, self.family, self.command, self.environment = name, family, [str(word) for word in command], environment

    @property
    def needs_weights(self):
        return self.family == "JAX"


KINDLING = Peer("Kindling", "Kindling", [BUILD / "bench"])


def peers(python, versions):
    """The peers that can be had, Kindling first."""
    found = [KINDLING]
    if CORES > 1:
        found.append(Peer("Kindling, 1 thread", "Kindling", [BUILD / "bench"], KINDLING_THREADS="1"))
    threads = sorted({1, CORES})
    if versions.get("PyTorch"):
        torch = [python, HERE / "torch_worker.py", "--threads"]
        found += [Peer(f"PyTorch eager, {plural(n, 'thread')}", "PyTorch eager", torch + [n]) for n in threads]
        found += [Peer(f"torch.compile, {plural(n, 'thread')}", "torch.compile", torch + [n, "--compile"]) for n in threads]
    if versions.get("JAX"):
        jax = [python, HERE / "jax_worker.py"]
        found += [Peer("JAX jit", "JAX", jax), Peer("JAX jit, channels first", "JAX", jax + ["--nchw"]),
                  Peer("JAX jit, scan", "JAX", jax + ["--scan"])]
        if CORES > 1 and hasattr(os, "sched_setaffinity"):
            found.append(Peer("JAX jit, 1 core", "JAX", jax + ["--threads", 1]))
    return found


def plural(count, noun):
    return f"{count} {noun}{'' if count == 1 else 's'}"


def process(command, timeout=900, **settings):
    """Runs a program to its end: its seconds, and the most megabytes that it has had.

    The system counts the memory of the process that starts another into the other's, so this one stays small: it takes 15 MB."""
    start = time.perf_counter()
    child = subprocess.Popen(
        [str(word) for word in command], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        env=environment(**settings.pop("env", {})), cwd=settings.pop("cwd", ROOT))
    timer = threading.Timer(timeout, child.kill)
    timer.start()
    errors = child.stderr.read()
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    timer.cancel()
    if child.returncode:
        last = errors.decode(errors="replace").strip().splitlines()[-1:] or [""]
        raise WorkerError(f"{pathlib.Path(command[0]).name} ended with status {child.returncode}: {last[0]}")
    return seconds, usage.ru_maxrss / (1024 if sys.platform == "linux" else 1 << 20)


def ratio(times, base):
    """How many times as long one took as the other: the median over the rounds in which both ran."""
    return statistics.median(a / b for a, b in zip(times, base))


def machine():
    """What the numbers depend on."""
    model = None
    if os.path.exists("/proc/cpuinfo"):
        match = re.search(r"model name\s*:\s*(.*)", open("/proc/cpuinfo").read())
        model = match and match[1]
    model = model or text_of(["sysctl", "-n", "machdep.cpu.brand_string"]) or platform.processor()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / (1 << 30)
    worker = Worker(KINDLING)
    isa = worker.greeting["isa"]
    worker.end()
    return {
        "processor": f"{model}, {plural(CORES, 'core')}, {isa.upper().replace('AVX512', 'AVX-512')}",
        "memory": f"{memory:.0f} GB",
        "system": f"{platform.system()} {platform.machine()}",
    }


def versions(python):
    def module(name):
        return text_of([python, "-c", f"from importlib.metadata import version; print(version('{name}'))"])

    swift = re.search(r"Swift version (\S+)", text_of(["swift", "--version"]) or "")
    mdbook = text_of(["mdbook", "--version"])
    pandoc, cmark = (text_of([tool, "--version"]) for tool in ("pandoc", "cmark"))
    commit = text_of(["git", "-C", str(ROOT), "describe", "--always", "--dirty"])
    found = {
        "Kindling": commit, "Swift": swift and swift[1], "Python": platform.python_version(), "NumPy": module("numpy"),
        "PyTorch": module("torch"), "JAX": module("jax"), "pandoc": pandoc and pandoc.splitlines()[0].split()[-1],
        "cmark": cmark and cmark.splitlines()[0].split()[1], "mdBook": mdbook and mdbook.split()[-1],
    }
    for name, remedy in (
        ("PyTorch", "the rows of PyTorch will be missing; see `make bench` about installing it"),
        ("JAX", "its rows will be missing; see `make bench` about installing it"),
        ("pandoc", "its row in (i) will be missing; apt-get or brew install pandoc"),
        ("cmark", "its row in (i) will be missing; apt-get or brew install cmark"),
        ("mdBook", "its row in (i) will be missing; cargo install mdbook"),
    ):
        if not found[name]:
            say(f"there is no {name} here; {remedy}")
    return found


def load():
    """How busy the machine is with other things."""
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0


def today():
    return datetime.date.today().isoformat()
