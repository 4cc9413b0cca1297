"""Random numbers: what torch's CPU generator gives for ten seeds, and how much of its stream each draw uses."""

import json
import math

import torch
from torch import nn
from torch.utils.data import (BatchSampler, DataLoader, IterableDataset, RandomSampler, SequentialSampler, SubsetRandomSampler, TensorDataset,
                              WeightedRandomSampler, random_split)

from recording import bits, packed

SEEDS = [0, 1, 2, 42, 2**31 - 1, 2**31, 2**32 - 1, 2**32, 2**53 + 1, 2**63 - 1]
RANGES = [(0, 2), (0, 10), (-7, 100), (0, 2**31), (0, 2**32 - 1), (0, 2**32), (0, 2**40), (-2**62, 2**62), (0, 2**63 - 1)]
SIZES = [1, 2, 3, 15, 16, 17, 31, 32, 33, 64, 100]
weights = [0.1, 0.9, 0.4, 0.7, 3.0, 0.6, 0.0, 1.0]


def word():
    """The next draw of torch's own generator: where in the stream it stands."""
    return torch.empty(1, dtype=torch.int32).random_().item()


def randn():
    numbers, words = [], []
    for count in range(1, 101):
        numbers.append(torch.randn(count))
        words.append(word())
    return {"floats": packed(torch.cat(numbers), "<f4"), "words": words}


def rand():
    numbers = torch.cat([torch.rand(count) for count in SIZES])
    return {"floats": packed(numbers, "<f4"), "words": [word()]}


def randperm():
    return {"ints": torch.cat([torch.randperm(count) for count in [0, 1, 2, 3, 10, 16, 100]]).tolist(), "words": [word()]}


def randint():
    return {"ints": torch.cat([torch.randint(low, high, (5,)) for low, high in RANGES]).tolist(), "words": [word()]}


def drawn_from_the_generator(p, count, generator):
    """A mask as torch draws it without Intel's library: one 64-bit uniform number for each element."""
    return torch.rand(count, dtype=torch.float64, generator=generator) < 1 - p


def dropout():
    masks = []
    for p in [0.1, 0.5, 0.9]:
        for count in [1, 7, 16, 100]:
            twin = torch.Generator()
            twin.set_state(torch.get_rng_state())
            mask = nn.functional.dropout(torch.ones(count), p) > 0
            # With MKL on an Intel processor torch asks that library for the mask. This must be recorded on another.
            if not torch.equal(mask, drawn_from_the_generator(p, count, twin)):
                raise SystemExit("torch doesn't draw dropout's masks from its generator on this machine; record on one that isn't Intel's")
            masks.append("".join(str(int(kept)) for kept in mask))
    return {"masks": masks, "words": [word()]}


LAYERS = {
    "Linear(3, 2)": lambda: nn.Linear(3, 2),
    "Linear(20, 5, bias: false)": lambda: nn.Linear(20, 5, bias=False),
    "Linear(784, 10)": lambda: nn.Linear(784, 10),
    "Conv2d(1, 4, kernelSize: 3)": lambda: nn.Conv2d(1, 4, 3),
    "Conv2d(4, 6, kernelSize: [2, 3], groups: 2)": lambda: nn.Conv2d(4, 6, (2, 3), groups=2),
    "Conv2d(3, 2, kernelSize: 5, bias: false)": lambda: nn.Conv2d(3, 2, 5, bias=False),
}


def layers():
    """The first numbers of each parameter, and the sum of all its bits."""
    parameters = [parameter for make in LAYERS.values() for parameter in make().parameters()]
    return {"floats": packed(torch.cat([parameter.detach().reshape(-1)[:3] for parameter in parameters]), "<f4"),
            "bits": [bits(parameter) for parameter in parameters], "words": [word()]}


BLOCKS = {
    "Embedding(5, 3)": lambda: nn.Embedding(5, 3),
    "Embedding(4, 3, paddingIndex: 1)": lambda: nn.Embedding(4, 3, padding_idx=1),
    "MultiheadAttention(embedDim: 4, numHeads: 2)": lambda: nn.MultiheadAttention(4, 2),
    "MultiheadAttention(embedDim: 6, numHeads: 3, bias: false)": lambda: nn.MultiheadAttention(6, 3, bias=False),
    "TransformerEncoderLayer(dModel: 4, nhead: 2, dimFeedforward: 5)": lambda: nn.TransformerEncoderLayer(4, 2, 5),
    "TransformerDecoderLayer(dModel: 4, nhead: 1, dimFeedforward: 5, bias: false)": lambda: nn.TransformerDecoderLayer(4, 1, 5, bias=False),
    "Transformer(dModel: 4, nhead: 2, numEncoderLayers: 2, numDecoderLayers: 1, dimFeedforward: 5)": lambda: nn.Transformer(4, 2, 2, 1, 5),
}


