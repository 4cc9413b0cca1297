"""Records what torch computes for the parity suite: every public function, layer, optimizer and sampler.

    python make_parity.py [topic…]      writes parity/<topic>.json; needs torch 2.13.0

A topic is a module in parity/, beside its recording. Each draws its inputs from a seed of its own, so that one can be recorded alone, and
nothing depends on the date: recording again changes no file. The last bits of a sum depend on the vector instructions that torch and its
libraries choose, so these are pinned.
"""

import importlib
import os
import pathlib
import sys

sys.dont_write_bytecode = True
os.environ.update(OMP_NUM_THREADS="1", ATEN_CPU_CAPABILITY="avx2", ONEDNN_MAX_CPU_ISA="AVX2", MKL_CBWR="COMPATIBLE")

import torch

torch.set_num_threads(1)
folder = pathlib.Path(__file__).with_name("parity")
sys.path.insert(0, str(folder))
topics = sorted(path.stem for path in folder.glob("*.py") if path.stem != "recording")
for topic in sys.argv[1:] or topics:
    importlib.import_module(topic).topic.write(folder / f"{topic}.json")
