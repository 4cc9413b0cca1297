"""Attention and the layers around it. A layer's parameters are inputs, so that their gradients are recorded like any other.

Nothing here is computed without gradients but the cases that say so, so torch goes the ordinary way, and not the fast path of its encoder,
which leaves zeros in padded places.
"""

import math

import torch
import torch.nn.functional as F
from torch import nn
from torch.func import functional_call

from recording import I, N, S, Topic, V

topic = Topic(1711)
case = topic.case

# Tables.
table = N(5, 3)
indices = [I(0, 5, 4), I(0, 5, 2, 3).t, I(0, 5)]
case("F.embedding(i, w)", lambda i, w: F.embedding(i, w), *[(i, table) for i in indices], (I(0, 5, 6), N(5, 3).t))
case("F.embedding(i, w, paddingIndex: 1)", lambda i, w: F.embedding(i, w, 1), *[(i, table) for i in indices], (V([1, 1, 0], torch.int64), table))
case("F.embedding(i, w, paddingIndex: -2)", lambda i, w: F.embedding(i, w, -2), (V([3, 1, 3, 0], torch.int64), table))


def layer(make, *inputs, evaluated=False, call=lambda module, *x: module(*x)):
    """A function of the inputs and the parameters of a module."""
    names = [name for name, _ in make().named_parameters()]

    def function(*given):
        module = make().eval() if evaluated else make()
        x, parameters = given[:len(given) - len(names)], given[len(given) - len(names):]
        # functional_call calls the module; `call` may want to do it in its own way.
        class Caller(nn.Module):
            def __init__(self):
                super().__init__()
                self.module = module

            def forward(self, *x):
                return call(self.module, *x)

        return functional_call(Caller(), {f"module.{name}": parameter for name, parameter in zip(names, parameters)}, x)

    return function


# Small ones: with scores of 5 or 10, softmax and its gradient lose so many digits that torch is off by 2e-5 from itself in double precision.
def parameters(make):
    return [S(*parameter.shape) for parameter in make().parameters()]


def module(text, make, *instances, **options):
    """A case of a module: its inputs, and then its parameters."""
    case(text, layer(make, **options), *[(*(one if isinstance(one, tuple) else (one,)), *parameters(make)) for one in instances])


module("Embedding(5, 3)", lambda: nn.Embedding(5, 3), *indices)
module("Embedding(5, 3, paddingIndex: -1)", lambda: nn.Embedding(5, 3, padding_idx=-1), V([[4, 0, 4], [1, 1, 2]], torch.int64))

# Layer normalization.
one = [N(3, 4), N(3, 4).t, N(2, 3, 4).s, N(4), N(1, 4)]
two = [N(2, 3, 4), N(2, 3, 4).t, N(3, 4)]
wide = [N(2, 37), N(5, 16), N(3, 2, 33).t, N(2, 1)]
case("F.layerNorm(x, [n])", lambda x: F.layer_norm(x, x.shape[-1:]), *one, wide[2])
case("F.layerNorm(x, [3, 4])", lambda x: F.layer_norm(x, (3, 4)), *two)
case("F.layerNorm(x, [n], weight: w)", lambda x, w: F.layer_norm(x, x.shape[-1:], w), *[(x, N(x.shape[-1])) for x in one])
case("F.layerNorm(x, [n], bias: b)", lambda x, b: F.layer_norm(x, x.shape[-1:], None, b), *[(x, N(x.shape[-1])) for x in one])
case("F.layerNorm(x, [n], weight: w, bias: b, epsilon: 0.1)", lambda x, w, b: F.layer_norm(x, x.shape[-1:], w, b, 0.1),
     *[(x, N(x.shape[-1]), N(x.shape[-1])) for x in one + wide])
case("F.layerNorm(x, [3, 4], weight: w, bias: b)", lambda x, w, b: F.layer_norm(x, (3, 4), w, b), *[(x, N(3, 4), N(3, 4).t) for x in two])
case("F.layerNorm(1000 + x, [n])", lambda x: F.layer_norm(1000 + x, x.shape[-1:]), N(3, 6))
module("LayerNorm(4)", lambda: nn.LayerNorm(4), *one)
module("LayerNorm([3, 4])", lambda: nn.LayerNorm([3, 4]), *two)
module("LayerNorm(4, epsilon: 0.01, bias: false)", lambda: nn.LayerNorm(4, 0.01, bias=False), *one)
module("LayerNorm([3, 4], elementwiseAffine: false)", lambda: nn.LayerNorm([3, 4], elementwise_affine=False), *two)

