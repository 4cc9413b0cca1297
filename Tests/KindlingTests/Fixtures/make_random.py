"""Records what torch's CPU generator gives, for GeneratorTests.

    python make_random.py          writes torch-random.json beside this file; needs torch 2.13.0

A stream is a seed and the draws made from it, one after the other, so that each draw checks the position that the one before has left.
Floats are stored as base64 of their little-endian bits. Of a long draw only the first and last eight numbers are stored.
"""

import base64
import json
import pathlib
import random

import numpy
import torch

random.seed(20260102)


def packed(tensor, code):
    return base64.b64encode(tensor.numpy().astype(code).tobytes()).decode()


def draw(generator, kind, count, *arguments):
    """Makes one draw and returns its record."""
    record = {"kind": kind, "count": count}
    if arguments:
        record["arguments"] = list(arguments)
    if kind == "words":
        # The lowest 31 of each 32 bits: what torch lets us see of a word.
        result = torch.empty(count, dtype=torch.int32).random_(generator=generator).long()
    elif kind == "rand":
        result = torch.rand(count, generator=generator)
    elif kind == "randn":
        result = torch.randn(count, generator=generator)
    elif kind == "rand64":
        result = torch.rand(count, generator=generator, dtype=torch.float64)
    elif kind == "uniform":
        result = torch.empty(count).uniform_(*arguments, generator=generator)
    elif kind == "normal":
        result = torch.empty(count).normal_(*arguments, generator=generator)
    elif kind == "randint":
        result = torch.randint(*arguments, (count,), generator=generator)
    elif kind == "randperm":
        result = torch.randperm(count, generator=generator)
    if len(result) > 110:
        if kind in ("rand", "uniform"):
            # The sum of the bit patterns: exact, and different if a single bit is.
            record["checksum"] = int(result.numpy().view("<u4").astype(numpy.uint64).sum())
        elif kind in ("randint", "randperm"):
            record["checksum"] = int((result * torch.arange(1, count + 1)).sum())
        result = torch.cat([result[:8], result[-8:]])
    if result.dtype == torch.float32:
        record["floats"] = packed(result, "<f4")
    elif result.dtype == torch.float64:
        record["doubles"] = packed(result, "<f8")
    else:
        record["ints"] = result.tolist()
    return record


streams = []


def stream(seed, *draws):
    generator = torch.Generator().manual_seed(seed)
    streams.append({"seed": seed, "draws": [draw(generator, *one) for one in draws]})


SEEDS = [0, 1, 42, 1234, 2**31, 2**32 - 1, 2**32 + 1, 2**63 - 1]
SIZES = [1, 2, 3, 15, 16, 17, 20, 31, 32, 33, 100, 7840]

# Each kind alone, from the start of a stream.
for seed in SEEDS:
    stream(seed, ("words", 5), ("rand", 3), ("rand64", 3))
    stream(seed, ("randperm", 10), ("randint", 6, 0, 10))
    stream(seed, ("randn", 3), ("randn", 3))
for count in SIZES:
    stream(1, ("rand", count), ("words", 1))
    stream(1, ("randn", count), ("words", 1))
    stream(1, ("randperm", count), ("words", 1))
    stream(1, ("randint", count, -7, 100), ("words", 1))

# Across the end of the 624 words.
stream(3, ("words", 100), ("rand", 519), ("words", 6), ("rand64", 1000), ("randn", 5000), ("words", 3))

# The number that is kept: seen by the next draw of fewer than 16, and only by that.
stream(5, ("randn", 1), ("rand", 1), ("randn", 1), ("words", 1))
stream(5, ("randn", 3), ("randn", 16), ("randn", 2), ("randn", 1), ("words", 1))
stream(5, ("randn", 1), ("normal", 1, 100.0, 0.5), ("normal", 4, -2.0, 3.0), ("words", 1))

# Ranges of whole numbers, on both sides of the width where torch takes a second word.
for width in [1, 2, 100, 2**16, 2**28 - 1, 2**28, 2**28 + 1, 2**31, 2**32 - 1, 2**32, 2**40, 2**62]:
    stream(9, ("randint", 4, 0, width), ("words", 1))
stream(9, ("randint", 4, -(2**62), 2**62), ("randint", 4, -5, -4), ("randint", 4, -(2**63), 2**63 - 1))

# Other ranges and spreads. Rounding reaches the upper bound of the second and third, which torch replaces by the lower.
for bounds in [(-1.0, 1.0), (1024.0, 1024.001), (5.0, 5.00001), (-0.0357, 0.0357), (0.0, 255.0), (3.0, 3.0)]:
    stream(11, ("uniform", 20, *bounds), ("uniform", 300, *bounds), ("words", 1))
for spread in [(0.0, 0.02), (5.0, 2.0), (-1.0, 0.0)]:
    for count in [4, 15, 16, 40]:
        stream(11, ("normal", count, *spread), ("words", 1))

# Everything after everything.
for seed in range(100, 124):
    draws = []
    for _ in range(random.randint(4, 8)):
        kind = random.choice(["rand", "randn", "randn", "rand64", "randint", "randperm", "words"])
        count = random.choice([1, 2, 3, 5, 15, 16, 17, 20, 31])
        draws.append((kind, count, 0, random.choice([2, 10, 1000, 2**29])) if kind == "randint" else (kind, count))
    stream(seed, *draws)

path = pathlib.Path(__file__).with_name("torch-random.json")
lines = ",\n".join(json.dumps(one, separators=(",", ":")) for one in streams)
path.write_text(f'{{"torch":"{torch.__version__}","streams":[\n{lines}\n]}}\n')
print(f"{len(streams)} streams, {path.stat().st_size} bytes")
