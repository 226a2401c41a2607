"""Makes the numbers of this folder: python make.py MODELS DIR, MODELS the folder of the tiny models.

Calls of sd1-tiny's U-Net one after the other under DeepCache's own helper (PyPI: DeepCache), branch 0.
"""
import sys
from types import SimpleNamespace

import torch
from DeepCache import DeepCacheSDHelper
from diffusers import UNet2DConditionModel
from safetensors.torch import save_file

MODELS, OUT = sys.argv[1], sys.argv[2]
TIMESTEPS = [901, 701, 501, 301, 101]


def main():
    generator = torch.Generator().manual_seed(23)
    out = {}
    with torch.no_grad():
        for interval in (2, 3):
            unet = UNet2DConditionModel.from_pretrained(MODELS + "/sd1-tiny/unet")
            timesteps = torch.tensor(TIMESTEPS)
            helper = DeepCacheSDHelper(SimpleNamespace(unet=unet, scheduler=SimpleNamespace(timesteps=timesteps)))
            helper.set_params(cache_interval=interval, cache_branch_id=0)
            helper.enable()
            context = torch.randn((2, 20, unet.config.cross_attention_dim), generator=generator)
            out[f"every.{interval}.ctx"] = context
            for i, timestep in enumerate(timesteps):
                sample = torch.randn((2, 4, 10, 12), generator=generator)
                out[f"every.{interval}.{i}.sample"] = sample
                out[f"every.{interval}.{i}.timestep"] = timestep.float().reshape(1)
                out[f"every.{interval}.{i}.out"] = unet(sample, timestep, context).sample
    save_file({name: tensor.contiguous() for name, tensor in out.items()}, OUT + "/expected.safetensors")


main()