# Attention. Here a mask's True is blocked, as everywhere in Kindling; torch's function wants to know what isn't.
attention = F.scaled_dot_product_attention
qkv = [(N(3, 4), N(5, 4), N(5, 2)), (N(2, 3, 4), N(2, 5, 4), N(2, 5, 4)), (N(2, 2, 3, 4), N(2, 2, 5, 4), N(2, 2, 5, 3)),
       (N(2, 3, 4).t, N(2, 5, 4).s, N(2, 5, 6).t), (N(1, 1), N(1, 1), N(1, 1)), (N(2, 17), N(20, 17), N(20, 3))]
case("F.scaledDotProductAttention(q, k, v)", lambda q, k, v: attention(q, k, v), *qkv)
case("F.scaledDotProductAttention(q, k, v, scale: 0.3)", lambda q, k, v: attention(q, k, v, scale=0.3), *qkv[:3])
case("F.scaledDotProductAttention(q, k, v, scale: -2)", lambda q, k, v: attention(q, k, v, scale=-2.0), qkv[1])
square = [(N(3, 4), N(3, 4), N(3, 2)), (N(2, 4, 3), N(2, 4, 3), N(2, 4, 3)), (N(2, 2, 3, 4), N(2, 2, 3, 4), N(2, 2, 3, 4))]
case("F.scaledDotProductAttention(q, k, v, isCausal: true)", lambda q, k, v: attention(q, k, v, is_causal=True), *square, *qkv[:3],
     (N(4, 3), N(2, 3), N(2, 3)))
inf = -math.inf
added = [(*qkv[0], N(3, 5)), (*qkv[0], N(5)), (*qkv[1], N(3, 5).t), (*qkv[1], N(2, 1, 5)), (*qkv[2], N(3, 1)), (*qkv[2], N(2, 1, 3, 5)),
         (*qkv[2], N(1, 2, 1, 5).s),
         (*qkv[0], V([[0, inf, 1, 0.5, inf], [inf, inf, inf, inf, 3], [0, 0, 0, 0, 0]])),
         (*qkv[1], V([[[inf, 0, 0, 1, 0]], [[0, inf, 0, 2, inf]]]).plain)]
case("F.scaledDotProductAttention(q, k, v, mask: a)", lambda q, k, v, a: attention(q, k, v, a), *added)
t, f = True, False
blocked = [(*qkv[0], V([[t, f, t, f, f], [f, f, f, f, f], [t, t, t, t, f]], torch.bool)), (*qkv[1], V([t, f, f, t, f], torch.bool)),
           (*qkv[2], V([[f, t, t, t, t], [f, f, t, t, t], [f, f, f, t, t]], torch.bool)),
           (*qkv[2], V([[[[f, t, f, t, t]]], [[[t, f, f, f, f]]]], torch.bool)),
           (*qkv[2], V([[[[f, t, f, t, t]], [[t, f, f, f, f]]]], torch.bool))]
case("F.scaledDotProductAttention(q, k, v, mask: m)", lambda q, k, v, m: attention(q, k, v, ~m), *blocked)
# The second query may look at nothing.
nothing = [[f, f, t, t, f], [t, t, t, t, t], [f, t, t, t, t]]
case("F.scaledDotProductAttention(q, k, v, mask: m) that lets nothing through", lambda q, k, v, m: attention(q, k, v, ~m),
     *[(*one, V(nothing, torch.bool)) for one in qkv[:3]])
case("F.scaledDotProductAttention(q, k, v, mask: a) that lets nothing through", lambda q, k, v, a: attention(q, k, v, a),
     (*qkv[1], V([[inf if blocked else 0.5 for blocked in row] for row in nothing])))

# Several heads. E is 4, L 3, S 5, N 2; a case with key is value is query is self-attention.
cross, self_ = (N(3, 2, 4), N(5, 2, 4), N(5, 2, 4)), N(3, 2, 4)
cross_first, self_first = (N(2, 3, 4), N(2, 5, 4), N(2, 5, 4)), N(2, 3, 4)
alone = (N(3, 4), N(5, 4), N(5, 4))
places = V([[f, t, f, f, t], [f, f, f, f, f], [t, t, t, f, f]], torch.bool)
keys = V([[f, f, f, f, f], [f, f, t, f, t]], torch.bool)
each = V([[[(i + j + h) % 3 == 1 for j in range(5)] for i in range(3)] for h in range(4)], torch.bool)


