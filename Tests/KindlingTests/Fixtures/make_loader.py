"""Records the orders that torch's samplers, splits and data loaders give, for DatasetTests and DataLoaderTests.

    python make_loader.py          writes torch-loader.json beside this file; needs torch 2.13.0

Each record is made from a seed by the same calls that the test makes. `after` is torch's next uniform number, which checks how much of
the stream was used.
"""

import json
import pathlib

import torch
from torch.utils.data import (BatchSampler, DataLoader, IterableDataset, RandomSampler, SequentialSampler, SubsetRandomSampler,
                              WeightedRandomSampler, random_split)

SEEDS = [0, 1, 2, 3, 42, 2**32 - 1, 2**32 + 5, 2**63 - 1]


class Stream(IterableDataset):
    def __iter__(self):
        return iter(range(11))


def after():
    return torch.rand(1).item()


def loader(seed, count, size, shuffle, drop_last=False, own=None):
    torch.manual_seed(seed)
    generator = None if own is None else torch.Generator().manual_seed(own)
    loader = DataLoader(range(count), batch_size=size, shuffle=shuffle, drop_last=drop_last, generator=generator)
    epochs = [[batch.tolist() for batch in loader] for _ in range(3)]
    return {"seed": seed, "count": count, "size": size, "shuffle": shuffle, "dropLast": drop_last, "own": own,
            "length": len(loader), "epochs": epochs, "after": after()}


def sampler(seed, kind, own=None, **arguments):
    torch.manual_seed(seed)
    generator = None if own is None else torch.Generator().manual_seed(own)
    ten = range(arguments.get("count", 10))
    made = {
        "random": lambda: RandomSampler(ten, num_samples=arguments.get("samples"), generator=generator),
        "replacement": lambda: RandomSampler(ten, replacement=True, num_samples=arguments.get("samples"), generator=generator),
        "subset": lambda: SubsetRandomSampler(list(range(100, 100 + len(ten))), generator=generator),
        "weighted": lambda: WeightedRandomSampler(arguments["weights"], arguments["samples"], generator=generator),
        "race": lambda: WeightedRandomSampler(arguments["weights"], arguments["samples"], replacement=False, generator=generator),
        "sequential": lambda: SequentialSampler(ten),
    }[kind]()
    return {"seed": seed, "kind": kind, "own": own, **arguments, "length": len(made),
            "epochs": [list(made), list(made)], "after": after()}


def split(seed, count, sizes=None, fractions=None, own=None):
    torch.manual_seed(seed)
    arguments = {} if own is None else {"generator": torch.Generator().manual_seed(own)}
    parts = random_split(range(count), sizes or fractions, **arguments)
    return {"seed": seed, "count": count, "sizes": sizes, "fractions": fractions, "own": own,
            "parts": [list(part.indices) for part in parts], "after": after()}


weights = [0.1, 0.9, 0.4, 0.7, 3.0, 0.6, 0.0, 1.0]
loaders = [loader(seed, 23, 5, True) for seed in SEEDS]
loaders += [loader(seed, count, size, shuffle, drop, own)
            for seed, count, size, shuffle, drop, own in [
                (1, 23, 5, False, False, None), (1, 23, 5, True, True, None), (1, 20, 5, True, False, None), (1, 1, 1, True, False, None),
                (1, 23, 100, True, False, None), (1, 23, 100, True, True, None), (1, 23, 5, True, False, 7), (1, 23, 5, False, False, 7),
                (9, 300, 64, True, False, None), (9, 70, 1, True, False, None)]]
samplers = [sampler(seed, kind) for seed in SEEDS for kind in ("random", "subset", "sequential")]
samplers += [sampler(seed, "replacement", samples=samples, own=own)
             for seed, samples, own in [(0, 10, None), (1, 100, None), (2, 32, None), (3, 33, 5), (1, 3, None)]]
samplers += [sampler(seed, "random", samples=samples, own=own)
             for seed, samples, own in [(0, 4, None), (1, 25, None), (2, 30, 11), (3, 10, 5)]]
samplers += [sampler(seed, "weighted", weights=weights, samples=samples, own=own)
             for seed in SEEDS for samples, own in [(20, None), (7, 3)]]
samplers += [sampler(seed, "race", weights=weights, samples=samples, own=own)
             for seed in SEEDS for samples, own in [(7, None), (1, None), (4, 3)]]
samplers += [sampler(1, "weighted", weights=weights, samples=1)]
splits = [split(seed, 17, sizes=[10, 4, 3]) for seed in SEEDS]
splits += [split(1, 17, fractions=[0.5, 0.25, 0.25]), split(1, 10, fractions=[1 / 3, 1 / 3, 1 / 3]), split(2, 11, fractions=[0.9, 0.1]),
           split(3, 100, fractions=[0.7, 0.2, 0.1]), split(1, 5, sizes=[5, 0]), split(4, 17, sizes=[10, 7], own=42)]

torch.manual_seed(3)
stream = [batch.tolist() for batch in DataLoader(Stream(), batch_size=4)]
result = {"torch": torch.__version__, "loaders": loaders, "samplers": samplers, "splits": splits,
          "stream": {"batches": stream, "after": after()}}
pathlib.Path(__file__).with_name("torch-loader.json").write_text(json.dumps(result, separators=(",", ":")) + "\n")
