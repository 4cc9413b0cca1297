"""JAX's side of `make bench`: `jax_worker.py [--scan] [--threads 1] [--nchw]`.

Everything is jitted, the data stays on the device, and weights and optimizer state are donated, so that they are updated where they
are. An epoch is a jitted step for each batch, which takes its rows by index inside; with --scan it is one jitted program, `lax.scan`
over the batches. An epoch's order is a numpy permutation. No loss is waited for before the epoch's end. The images are in channels-last
order (NHWC), with --nchw in channels-first: which is faster depends on the network and the machine, so the benchmark tries both.
"""

import argparse
import os

arguments = argparse.ArgumentParser()
arguments.add_argument("--scan", action="store_true")
arguments.add_argument("--threads", type=int, default=0)
arguments.add_argument("--nchw", action="store_true")
arguments = arguments.parse_args()
os.environ["JAX_PLATFORMS"] = "cpu"
if arguments.threads == 1 and hasattr(os, "sched_setaffinity"):
    # XLA makes as many threads as there are cores that it may use.
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:1])

import functools
import math

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

import protocol

LAYOUT = ("NCHW", "OIHW", "NCHW") if arguments.nchw else ("NHWC", "HWIO", "NHWC")
SPACE = (2, 3) if arguments.nchw else (1, 2)


def load():
    images, labels = protocol.images(), protocol.labels().astype(np.int32)
    parts = images[:50000], labels[:50000], images[50000:], labels[50000:]
    return jax.block_until_ready([jnp.asarray(part) for part in parts])


def conv(x, weight, bias, stride, padding):
    y = lax.conv_general_dilated(x, weight, (stride, stride), [(padding, padding)] * 2, dimension_numbers=LAYOUT)
    return y + (bias[:, None, None] if arguments.nchw else bias)


def pictures(x):
    return x.reshape(-1, 1, 28, 28) if arguments.nchw else x.reshape(-1, 28, 28, 1)


def linear(x, weight, bias):
    return x @ weight + bias


def cnn(p, x):
    x = jax.nn.relu(conv(pictures(x), p[0], p[1], 2, 1))
    x = jax.nn.relu(conv(x, p[2], p[3], 2, 1))
    x = jax.nn.relu(conv(x, p[4], p[5], 2, 1))
    return x.mean(SPACE)


def max_pool(x):
    window = tuple(2 if i in SPACE else 1 for i in range(4))
    return lax.reduce_window(x, -jnp.inf, lax.max, window, window, "VALID")


def lenet(p, x):
    x = jnp.pad(pictures(x), [(2, 2) if i in SPACE else (0, 0) for i in range(4)])
    x = max_pool(jax.nn.relu(conv(x, p[0], p[1], 1, 0)))
    x = max_pool(jax.nn.relu(conv(x, p[2], p[3], 1, 0)))
    x = x.reshape(x.shape[0], -1)
    x = jax.nn.relu(linear(x, p[4], p[5]))
    x = jax.nn.relu(linear(x, p[6], p[7]))
    return linear(x, p[8], p[9])


def shapes(case):
    """The weights' shapes as torch has them, in the order of its parameters."""
    if case.name in ("logistic", "logistic-loader"):
        return [(10, 784), (10,)]
    if case.name == "cnn":
        c = case.value("channels", 16)
        return [(c, 1, 3, 3), (c,), (c, c, 3, 3), (c,), (10, c, 3, 3), (10,)]
    if case.name == "lenet":
        return [(6, 1, 3, 3), (6,), (16, 6, 3, 3), (16,), (120, 576), (120,), (84, 120), (84,), (10, 84), (10,)]
    raise ValueError(f"'{case.name}' is no work; there are logistic, logistic-loader, cnn, lenet and load")


def drawn(case):
    """Weights as torch's layers draw them, with other random numbers."""
    generator = np.random.default_rng(1)
    values = []
    for shape in shapes(case):
        if len(shape) > 1:
            fan_in = math.prod(shape[1:])
        values.append(generator.uniform(-1, 1, math.prod(shape)) / math.sqrt(fan_in))
    return np.concatenate(values).astype(np.float32)


def arranged(case, values):
    """Weights in torch's arrangement, in the one that is used here."""
    result, place = [], 0
    for shape in shapes(case):
        weight = values[place:place + math.prod(shape)].reshape(shape)
        place += weight.size
        if weight.ndim == 4 and not arguments.nchw:
            weight = weight.transpose(2, 3, 1, 0)
        elif weight.ndim == 2:
            if shape[1] == 576 and not arguments.nchw:
                weight = weight.reshape(-1, 16, 6, 6).transpose(0, 2, 3, 1).reshape(-1, 576)
            weight = weight.T
        result.append(np.ascontiguousarray(weight))
    return result