def heads(**options):
    return lambda: nn.MultiheadAttention(4, 2, **options)


def with_masks(*names, **options):
    """The last inputs are the masks of these names."""
    return lambda module, *x: module(*x[:len(x) - len(names)], **dict(zip(names, x[len(x) - len(names):])), **options)


def without_weights(module, *x):
    """torch's other way, which its layers go."""
    return with_masks("attn_mask", "key_padding_mask", need_weights=False)(module, *x)[0]


module("MultiheadAttention(4, 2)", heads(), cross, (N(3, 2, 4).t, N(5, 2, 4).s, N(5, 2, 4).t))
module("MultiheadAttention(4, 2) of itself", heads(), self_, self_.t, call=lambda module, x: module(x, x, x))
module("MultiheadAttention(4, 2, batchFirst: true)", heads(batch_first=True), cross_first, (N(2, 3, 4).t, N(2, 5, 4).s, N(2, 5, 4).t))
module("MultiheadAttention(4, 2, batchFirst: true) of itself", heads(batch_first=True), self_first, call=lambda module, x: module(x, x, x))
module("MultiheadAttention(4, 2) of one sample", heads(), alone)
module("MultiheadAttention(4, 2, batchFirst: true) of one sample", heads(batch_first=True), alone)
module("MultiheadAttention(4, 2, bias: false)", heads(bias=False), cross)
module("MultiheadAttention(4, 1)", lambda: nn.MultiheadAttention(4, 1), cross)
module("MultiheadAttention(6, 3, batchFirst: true)", lambda: nn.MultiheadAttention(6, 3, batch_first=True), (N(2, 3, 6), N(2, 5, 6), N(2, 5, 6)))
module("MultiheadAttention(4, 2)(averageWeights: false)", heads(), cross, alone, call=lambda module, *x: module(*x, average_attn_weights=False))
module("MultiheadAttention(4, 2, dropout: 0.4).eval()", heads(dropout=0.4), cross, evaluated=True)
module("MultiheadAttention(4, 2) without weights", heads(), (*cross, places, keys), (*cross, each, keys), call=without_weights)
masks = with_masks("attn_mask", "key_padding_mask")
for text, make, x in [("MultiheadAttention(4, 2", heads(), cross), ("MultiheadAttention(4, 2, batchFirst: true", heads(batch_first=True), cross_first)]:
    module(f"{text})(mask: m)", make, (*x, places), (*x, each), (*alone, places), call=with_masks("attn_mask"))
    module(f"{text})(mask: a)", make, (*x, N(3, 5)), (*alone, N(2, 3, 5).plain), call=with_masks("attn_mask"))
    module(f"{text})(keyPaddingMask: m)", make, (*x, keys), (*alone, V([f, t, f, f, t], torch.bool)), call=with_masks("key_padding_mask"))
    module(f"{text})(mask: m, keyPaddingMask: n)", make, (*x, each, keys), call=masks)
    module(f"{text})(mask: a, keyPaddingMask: b)", make, (*x, N(4, 3, 5), V([[0, 0, 0, 0, inf], [0, inf, 1, inf, 0]])), call=masks)
module("MultiheadAttention(4, 2)(keyPaddingMask: a)", heads(), (*cross, N(2, 5)), call=with_masks("key_padding_mask"))
module("MultiheadAttention(4, 2)(mask: a, keyPaddingMask: m)", heads(), (*cross, N(3, 5), keys), call=masks)
module("MultiheadAttention(4, 2)(mask: m, keyPaddingMask: a)", heads(), (*cross, places, N(2, 5)), call=masks)


# The layers. The width is 4, the network's 3, the source has 4 places, the target 3.
def encoder_layer(**options):
    return lambda: nn.TransformerEncoderLayer(4, 2, 3, **{"dropout": 0, **options})


