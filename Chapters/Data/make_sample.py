"""Writes mnist-sample.pkl.gz: 1,000 of MNIST's images in the form of the tutorial's mnist.pkl.gz.

A tuple of three pairs (images, labels), pickled with protocol 2: the first 800 training images, the first 100
validation images (rows 50,000 to 50,099 of the training files) and the first 100 test images. Images are float32,
pixel / 256; labels are int64. Run it from the package's root; it needs numpy. The same versions of Python, numpy
and zlib write the same bytes (the committed file: Python 3.11, numpy 2.4.6).
"""
import gzip
import pickle

import numpy as np

FOLDER = "Sources/Kindling/Resources/MNIST/"


def idx(name):
    data = gzip.open(FOLDER + name).read()
    shape = [int.from_bytes(data[4 + 4 * d : 8 + 4 * d], "big") for d in range(data[3])]
    return np.frombuffer(data, np.uint8, offset=4 + 4 * len(shape)).reshape(shape)


def split(kind, rows):
    images = idx(kind + "-images-idx3-ubyte.gz")[rows].reshape(-1, 784)
    labels = idx(kind + "-labels-idx1-ubyte.gz")[rows]
    return images.astype(np.float32) / np.float32(256), labels.astype(np.int64)


sample = (split("train", slice(0, 800)), split("train", slice(50_000, 50_100)), split("t10k", slice(0, 100)))
with open("Chapters/Data/mnist-sample.pkl.gz", "wb") as file:
    # mtime=0 and no name: gzip's header would otherwise hold the time and differ with every run.
    with gzip.GzipFile(filename="", mode="wb", fileobj=file, compresslevel=9, mtime=0) as packed:
        packed.write(pickle.dumps(sample, protocol=2))
