"""`make bench`: Kindling against PyTorch and JAX, the book's programs against their Python columns, and the tool.

    make bench              everything, some forty minutes; RESULTS.md, results.json and growth.svg in this folder
    make bench ONLY=c       one part, or several (ONLY=acg); the other parts of RESULTS.md stay
    make bench ROUNDS=9     so many rounds of (a) to (d) and (j) instead of 5

The parts are described in RESULTS.md. Run it on a machine that does nothing else.
"""

import argparse
import json
import pathlib
import sys
import time

import measure
import report
import work
from measure import HERE, say

PARTS = {
    **{letter: (lambda session, letter=letter: work.training(letter, session)) for letter in work.TRAININGS},
    "e": work.whole_processes, "f": work.memory, "g": work.growth, "h": work.loading, "i": work.tool,
    "j": work.attention,
}


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--only", default="".join(PARTS), help="letters of the parts")
    arguments.add_argument("--rounds", type=int, default=5)
    arguments.add_argument(
        "--peers", help="only these of the others, with commas: PyTorch eager,torch.compile,JAX (default: all that can be had)")
    arguments.add_argument("--output", help="the folder of the results (default: this one)")
    arguments.add_argument(
        "--images", type=int, help="train with so many instead of 50,000, to try the benchmark itself; needs --output")
    arguments = arguments.parse_args()
    if arguments.images and not arguments.output:
        sys.exit("bench: error: what --images measures is no result; name another folder with --output")
    unknown = set(arguments.only) - set(PARTS)
    if unknown or not arguments.only or arguments.rounds < 1:
        sys.exit(f"bench: error: the parts are {', '.join(PARTS)}, and there is at least one round")
    if not (measure.BUILD / "bench").exists():
        sys.exit("bench: error: Kindling's worker isn't built; use `make bench`")
    output = pathlib.Path(arguments.output or HERE)
    busy = measure.load()
    if busy > 0.5:
        say(f"{busy:.1f} processes are running on average; the numbers will be worse than they could be, and less alike")

    start = time.time()
    versions = measure.versions(sys.executable)
    machine = measure.machine()
    results = {"machine": machine, "versions": versions, "peak": {}, "sections": {}}
    file = output / "results.json"
    if file.exists():
        earlier = json.loads(file.read_text())
        if earlier["machine"] == machine:
            results["sections"], results["peak"] = earlier["sections"], earlier["peak"]
        else:
            say("the earlier results are from another machine; they are left behind")

    peers = measure.peers(sys.executable, versions)
    if arguments.peers:
        peers = [peer for peer in peers if peer.family in ["Kindling", *arguments.peers.split(",")]]
    session = work.Session(peers, sys.executable, versions, arguments.rounds, arguments.images)
    try:
        session.measure_peak()
        for letter in [letter for letter in PARTS if letter in arguments.only]:
            faults, session.missing = len(session.mistakes), []
            try:
                section = PARTS[letter](session)
            except measure.WorkerError as error:
                session.mistake(f"({letter}) {error}")
                continue
            # The load before the first part: later, this benchmark is a load itself.
            results["sections"][letter] = {**section, "date": measure.today(), "load": busy, "missing": session.missing}
            session.measure_peak()
            for name, threads in (("one", 1), ("all", measure.CORES)):
                results["peak"][name] = max(session.peak[threads], results["peak"].get(name, 0))
            write(results, output)
            if len(session.mistakes) > faults:
                say(f"({letter}) isn't to be trusted")
    finally:
        session.end()
    say(f"{(time.time() - start) / 60:.1f} minutes; the results are in {output / 'RESULTS.md'}")
    if session.mistakes:
        sys.exit("bench: error: " + "; ".join(session.mistakes))


def write(results, output):
    output.mkdir(parents=True, exist_ok=True)
    (output / "results.json").write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n")
    (output / "RESULTS.md").write_text(report.text_of(results))
    if "g" in results["sections"]:
        (output / "growth.svg").write_text(report.chart(results["sections"]["g"]))


try:
    main()
except measure.WorkerError as error:
    sys.exit(f"bench: error: {error}")
