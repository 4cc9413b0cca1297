"""Writes torch-figures.json: the figures that the documents print, as PyTorch prints them, from the seeds 1 to 5.

    python Chapters/Data/make_figures.py [key ...]

Run it from the package's root; it needs torch 2.13 and numpy, and takes some minutes, nearly all of them for the
convolutional network (`cnn`). With keys, only these are computed anew. It uses one thread: with two, torch's sums come
in another order, and the convolutional network's losses end elsewhere.

Each entry has, for each seed, the figure's numbers in order; what depends on no seed has one list. Chapter 16 reads them.
The seed is set where the chapter that the figure stands in sets it: just before the model, the weights or the first draw.
"""

import datetime
import gzip
import json
import math
import pathlib
import sys

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset

SEEDS = [1, 2, 3, 4, 5]
FILE = pathlib.Path("Chapters/Data/torch-figures.json")

torch.set_num_threads(1)


def idx(name, skip):
    file = gzip.open(f"Sources/Kindling/Resources/MNIST/{name}-ubyte.gz")
    return np.frombuffer(file.read(), np.uint8, offset=skip)


images = torch.from_numpy(idx("train-images-idx3", 16).reshape(-1, 784) / np.float32(256))
labels = torch.from_numpy(idx("train-labels-idx1", 8).astype(np.int64))
x_train, y_train, x_valid, y_valid = images[:50000], labels[:50000], images[50000:], labels[50000:]
train_set, valid_set = TensorDataset(x_train, y_train), TensorDataset(x_valid, y_valid)
n, bs = 50000, 64


# Document 000, part 0: the network from scratch (chapters 04 and 05)

def parameters(seed):
    torch.manual_seed(seed)
    weights = (torch.randn(784, 10) / math.sqrt(784)).requires_grad_()
    return weights, torch.zeros(10, requires_grad=True)


def log_softmax(x):
    return x - x.exp().sum(-1).log().unsqueeze(-1)


def nll(input, target):
    return -input[range(target.shape[0]), target].mean()


def accuracy(out, target):
    return (out.argmax(1) == target).float().mean()


def step(loss, weights, bias):
    loss.backward()
    with torch.no_grad():
        for p in (weights, bias):
            p -= p.grad * 0.5
            p.grad.zero_()


def first_batch(seed):
    weights, bias = parameters(seed)
    preds = log_softmax(x_train[:bs] @ weights + bias)
    return [*preds[0].tolist(), nll(preds, y_train[:bs]).item(), accuracy(preds, y_train[:bs]).item()]


def update_outside_the_loop(seed):
    """Two steps, both with the last batch: its losses by nll and by F.cross_entropy, and the accuracy."""
    weights, bias = parameters(seed)
    xb, yb = x_train[781 * bs:], y_train[781 * bs:]
    for _ in range(2):
        step(nll(log_softmax(xb @ weights + bias), yb), weights, bias)
    scores = xb @ weights + bias
    return [nll(log_softmax(scores), yb).item(), F.cross_entropy(scores, yb).item(), accuracy(scores, yb).item()]