class Watched(nn.TransformerDecoderLayer):
    """Shows where each head looked in the memory."""

    def _mha_block(self, x, mem, attn_mask, key_padding_mask, is_causal=False):
        x, self.weights = self.multihead_attn(x, mem, mem, attn_mask=attn_mask, key_padding_mask=key_padding_mask, average_attn_weights=False)
        return self.dropout2(x)


def decoder_layer(**options):
    return lambda: Watched(4, 2, 3, **{"dropout": 0, **options})


def watched(*names):
    def call(module, target, memory, *masks):
        output = module(target, memory, **dict(zip(names, masks)))
        return (output, *[layer.weights for layer in module.modules() if isinstance(layer, Watched)])
    return call


causal4 = V([[j > i for j in range(4)] for i in range(4)], torch.bool)
causal3 = V([[j > i for j in range(3)] for i in range(3)], torch.bool)
padded4 = V([[f, f, f, f], [f, f, t, t]], torch.bool)
padded3 = V([[f, f, f], [f, f, t]], torch.bool)
heads4 = V([[[i != j and (i + j + h) % 3 == 1 for j in range(4)] for i in range(4)] for h in range(4)], torch.bool)
memory3 = V([[f, f, t, t], [t, f, f, f], [f, f, f, f]], torch.bool)
source, source_first, target, target_first = N(4, 2, 4), N(2, 4, 4), N(3, 2, 4), N(2, 3, 4)

for text, options in {
    "": {}, "activation: F.gelu": {"activation": F.gelu}, "activation: tanh": {"activation": torch.tanh}, "normFirst: true": {"norm_first": True},
    "bias: false": {"bias": False}, "layerNormEpsilon: 0.1": {"layer_norm_eps": 0.1}, "batchFirst: true": {"batch_first": True},
    "activation: F.gelu, batchFirst: true, normFirst: true": {"activation": F.gelu, "batch_first": True, "norm_first": True},
}.items():
    x, y = (source_first, target_first) if "batchFirst" in text else (source, target)
    has_one = not options or "batchFirst" in text
    module(f"TransformerEncoderLayer({text})", encoder_layer(**options), x, *[N(4, 4)] * has_one)
    module(f"TransformerDecoderLayer({text})", decoder_layer(**options), (y, x), *[(N(3, 4), N(4, 4))] * has_one, call=watched())
module("TransformerEncoderLayer(dropout: 0.5).eval()", encoder_layer(dropout=0.5), source, evaluated=True)
module("TransformerDecoderLayer(dropout: 0.5).eval()", decoder_layer(dropout=0.5), (target, source), evaluated=True, call=watched())
encoders_masks = with_masks("src_mask", "src_key_padding_mask")
decoders_masks = watched("tgt_mask", "memory_mask", "tgt_key_padding_mask", "memory_key_padding_mask")
for name, first, x, y in [("", False, source, target), ("batchFirst: true", True, source_first, target_first)]:
    for norm in [False, True]:
        options = {"batch_first": first, "norm_first": norm}
        text = ", ".join(one for one in [name, "normFirst: true" if norm else ""] if one)
        module(f"TransformerEncoderLayer({text}) with masks", encoder_layer(**options), (x, causal4, padded4), (x, heads4, padded4), call=encoders_masks)
        module(f"TransformerDecoderLayer({text}) with masks", decoder_layer(**options), (y, x, causal3, memory3, padded3, padded4), call=decoders_masks)
module("TransformerEncoderLayer()(mask: a)", encoder_layer(), (source, N(4, 4, 4)), call=with_masks("src_mask"))
module("TransformerEncoderLayer()(keyPaddingMask: a)", encoder_layer(), (source, N(2, 4)), call=with_masks("src_key_padding_mask"))
module("TransformerDecoderLayer()(mask: a, memoryMask: b)", decoder_layer(), (target, source, N(3, 3), N(3, 4)), call=watched("tgt_mask", "memory_mask"))


# Stacks of two layers, with the numbers of both.
def encoder(norm=True, layers=2, **options):
    return lambda: nn.TransformerEncoder(encoder_layer(**options)(), layers, nn.LayerNorm(4) if norm else None)


def decoder(norm=True, layers=2, **options):
    return lambda: nn.TransformerDecoder(decoder_layer(**options)(), layers, nn.LayerNorm(4) if norm else None)