def blocks():
    """As the layers above; a table of 16 and more normal numbers comes by torch's approximations."""
    parameters = [parameter for make in BLOCKS.values() for parameter in make().parameters()]
    tables = [nn.Embedding(6, 4), nn.Embedding(5, 8, padding_idx=-2)]
    return {"floats": packed(torch.cat([table.weight.detach().reshape(-1) for table in tables]), "<f4"),
            "bits": [bits(parameter) for parameter in parameters], "words": [word()]}


def eighths(*shape):
    """Numbers between -1 and 1 that are the same everywhere."""
    return ((torch.arange(math.prod(shape)) * 5) % 17 - 8).reshape(shape) / 8


def dropped():
    """What layers compute while training, each element dropped or not as the seed says."""
    x, y = eighths(3, 2, 4), eighths(5, 2, 4)
    first = lambda x: x.transpose(0, 1).contiguous()
    layers = {"dim_feedforward": 5, "dropout": 0.3}
    results = [
        nn.MultiheadAttention(4, 2, dropout=0.3)(x, y, y),
        nn.MultiheadAttention(4, 2, dropout=0.3, batch_first=True)(first(x), first(y), first(y)),
        nn.TransformerEncoderLayer(4, 2, **layers)(x),
        nn.TransformerEncoderLayer(4, 2, **layers, norm_first=True)(x),
        nn.TransformerEncoderLayer(4, 2, **layers)(x[:, 0]),
        nn.TransformerEncoderLayer(4, 2, **layers, batch_first=True)(first(x)),
        nn.TransformerEncoderLayer(4, 2, **layers, batch_first=True, norm_first=True)(first(x)),
        nn.TransformerDecoderLayer(4, 2, **layers)(x, y),
        nn.TransformerDecoderLayer(4, 2, **layers, batch_first=True)(first(x), first(y)),
        nn.Transformer(4, 2, 1, 2, **layers)(y, x),
        nn.Transformer(4, 2, 1, 2, **layers, batch_first=True)(first(y), first(x)),
    ]
    flat = [one for result in results for one in (result if isinstance(result, tuple) else [result])]
    return {"floats": packed(torch.cat([one.detach().reshape(-1) for one in flat]), "<f4"), "words": [word()]}


def initializers():
    """Filled with normal numbers, where torch's approximations show in the last bits, and with uniform ones, where nothing may differ."""
    normal = [nn.init.normal_(torch.empty(5), 1.0, 0.5), nn.init.normal_(torch.empty(20)), nn.init.xavier_normal_(torch.empty(3, 4)),
              nn.init.xavier_normal_(torch.empty(2, 3, 2, 2), 2.0), nn.init.kaiming_normal_(torch.empty(4, 5)),
              nn.init.kaiming_normal_(torch.empty(4, 5), a=0.2, mode="fan_out"), nn.init.kaiming_normal_(torch.empty(3, 2, 2, 2), nonlinearity="relu")]
    uniform = [nn.init.uniform_(torch.empty(5), -2.0, 3.0), nn.init.uniform_(torch.empty(20)), nn.init.xavier_uniform_(torch.empty(3, 4)),
               nn.init.xavier_uniform_(torch.empty(2, 3, 2, 2), 2.0), nn.init.kaiming_uniform_(torch.empty(4, 5)),
               nn.init.kaiming_uniform_(torch.empty(4, 5), a=0.2, mode="fan_out"), nn.init.kaiming_uniform_(torch.empty(3, 2, 2, 2), nonlinearity="tanh")]
    return {"floats": packed(torch.cat([one.reshape(-1) for one in normal]), "<f4"), "bits": [bits(one) for one in uniform], "words": [word()]}