class Training:
    def __init__(self, case, data):
        self.case = case
        self.x, self.y, self.x_valid, self.y_valid = data
        self.count = case.value("images", 50000)
        self.batch = case.value("batch", 64)
        self.shuffles = case.name != "logistic"
        self.start = arranged(case, drawn(case))
        apply = {"cnn": cnn, "lenet": lenet}.get(case.name, lambda p, x: linear(x, *p))

        def loss(p, x, y):
            return -jnp.take_along_axis(jax.nn.log_softmax(apply(p, x)), y[:, None], 1).mean()

        def update(state, gradients):
            if case.name == "lenet":
                p, m, v, t = state
                t = t + 1
                m = jax.tree.map(lambda m, g: 0.9 * m + 0.1 * g, m, gradients)
                v = jax.tree.map(lambda v, g: 0.999 * v + 0.001 * g * g, v, gradients)
                rate, root = 1e-3 / (1 - 0.9 ** t), jnp.sqrt(1 - 0.999 ** t)
                p = jax.tree.map(lambda p, m, v: p - rate * m / (jnp.sqrt(v) / root + 1e-8), p, m, v)
                return p, m, v, t
            if case.name == "cnn":
                p, v = state
                v = jax.tree.map(lambda v, g: 0.9 * v + g, v, gradients)
                return jax.tree.map(lambda p, v: p - 0.1 * v, p, v), v
            return (jax.tree.map(lambda p, g: p - 0.5 * g, state[0], gradients),)

        def train(state, xb, yb):
            value, gradients = jax.value_and_grad(loss)(state[0], xb, yb)
            return update(state, gradients), value

        def rows(x, y, order, start, size):
            if order is None:
                return lax.dynamic_slice_in_dim(x, start, size), lax.dynamic_slice_in_dim(y, start, size)
            places = lax.dynamic_slice_in_dim(order, start, size)
            return x[places], y[places]

        @functools.partial(jax.jit, static_argnums=5, donate_argnums=0)
        def step(state, x, y, order, start, size):
            return train(state, *rows(x, y, order, start, size))

        @functools.partial(jax.jit, static_argnums=4)
        def evaluate(p, x, y, start, size):
            return loss(p, *rows(x, y, None, start, size)) * size

        @functools.partial(jax.jit, donate_argnums=0)
        def epoch(state, x, y, order):
            full = self.count // self.batch
            state, values = lax.scan(
                lambda state, i: train(state, *rows(x, y, order, i * self.batch, self.batch)), state, jnp.arange(full))
            value = values[-1]
            if self.count % self.batch:
                state, value = train(state, *rows(x, y, order, full * self.batch, self.count % self.batch))
            return state, value

        @jax.jit
        def validation(p, x, y):
            full = len(x) // 128
            sums = lax.map(lambda i: loss(p, *rows(x, y, None, i * 128, 128)) * 128, jnp.arange(full))
            return (sums.sum() + loss(p, x[full * 128:], y[full * 128:]) * (len(x) - full * 128)) / len(x)

        self.step, self.evaluate, self.epoch, self.validation = step, evaluate, epoch, validation

    def start_from(self, values):
        self.start = arranged(self.case, values)

    def reset(self):
        p = [jnp.array(weight) for weight in self.start]
        zeros = lambda: [jnp.zeros_like(weight) for weight in p]
        self.state = {"cnn": lambda: (p, zeros()), "lenet": lambda: (p, zeros(), zeros(), jnp.float32(0))}.get(
            self.case.name, lambda: (p,))()
        self.generator = np.random.default_rng(1)
        jax.block_until_ready(self.state)

    def run(self):
        order = jnp.asarray(self.generator.permutation(self.count).astype(np.int32)) if self.shuffles else None
        state = self.state
        if arguments.scan:
            state, last = self.epoch(state, self.x, self.y, order)
        else:
            for start in range(0, self.count, self.batch):
                size = min(self.batch, self.count - start)
                state, last = self.step(state, self.x, self.y, order, start, size)
        self.state = state
        samples = self.count
        if self.case.validation == "timed":
            last = self.validation_loss()
            samples += 10000
        last = float(last)
        jax.block_until_ready(state)
        return last, samples

    def validation_loss(self):
        weights, x, y = self.state[0], self.x_valid, self.y_valid
        if arguments.scan:
            return float(self.validation(weights, x, y))
        parts = [self.evaluate(weights, x, y, start, min(128, 10000 - start)) for start in range(0, 10000, 128)]
        return sum(float(part) for part in parts) / 10000

    def check(self):
        self.reset()
        state = self.state
        # What takes its rows by index does so here, too.
        order = jnp.arange(self.count, dtype=jnp.int32) if self.shuffles else None
        for start in range(0, 20 * 64, 64):
            state, last = self.step(state, self.x, self.y, order, start, 64)
        return float(last), 20 * 64


protocol.serve({"ready": f"JAX {jax.__version__}", "threads": arguments.threads or "default"}, load, Training)
