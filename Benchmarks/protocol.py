"""What the Python workers share: the protocol, described in worker/Worker.swift, and the data."""

import gzip
import json
import pathlib
import resource
import sys
import time

import numpy as np

RESOURCES = pathlib.Path(__file__).resolve().parent.parent / "Sources/Kindling/Resources/MNIST"


def idx(name, skip):
    """The bytes of one of MNIST's files, as the chapters' Python columns read them."""
    return np.frombuffer(gzip.open(RESOURCES / f"{name}-ubyte.gz").read(), np.uint8, offset=skip)


def images():
    return idx("train-images-idx3", 16).reshape(-1, 784) / np.float32(256)


def labels():
    return idx("train-labels-idx1", 8).astype(np.int64)


class Case:
    """A name and its settings, as in `cnn channels=64 images=8192`."""

    def __init__(self, words):
        self.name = words[0] if words else ""
        self.settings = {name: int(value) for name, value in (word.split("=") for word in words[1:])}

    def value(self, name, standard):
        return self.settings.get(name, standard)

    @property
    def validation(self):
        """Whether a run is followed by a validation, and whether that belongs to it."""
        return ("none", "timed", "untimed")[self.value("validate", {"cnn": 1, "lenet": 1, "encoder": 0}.get(self.name, 2))]


def peak_megabytes():
    try:
        for line in open("/proc/self/status"):
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    except OSError:
        pass
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20)


def serve(greeting, load, make):
    """Answers commands. `load` makes the framework's tensors of MNIST, images and labels for training and for validation;
    `make(case, data)` a training, with `reset`, `run`, `validation_loss`, `check` and, where it can't draw Kindling's weights by
    itself, `start_from`."""
    data = None
    trainings = {}

    def training(words):
        nonlocal data
        key = " ".join(words)
        if key not in trainings:
            case = Case(words)
            if data is None and case.name != "encoder":
                data = load()
            trainings[key] = make(case, data)
        return trainings[key]

    def answer(words):
        command, rest = words[0], words[1:]
        if command == "prepare":
            if rest == ["load"]:
                load()
            else:
                work = training(rest)
                work.reset()
                work.run()
                if work.case.validation == "untimed":
                    work.validation_loss()
            return {"ok": True}
        if command == "run":
            if rest == ["load"]:
                start = time.perf_counter()
                loaded = load()
                seconds = time.perf_counter() - start
                return {"seconds": seconds, "loss": float(loaded[0].mean()), "samples": len(loaded[0]) + len(loaded[2])}
            work = training(rest)
            work.reset()
            start = time.perf_counter()
            loss, samples = work.run()
            seconds = time.perf_counter() - start
            if work.case.validation == "untimed":
                loss = work.validation_loss()
            return {"seconds": seconds, "loss": loss, "samples": samples}
        if command == "check":
            loss, samples = training(rest).check()
            return {"seconds": 0, "loss": loss, "samples": samples}
        if command == "start-from":
            training(rest[1:]).start_from(np.fromfile(rest[0], np.float32))
            return {"ok": True}
        if command == "memory":
            return {"megabytes": peak_megabytes()}
        raise ValueError(f"'{' '.join(words)}' is no command")

    print(json.dumps(greeting), flush=True)
    for line in sys.stdin:
        try:
            reply = answer(line.split())
        except Exception as error:
            reply = {"error": f"{type(error).__name__}: {error}".replace("\n", " ")}
        print(json.dumps(reply), flush=True)