def epochs(make):
    """Three epochs of a sampler or loader, and a word of the generator after each."""
    result = make()
    orders, words = [], []
    for _ in range(3):
        orders.append([batch.tolist() if isinstance(batch, torch.Tensor) else batch for batch in result])
        words.append(word())
    flat = [order if not isinstance(order[0], list) else [i for batch in order for i in batch] for order in orders]
    sizes = [len(batch) for batch in orders[0]] if isinstance(orders[0][0], list) else [1] * len(orders[0])
    return {"orders": flat, "sizes": sizes, "words": words}


class Stream(IterableDataset):
    def __iter__(self):
        return iter(range(11))


ten = list(range(100, 110))
own = lambda: torch.Generator().manual_seed(7)
pairs = TensorDataset(torch.arange(23))
ORDERS = {
    "DataLoader(d, batchSize: 5, shuffle: true)": lambda: DataLoader(range(23), 5, shuffle=True),
    "DataLoader(d, batchSize: 5)": lambda: DataLoader(range(23), 5),
    "DataLoader(d, batchSize: 5, shuffle: true, dropLast: true)": lambda: DataLoader(range(23), 5, shuffle=True, drop_last=True),
    "DataLoader(d, batchSize: 5, shuffle: true, generator: g)": lambda: DataLoader(range(23), 5, shuffle=True, generator=own()),
    "DataLoader(d, sampler: RandomSampler)": lambda: DataLoader(range(23), 5, sampler=RandomSampler(range(23), replacement=True)),
    "DataLoader(d, batchSampler: BatchSampler)": lambda: DataLoader(range(23), batch_sampler=BatchSampler(RandomSampler(range(23)), 4, True)),
    "DataLoader(TensorDataset, batchSize: 4, shuffle: true)":
        lambda: DataLoader(pairs, 4, shuffle=True, collate_fn=lambda samples: torch.stack([sample[0] for sample in samples])),
    "DataLoader(stream, batchSize: 4)": lambda: DataLoader(Stream(), 4),
    "SequentialSampler(d)": lambda: SequentialSampler(ten),
    "RandomSampler(d)": lambda: RandomSampler(ten),
    "RandomSampler(d, numSamples: 4)": lambda: RandomSampler(ten, num_samples=4),
    "RandomSampler(d, numSamples: 25, generator: g)": lambda: RandomSampler(ten, num_samples=25, generator=own()),
    "RandomSampler(d, replacement: true)": lambda: RandomSampler(ten, replacement=True),
    "RandomSampler(d, replacement: true, numSamples: 33)": lambda: RandomSampler(ten, replacement=True, num_samples=33),
    "SubsetRandomSampler(d)": lambda: SubsetRandomSampler(ten),
    "WeightedRandomSampler(w, 20)": lambda: WeightedRandomSampler(weights, 20),
    "WeightedRandomSampler(w, 6, replacement: false)": lambda: WeightedRandomSampler(weights, 6, replacement=False),
    "WeightedRandomSampler(w, 9, generator: g)": lambda: WeightedRandomSampler(weights, 9, generator=own()),
    "BatchSampler(RandomSampler, batchSize: 3, dropLast: false)": lambda: BatchSampler(RandomSampler(ten), 3, False),
    "randomSplit(d, [5, 3, 2])": lambda: [list(part.indices) for part in random_split(ten, [5, 3, 2])],
    "randomSplit(d, [0.5, 0.25, 0.25])": lambda: [list(part.indices) for part in random_split(ten, [0.5, 0.25, 0.25])],
}

KINDS = {"randn": randn, "rand": rand, "randperm": randperm, "randint": randint, "dropout": dropout, "layers": layers, "initializers": initializers,
         "blocks": blocks, "dropped": dropped}


class Seeds:
    """A topic of its own form: for each seed, each kind of draw from the start of its stream."""

    def write(self, path):
        streams = []
        for seed in SEEDS:
            draws = {}
            for name, draw in {**KINDS, **{name: lambda make=make: epochs(make) for name, make in ORDERS.items()}}.items():
                torch.manual_seed(seed)
                draws[name] = draw()
            lines = ",\n".join(f"{json.dumps(name)}:{json.dumps(draw, separators=(',', ':'))}" for name, draw in draws.items())
            streams.append(f'{{"seed":{seed},"draws":{{\n{lines}\n}}}}')
        text = ",\n".join(streams)
        text = f'{{"torch":"{torch.__version__}","cpu":"{torch.backends.cpu.get_cpu_capability()}","streams":[\n{text}\n]}}\n'
        path.write_text(text)
        print(f"{path.name}: {len(streams)} seeds, {len(text)} bytes")


topic = Seeds()
