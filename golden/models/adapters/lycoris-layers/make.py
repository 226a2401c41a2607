"""Writes single layers of the LoRA family and what LyCORIS makes of them: python make.py DIR.

Tool versions: lycoris-lora 4.1.3, torch 2.15 (CPU), safetensors 0.8.
"""

import sys

import torch
from lycoris.modules.boft import ButterflyOFTModule
from lycoris.modules.diag_oft import DiagOFTModule
from lycoris.modules.glora import GLoRAModule
from lycoris.modules.loha import LohaModule
from lycoris.modules.lokr import LokrModule
from safetensors.torch import save_file

torch.manual_seed(5)
linear = torch.nn.Linear(12, 16, bias=False)
conv = torch.nn.Conv2d(6, 16, 3)
LAYERS = {
    "lora_unet_down_blocks_0_attentions_0_transformer_blocks_0_attn1_to_q": linear,
    "lora_unet_down_blocks_0_resnets_0_conv1": conv,
}
files = {}
expected = {}
for layer, module in LAYERS.items():
    module.weight.data.normal_()
    expected[f"base.{layer}"] = module.weight.data.clone()


def some(*shape):
    return (torch.randn(*shape) * 0.3).half().float()


def put(case, layer, leaves, delta):
    for leaf, value in leaves.items():
        files.setdefault(case, {})[f"{layer}.{leaf}"] = value.clone().contiguous()
    expected[f"{case}.{layer}"] = delta.detach().float().clone().contiguous()


def rotations(case, kind, constraint, rescaled):
    for layer, module in LAYERS.items():
        own = kind(layer, module, 1, lora_dim=4, constraint=constraint, rescaled=rescaled)
        own.oft_blocks.data = some(*own.oft_blocks.shape)
        leaves = {"oft_blocks": own.oft_blocks.data, "alpha": torch.tensor(constraint)}
        if rescaled:
            own.rescale.data += some(*own.rescale.shape)
            leaves["rescale"] = own.rescale.data
        put(case, layer, leaves, own.get_diff_weight(1)[0])


rotations("boft", ButterflyOFTModule, 0.0, False)
rotations("boft-constraint-rescale", ButterflyOFTModule, 0.02, True)
rotations("oft-constraint-rescale", DiagOFTModule, 0.02, True)

for layer, module in LAYERS.items():
    own = GLoRAModule(layer, module, 1, lora_dim=3, alpha=1.5)
    parts = {name: getattr(own, name).weight for name in ("a1", "a2", "b1", "b2")}
    for part in parts.values():
        part.data = some(*part.shape)
    delta = own.get_diff_weight(1)[0]
    swapped = {"a1": "a2", "a2": "a1", "b1": "b2", "b2": "b1"}
    alpha = {"alpha": torch.tensor(1.5)}
    put("glora", layer, {f"{n}.weight": p.data for n, p in parts.items()} | alpha, delta)
    put("glora-old", layer, {f"{swapped[n]}.weight": p.data for n, p in parts.items()} | alpha, delta)

for case, kind, options in (("loha", LohaModule, {}), ("lokr", LokrModule, {"factor": 4})):
    for per_output in (True, False):
        for layer, module in LAYERS.items():
            # At alpha = rank the module's double scaling does not show.
            own = kind(layer, module, 1, lora_dim=2, alpha=2, weight_decompose=True, wd_on_out=per_output, **options)
            leaves = {n: p for n, p in own.named_parameters() if not n.startswith("org")}
            for name, part in leaves.items():
                if name == "dora_scale":
                    part.data = part.data * (1 + 0.2 * torch.rand_like(part))
                else:
                    part.data = some(*part.shape)
            changed = module.weight.data + own.get_weight(module.weight.shape).view(module.weight.shape)
            delta = own.apply_weight_decompose(changed, 1) - module.weight.data
            leaves = {n: p.data for n, p in leaves.items()} | {"alpha": torch.tensor(2.0)}
            put(f"dora-{case}-{'out' if per_output else 'in'}", layer, leaves, delta)

for case, tensors in files.items():
    save_file(tensors, f"{sys.argv[1]}/{case}.safetensors")
# The same as the file of that name, as older programs write it.
torch.save(files["glora"], f"{sys.argv[1]}/glora.pt")
save_file(expected, f"{sys.argv[1]}/expected.safetensors")
