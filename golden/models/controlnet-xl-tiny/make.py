"""Makes the numbers of this folder: python make.py MODELS DIR, MODELS the folder of the tiny models.

A ControlNet for sdxl-tiny with seeded random weights, its outputs, and those of sdxl-tiny's U-Net under it.
"""
import sys

import torch
from diffusers import ControlNetModel, UNet2DConditionModel
from safetensors.torch import load_file, save_file

MODELS, OUT = sys.argv[1], sys.argv[2]
SEED = 21


def network(unet):
    torch.manual_seed(SEED)
    control = ControlNetModel.from_unet(unet, conditioning_embedding_out_channels=(4, 4, 8, 8))
    with torch.no_grad():
        # A new ControlNet's outputs are zeros, which would hide every fault.
        for parameter in control.parameters():
            parameter.copy_((torch.randn_like(parameter) * 0.2).half().float())
        for name, parameter in control.named_parameters():
            if "norm" in name and name.endswith("weight"):
                parameter.copy_((1 + parameter).half().float())
    return control.eval()


@torch.no_grad()
def main():
    unet = UNet2DConditionModel.from_pretrained(MODELS + "/sdxl-tiny/unet").eval()
    control = network(unet)
    control.half().save_pretrained(OUT, variant="fp16", safe_serialization=True)
    control.float()
    generator = torch.Generator().manual_seed(SEED)
    width = unet.config.cross_attention_dim
    added = unet.config.projection_class_embeddings_input_dim
    pooled = added - 6 * unet.config.addition_time_embed_dim
    io = {
        "sample": torch.randn((2, 4, 8, 12), generator=generator),
        "ctx": torch.randn((2, 20, width), generator=generator),
        "cond": torch.rand((1, 3, 64, 96), generator=generator),
        "text_embeds": torch.randn((2, pooled), generator=generator),
        "time_ids": torch.tensor([[64.0, 96, 0, 0, 64, 96], [128.0, 192, 8, 16, 64, 96]]),
        "timestep": torch.tensor(601),
    }
    beside = {"text_embeds": io["text_embeds"], "time_ids": io["time_ids"]}
    for scale in (1.0, 0.5):
        down, mid = control(
            io["sample"],
            io["timestep"],
            io["ctx"],
            io["cond"].expand(2, -1, -1, -1),
            conditioning_scale=scale,
            added_cond_kwargs=beside,
            return_dict=False,
        )
        tag = f"scale{scale:g}"
        for i, one in enumerate(down):
            io[f"{tag}.down.{i}"] = one.contiguous()
        io[f"{tag}.mid"] = mid
        io[f"{tag}.unet_out"] = unet(
            io["sample"],
            io["timestep"],
            io["ctx"],
            added_cond_kwargs=beside,
            down_block_additional_residuals=down,
            mid_block_additional_residual=mid,
        ).sample
    io["cond_embedding"] = control.controlnet_cond_embedding(io["cond"])
    save_file({name: one.clone().contiguous() for name, one in io.items()}, OUT + "/io.safetensors")


main()