module("TransformerEncoder(numLayers: 2)", encoder(norm=False), N(4, 4))
module("TransformerEncoder(numLayers: 2, norm: LayerNorm(4))", encoder(batch_first=True), source_first)
module("TransformerEncoder(numLayers: 2, norm: LayerNorm(4)) with masks", encoder(batch_first=True), (source_first, causal4, padded4),
       call=with_masks("mask", "src_key_padding_mask"))
module("TransformerEncoder(numLayers: 1, norm: LayerNorm(4)) of layers with normFirst", encoder(layers=1, norm_first=True), source)
module("TransformerDecoder(numLayers: 1)", decoder(norm=False, layers=1), (N(3, 4), N(4, 4)), call=watched())
module("TransformerDecoder(numLayers: 2, norm: LayerNorm(4)) with masks", decoder(batch_first=True),
       (target_first, source_first, causal3, memory3, padded3, padded4), call=decoders_masks)


# With evaluation and no gradients torch's encoder takes the fast path. What it writes in padded places isn't compared.
def fast(module, x, mask):
    with torch.no_grad():
        output = module(x, src_key_padding_mask=mask)
        torch.backends.mha.set_fastpath_enabled(False)
        ordinary = module(x, src_key_padding_mask=mask)
        torch.backends.mha.set_fastpath_enabled(True)
    if torch.allclose(output, ordinary, atol=1e-3):
        raise SystemExit("this isn't torch's fast path: it doesn't leave out padded places")
    return output[0], output[1, :2]


for text, activation in [("", F.relu), (", gelu", F.gelu)]:
    module(f"TransformerEncoder(numLayers: 2, norm: LayerNorm(4)).eval() without gradients{text}", encoder(batch_first=True, activation=activation),
           (source_first, padded4), evaluated=True, call=fast)


def fast_heads(module, x, mask):
    with torch.no_grad():
        return module(x, x, x, key_padding_mask=mask)


module("MultiheadAttention(4, 2, batchFirst: true).eval() without gradients", heads(batch_first=True), (source_first, padded4), evaluated=True,
       call=fast_heads)


def transformer(encoders=1, decoders=1, **options):
    return lambda: nn.Transformer(4, 2, encoders, decoders, 3, **{"dropout": 0, **options})


module("Transformer(1, 1)", transformer(), (N(4, 4), N(3, 4)))
module("Transformer(1, 1, activation: F.gelu, batchFirst: true, normFirst: true)", transformer(activation=F.gelu, batch_first=True, norm_first=True),
       (source_first, target_first))
module("Transformer(2, 1, bias: false)", transformer(2, 1, bias=False), (N(4, 4), N(3, 4)))
all_masks = with_masks("src_mask", "tgt_mask", "memory_mask", "src_key_padding_mask", "tgt_key_padding_mask", "memory_key_padding_mask")
six = causal4, causal3, memory3, padded4, padded3, padded4
module("Transformer(1, 1) with masks", transformer(), (source, target, *six), call=all_masks)
module("Transformer(1, 1, batchFirst: true) with masks", transformer(batch_first=True), (source_first, target_first, *six), call=all_masks)
module("Transformer(1, 1, dropout: 0.5).eval()", transformer(dropout=0.5), (source, target), evaluated=True)
case("Transformer.causalMask(n)", lambda: [nn.Transformer.generate_square_subsequent_mask(n) == -math.inf for n in [1, 2, 5]])


# The waves of torch's tutorial on the Transformer, with exponents in double precision; torch has no class for them.
def waves(length, width):
    steps = torch.tensor([math.exp(-math.log(10_000) * 2 * i / width) for i in range(width // 2)])
    angles = torch.arange(float(length)).unsqueeze(1) * steps
    return torch.stack([angles.sin(), angles.cos()], -1).reshape(length, width)


case("PositionalEncoding.waves(50, 8)", lambda: waves(50, 8))
case("PositionalEncoding(dModel: 6, dropout: 0, maxLength: 10)", lambda x: x + (waves(10, 6)[:len(x)].unsqueeze(1) if x.ndim == 3 else waves(10, 6)[:len(x)]),
     N(3, 2, 6), N(10, 1, 6).t, N(4, 6))
case("PositionalEncoding(dModel: 6, maxLength: 10, batchFirst: true).eval()", lambda x: x + waves(10, 6)[:x.shape[-2]], N(2, 3, 6), N(1, 10, 6), N(4, 6))
