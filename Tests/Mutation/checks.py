"""What may catch a fault: the pages' programs, whose printed numbers `verify` compares, and the suites of the tests."""

import os
import re
import resource
import signal
import subprocess
import time
from dataclasses import dataclass, field

# What a fault makes a program ask for mustn't take the machine's memory.
MOST_MEMORY = 16 << 30
# Its WebAssembly is made from the sources as they are, not from those with faults in them.
LEFT_OUT = {"KindlingTests.SiteBitsTests"}


@dataclass
class Check:
    name: str
    command: list
    is_page: bool
    # Where it runs: a page in the book itself, whose sources are what the pages say.
    folder: object
    is_sanitized: bool = False
    seconds: float = 0
    reached: set = field(default_factory=set)

    def run(self, package, fault=0, record=None):
        """None if it passes, or how it doesn't: "fails", "hangs"."""
        environment = {key: value for key, value in os.environ.items() if not key.startswith("KINDLING_")}
        scratch = package / ".build-scratch"
        scratch.mkdir(exist_ok=True)
        environment |= {"KINDLING_FAULT": str(fault), "TMPDIR": str(scratch)}
        if not self.is_page:
            # The tests that kill a program run the package's own.
            environment["KINDLING_PROGRAMS"] = str(package / ".build/release")
        most = MOST_MEMORY
        if self.is_sanitized:
            # It reserves addresses for all of memory, and has a limit of its own.
            most = resource.RLIM_INFINITY
            environment["ASAN_OPTIONS"] = f"detect_leaks=0:allocator_may_return_null=1:hard_rss_limit_mb={MOST_MEMORY >> 20}"
        if record:
            environment["KINDLING_FAULTS_REACHED"] = str(record)
        # Two run side by side, and may share the machine with others.
        limit = 20 + 3 * self.seconds if self.seconds else 1200
        process = subprocess.Popen(
            self.command, cwd=self.folder, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            start_new_session=True, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (most, most)))
        try:
            self.output = process.communicate(timeout=limit)[0].decode(errors="replace")
        except subprocess.TimeoutExpired:
            stop(process)
            return "hangs"
        return "fails" if process.returncode else None

    def try_without_fault(self, package):
        """Notes how long it takes and which faults it reaches, and stops if it doesn't pass."""
        record = package / ".build-scratch" / f"reached-{self.name.replace('/', '-')}"
        record.unlink(missing_ok=True)
        start = time.monotonic()
        if self.run(package, record=record):
            raise SystemExit(f"mutate: {self.name} doesn't pass without a fault, either:\n{self.output[-4000:]}")
        if "Test run with 0 tests" in self.output:
            raise SystemExit(f"mutate: {self.name} has no tests:\n{self.output[-4000:]}")
        self.seconds = time.monotonic() - start
        # A suite may make no call of the library at all.
        data = record.read_bytes() if record.exists() else b""
        self.reached = {number for number, is_reached in enumerate(data) if is_reached}
        return self


def stop(process):
    """Ends a command and what it has started: `verify` ends its programs when it is told to end, and they have groups of their own."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, sign)
            process.communicate(timeout=10)
            return
        except subprocess.TimeoutExpired:
            pass
        except ProcessLookupError:
            return


def pages(root, package):
    """A check for each page that has a program: the chapter's and its solutions'."""
    built = package / ".build/release"
    names = sorted(path.name for path in (package / "Sources/Programs").iterdir() if (built / path.name).exists())
    verify = [str(root / ".build/release/verify"), "--all", "--no-build", "--build-path", str(built), "--jobs", "1"]
    return [Check(name, [*verify, name], True, root) for name in names]


def tests(folder, name):
    """The command for a suite's tests, or one test. It's what `swift test --skip-build` runs, without its second of looking around."""
    program = folder / "release/KindlingPackageTests.xctest"
    if program.is_dir():  # macOS: a bundle
        program = program / "Contents/MacOS/KindlingPackageTests"
    return [str(program), "--testing-library", "swift-testing", "--filter", f"^{re.escape(name)}(/|$)"]


def sanitized(check, package, scratch):
    """The same suite under AddressSanitizer, which needs three times as long or so."""
    return Check(check.name, tests(package / scratch, check.name), False, check.folder, True, 4 * check.seconds, check.reached)


def listed(package, flags):
    """The names of the library's tests and of those that read what the fuzzer has collected: `KindlingTests.OptimTests/frozen(i:)`."""
    result = subprocess.run(["swift", "test", "list", "--skip-build", *flags], cwd=package, capture_output=True, text=True, check=True)
    return [line for line in result.stdout.splitlines() if line.startswith(("KindlingTests.", "FuzzTests."))]


def suites(package, flags):
    """A check for each suite."""
    names = sorted({name.split("/")[0] for name in listed(package, flags)})
    return [Check(name, tests(package / ".build", name), False, package) for name in names if "(" not in name and name not in LEFT_OUT]


def tests_of(suite, package, flags):
    """A check for each test of a suite."""
    names = sorted({name for name in listed(package, flags) if name.startswith(suite.name + "/")})
    return [Check(name, tests(package / ".build", name), False, package) for name in names]
