"""Universal Sentence Encoder lite in PyTorch (equal to the stock model to five digits), and the classifier upon it.

Two transformer layers (256 -> 512 -> 512), sinusoid positions, mean pooling -> tanh (512). The classifier puts an attention pooling
beside it and one linear layer over [sentence 512, tanh(attention-pooled 512)].
"""
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

from base import base_weights

HEADS = ['threat', 'hate', 'insult', 'sexual', 'spam', 'sextortion', 'toxic']
HALF = False  # multiply in bfloat16: twice as fast on processors that have it


class HalfLinear(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, w, b):
        xh, wh = x.reshape(-1, x.shape[-1]).bfloat16(), w.bfloat16()
        ctx.save_for_backward(xh, wh)
        ctx.shape = x.shape
        return (xh @ wh.t()).float().add_(b).view(*x.shape[:-1], -1)

    @staticmethod
    def backward(ctx, grad):
        xh, wh = ctx.saved_tensors
        g = grad.reshape(-1, grad.shape[-1])
        gh = g.bfloat16()
        return (gh @ wh).float().view(ctx.shape), (gh.t() @ xh).float(), g.sum(0)


class Linear(nn.Linear):
    def forward(self, x):
        if HALF and self.training:
            return HalfLinear.apply(x, self.weight, self.bias)
        return F.linear(x, self.weight, self.bias)


class Norm(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.g = nn.Parameter(torch.ones(width))
        self.b = nn.Parameter(torch.zeros(width))

    def forward(self, x):
        return F.layer_norm(x, x.shape[-1:], self.g, self.b, 1e-6)


class Layer(nn.Module):
    def __init__(self, width_in, width, hidden):
        super().__init__()
        self.heads, self.scale = 4, (width_in / 4) ** -0.5
        self.ln1 = Norm(width_in)
        self.qkv = Linear(width_in, 3 * width_in)
        self.out = Linear(width_in, width)
        self.res = Linear(width_in, width) if width_in != width else None
        self.ln2 = Norm(width)
        self.f1 = Linear(width, hidden)
        self.f2 = Linear(hidden, width)

    def forward(self, x, mask, drop):
        batch, length, width = x.shape
        parts = [
            t.view(batch, length, self.heads, width // self.heads).transpose(1, 2)
            for t in self.qkv(self.ln1(x)).split(width, -1)
        ]
        q, k, v = parts
        weights = ((q * self.scale) @ k.transpose(-1, -2) + mask[:, None, None, :]).softmax(-1)
        mixed = (F.dropout(weights, drop, self.training) @ v).transpose(1, 2).reshape(batch, length, width)
        x = F.dropout(self.out(mixed), drop, self.training) + (x if self.res is None else self.res(x))
        return x + F.dropout(self.f2(F.relu(self.f1(self.ln2(x)))), drop, self.training)


class Encoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.emb = nn.Embedding(8002, 256)
        self.l0 = Layer(256, 512, 1536)
        self.l1 = Layer(512, 512, 1536)
        self.th = Linear(512, 512)
        self.register_buffer('inv', torch.zeros(128))

    def forward(self, ids, lens, drop=0.0):
        length = ids.shape[1]
        places = torch.arange(length, device=ids.device)
        keep = places[None] < lens[:, None]
        time = places.float()[:, None] * self.inv[None]
        x = (2 * self.emb(ids) + torch.cat([time.sin(), time.cos()], -1)[None]) * keep[..., None]
        mask = (~keep).float() * -1e9
        x = self.l1(self.l0(F.dropout(x, drop, self.training), mask, drop), mask, drop)
        mean = (x * keep[..., None]).sum(1) / lens.clamp(min=1)[:, None]
        return torch.tanh(self.th(mean)), x, keep


class Classifier(nn.Module):
    def __init__(self):
        super().__init__()
        self.u = Encoder()
        self.att = nn.Linear(512, 1)
        self.head = nn.Linear(1024, len(HEADS))

    def forward(self, ids, lens, drop=0.0):
        sentence, x, keep = self.u(ids, lens, drop)
        weights = self.att(x).squeeze(-1).masked_fill(~keep, -1e9).softmax(-1)
        pooled = torch.tanh((weights[..., None] * x).sum(1))
        return self.head(F.dropout(torch.cat([sentence, pooled], -1), 0.1, self.training))


def load_base(u):
    """Fill an Encoder with the stock weights."""
    w = base_weights()

    def get(*parts):
        names = [k for k in w if all(p in k for p in parts)]
        assert len(names) == 1, (parts, names)
        return w[names[0]]

    def tensor(a):
        return torch.tensor(np.array(a)).contiguous()

    u.emb.weight.data = tensor(get('Embeddings_en'))
    u.inv.data = tensor(get('AddTimingSignal/TimingSignal/ExpandDims_1')).reshape(-1)
    for i, layer in ((0, u.l0), (1, u.l1)):
        at = f'Layer_{i}/'

        def fill(module, kernel, bias):
            module.weight.data = tensor(kernel.reshape(kernel.shape[-2], kernel.shape[-1]).T)
            module.bias.data = tensor(bias)

        for module, name in ((layer.qkv, 'qkv_transform_single'), (layer.out, 'output_transform_single')):
            fill(module, get(at, name + '/kernel'), get(at, name + '/bias'))
        fill(layer.f1, get(at, 'FFN/conv1/Tensordot/Reshape_1'), get(at, 'FFN/conv1/bias'))
        fill(layer.f2, get(at, 'FFN/conv2/Tensordot/Reshape_1'), get(at, 'FFN/conv2/bias'))
        pre = at + 'TransformerLayer/layer_prepostprocess'
        layer.ln1.g.data, layer.ln1.b.data = tensor(get(pre, 'scale')), tensor(get(pre, 'bias'))
        pre = 'FFN/layer_prepostprocess/layer_norm/layer_norm_'
        layer.ln2.g.data, layer.ln2.b.data = tensor(get(at, pre + 'scale')), tensor(get(at, pre + 'bias'))
        assert abs(layer.scale - float(get(at, 'MultiheadAttention/mul/y'))) < 1e-6
        assert layer.heads * int(get(at, 'split_heads/split_last_dimension/Reshape/shape/3')) == (256 if i == 0 else 512)
        if layer.res is not None:
            fill(layer.res, get(at, 'dense/kernel'), get(at, 'dense/bias'))
    u.th.weight.data = tensor(get('tanh_layer_0/weights').T)
    u.th.bias.data = tensor(get('tanh_layer_0/bias'))
    return u
