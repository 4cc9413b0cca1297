"""Records the losses of torch's trainings, for TrainingParityTests.

    python make_training.py        writes torch-training.json beside this file; needs torch 2.13.0

The models are those of chapters 12, 13 and 15, the images MNIST's, the orders those of shuffled DataLoaders, for five seeds. What is compared is
the recording with one thread. The others say how far torch is from itself: with two threads, without oneDNN (its library of kernels), and in
doubles from the same weights, which is the nearest to the true value. It prints how far the first three are from the last, at most.
"""

import gzip
import json
import pathlib

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset

SEEDS = [1, 2, 3, 4, 5]
BATCHES = 50
here = pathlib.Path(__file__).parent


def idx(name, skip):
    file = here / f"../../../Sources/Kindling/Resources/MNIST/{name}-ubyte.gz"
    return np.frombuffer(gzip.open(file).read(), np.uint8, offset=skip)


images = torch.from_numpy(idx("train-images-idx3", 16).reshape(-1, 784) / np.float32(256))
labels = torch.from_numpy(idx("train-labels-idx1", 8).astype(np.int64))
train_set, valid_set = TensorDataset(images[:50000], labels[:50000]), TensorDataset(images[50000:], labels[50000:])


class MnistCNN(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 16, kernel_size=3, stride=2, padding=1)
        self.conv2 = nn.Conv2d(16, 16, kernel_size=3, stride=2, padding=1)
        self.conv3 = nn.Conv2d(16, 10, kernel_size=3, stride=2, padding=1)

    def forward(self, xb):
        xb = xb.view(-1, 1, 28, 28)
        for conv in [self.conv1, self.conv2, self.conv3]:
            xb = F.relu(conv(xb))
        xb = F.avg_pool2d(xb, 4)
        return xb.view(-1, xb.size(1))


class LeNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 6, 3)
        self.conv2 = nn.Conv2d(6, 16, 3)
        self.fc1 = nn.Linear(16 * 6 * 6, 120)
        self.fc2 = nn.Linear(120, 84)
        self.fc3 = nn.Linear(84, 10)

    def forward(self, x):
        x = F.pad(x.view(-1, 1, 28, 28), (2, 2, 2, 2))
        x = F.max_pool2d(F.relu(self.conv1(x)), (2, 2))
        x = F.max_pool2d(F.relu(self.conv2(x)), 2)
        return self.fc3(F.relu(self.fc2(F.relu(self.fc1(x.flatten(1))))))


def linear():
    return nn.Linear(784, 10)


def step(model, optimizer, xb, yb):
    loss = F.cross_entropy(model(xb), yb)
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
    return loss.item()


def first_batches(seed, make_model, make_optimizer, threads=1, onednn=True, double=False):
    torch.set_num_threads(threads)
    torch.manual_seed(seed)
    model = make_model()
    kind = torch.float64 if double else torch.float32
    model.to(kind)
    optimizer = make_optimizer(model.parameters())
    losses = []
    with torch.backends.mkldnn.flags(enabled=onednn):
        for xb, yb in DataLoader(train_set, batch_size=64, shuffle=True):
            losses.append(step(model, optimizer, xb.to(kind), yb))
            if len(losses) == BATCHES:
                return losses


def validation_losses(seed):
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    model = linear()
    optimizer = optim.SGD(model.parameters(), lr=0.5)
    losses = []
    for _ in range(5):
        for xb, yb in DataLoader(train_set, batch_size=64, shuffle=True):
            step(model, optimizer, xb, yb)
        with torch.no_grad():
            parts = [(F.cross_entropy(model(xb), yb).item(), len(xb)) for xb, yb in DataLoader(valid_set, batch_size=128)]
        losses.append(sum(loss * n for loss, n in parts) / sum(n for _, n in parts))
    return losses


trainings = {
    "cnn": (MnistCNN, lambda parameters: optim.SGD(parameters, lr=0.1, momentum=0.9)),
    "lenet sgd": (LeNet, lambda parameters: optim.SGD(parameters, lr=0.01)),
    "lenet adam": (LeNet, lambda parameters: optim.Adam(parameters, lr=1e-3)),
    "lenet adamw": (LeNet, lambda parameters: optim.AdamW(parameters, lr=1e-3)),
}
runs = {}
for name, (make_model, make_optimizer) in trainings.items():
    runs[name] = []
    for seed in SEEDS:
        run = {
            "seed": seed,
            "one_thread": first_batches(seed, make_model, make_optimizer),
            "two_threads": first_batches(seed, make_model, make_optimizer, threads=2),
            "without_onednn": first_batches(seed, make_model, make_optimizer, onednn=False),
            "double": first_batches(seed, make_model, make_optimizer, double=True),
        }
        runs[name].append(run)
        far = [(key.replace("_", " ").replace("onednn", "oneDNN"), max(abs(a - b) for a, b in zip(run[key], run["double"])))
               for key in ["one_thread", "two_threads", "without_onednn"]]
        print(f"{name}, seed {seed}: " + ", ".join(f"{what} {value:.0e}" for what, value in far), flush=True)
logistic = [{"seed": seed, "validation": validation_losses(seed)} for seed in SEEDS]

lines = [f'"torch":"{torch.__version__}"', '"logistic":' + json.dumps(logistic)]
lines += [f'"{name}":[\n' + ",\n".join(json.dumps(run) for run in runs[name]) + "]" for name in runs]
here.joinpath("torch-training.json").write_text("{" + ",\n".join(lines) + "}\n")