def last_batch_after(forward, params):
    for _ in range(2):
        for i in range((n - 1) // bs + 1):
            xb, yb = x_train[i * bs:(i + 1) * bs], y_train[i * bs:(i + 1) * bs]
            F.cross_entropy(forward(xb), yb).backward()
            with torch.no_grad():
                for p in params:
                    p -= p.grad * 0.5
                    p.grad = None
    return F.cross_entropy(forward(xb), yb).item()


# Part 1: with nn (chapters 06 to 10)

def module(seed):
    weights, bias = parameters(seed)
    return [last_batch_after(lambda xb: xb @ weights + bias, [weights, bias])]


def linear(seed):
    """The same for chapters 07 to 10: optimizer, data set and loader change how it is written, and not what happens."""
    torch.manual_seed(seed)
    model = nn.Linear(784, 10)
    return [last_batch_after(model, list(model.parameters()))]


# Part 2: validation (chapters 11 and 12)

def validation(seed):
    """Unshuffled, and the mean of the batches' means, as in the document and in chapter 11."""
    torch.manual_seed(seed)
    model = nn.Linear(784, 10)
    opt = optim.SGD(model.parameters(), lr=0.5)
    valid = DataLoader(valid_set, batch_size=bs * 2)
    losses = []
    for _ in range(5):
        for xb, yb in DataLoader(train_set, batch_size=bs):
            F.cross_entropy(model(xb), yb).backward()
            opt.step()
            opt.zero_grad()
        with torch.no_grad():
            losses.append(sum(F.cross_entropy(model(xb), yb) for xb, yb in valid).item() / len(valid))
    return losses


def fit(model, opt):
    train = DataLoader(train_set, batch_size=bs, shuffle=True)
    valid = DataLoader(valid_set, batch_size=bs * 2)
    losses = []
    for _ in range(5):
        model.train()
        for xb, yb in train:
            F.cross_entropy(model(xb), yb).backward()
            opt.step()
            opt.zero_grad()
        model.eval()
        with torch.no_grad():
            batches = [(F.cross_entropy(model(xb), yb).item(), len(xb)) for xb, yb in valid]
        losses.append(sum(loss * count for loss, count in batches) / sum(count for _, count in batches))
    return losses


def shuffled(seed):
    torch.manual_seed(seed)
    model = nn.Linear(784, 10)
    return fit(model, optim.SGD(model.parameters(), lr=0.5))


# Part 3: convolutions (chapters 13 and 14; the Sequential of 14 draws the same numbers in the same order)

def cnn(seed):
    torch.manual_seed(seed)
    model = nn.Sequential(
        nn.Unflatten(1, (1, 28, 28)),
        nn.Conv2d(1, 16, kernel_size=3, stride=2, padding=1), nn.ReLU(),
        nn.Conv2d(16, 16, kernel_size=3, stride=2, padding=1), nn.ReLU(),
        nn.Conv2d(16, 10, kernel_size=3, stride=2, padding=1), nn.ReLU(),
        nn.AvgPool2d(4), nn.Flatten())
    return fit(model, optim.SGD(model.parameters(), lr=0.1, momentum=0.9))


# Document 003 (chapters 06, 08 and 16)

def my_linear(seed):
    """The weights of MyLinear(7, 12), made after a randn(5, 7)."""
    torch.manual_seed(seed)
    torch.randn(5, 7)
    return torch.randn(7, 12).flatten().tolist()


def regression():
    """Of y = 2x + 1, from the weight and bias that chapter 08 works out: losses 0 to 999, then the eleven predictions."""
    model = nn.Linear(1, 1)
    with torch.no_grad():
        model.weight.fill_(-0.52364557)
        model.bias.fill_(-0.05467653)
    x = torch.arange(11.).view(-1, 1)
    y = 2 * x + 1
    opt = optim.SGD(model.parameters(), lr=0.01)
    losses = []
    for _ in range(1000):
        opt.zero_grad()
        loss = F.mse_loss(model(x), y)
        losses.append(loss.item())
        loss.backward()
        opt.step()
    return losses + model(x).flatten().tolist()


# Document 004 (chapter 15)

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 6, 3)
        self.conv2 = nn.Conv2d(6, 16, 3)
        self.fc1 = nn.Linear(16 * 6 * 6, 120)
        self.fc2 = nn.Linear(120, 84)
        self.fc3 = nn.Linear(84, 10)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.conv1(x)), 2)
        x = F.max_pool2d(F.relu(self.conv2(x)), 2)
        x = F.relu(self.fc1(x.flatten(1)))
        return self.fc3(F.relu(self.fc2(x)))


def lenet(seed):
    """The MSE loss, and the gradient of conv1's bias."""
    torch.manual_seed(seed)
    net = Net()
    input = torch.randn(1, 1, 32, 32)
    output = net(input)
    target = torch.randn(10).view(1, -1)
    loss = F.mse_loss(output, target)
    loss.backward()
    return [loss.item(), *net.conv1.bias.grad.tolist()]


SEEDED = {f.__name__: f for f in (
    first_batch, update_outside_the_loop, module, linear, validation, shuffled, cnn, my_linear, lenet)}
FIXED = {f.__name__: f for f in (regression,)}

figures = json.loads(FILE.read_text())["figures"] if len(sys.argv) > 1 else {}
for key in sys.argv[1:] or [*SEEDED, *FIXED]:
    results = [SEEDED[key](seed) for seed in SEEDS] if key in SEEDED else [FIXED[key]()]
    figures[key] = [[float(f"{number:.9g}") for number in result] for result in results]
    print(key, "done", flush=True)

made = {
    "command": "python Chapters/Data/make_figures.py",
    "date": datetime.date.today().isoformat(),
    "torch": torch.__version__,
    "threads": torch.get_num_threads(),
    "seeds": SEEDS,
}
text = [json.dumps(made, indent=1)[:-2] + ',\n "figures": {']
entries = []
for key, results in figures.items():
    entries.append(f'  "{key}": [\n' + ",\n".join("   " + json.dumps(result) for result in results) + "\n  ]")
FILE.write_text("\n".join(text) + "\n" + ",\n".join(entries) + "\n }\n}\n")
