"""Makes the numbers of this folder: python make.py MODELS DIR, MODELS the folder of the tiny models.

Whole runs of diffusers' pipeline with the IP-Adapters of `ip-adapter-tiny`, from pictures to latents, and calls of
sdxl-tiny's network under an IP-Adapter of made-up weights.
"""
import json
import os
import sys

import numpy
import torch
from diffusers import AutoencoderTiny, EulerDiscreteScheduler, StableDiffusionPipeline, UNet2DConditionModel
from PIL import Image
from safetensors.torch import load_file, save_file
from transformers import CLIPImageProcessorPil, CLIPVisionModelWithProjection

MODELS, OUT = sys.argv[1], sys.argv[2]
SEED = 23
ADAPTERS = MODELS + "/ip-adapter-tiny"
FILES = {
    "plain": (ADAPTERS, "ip-adapter-plain-fp16.safetensors"),
    "plus": (ADAPTERS, "ip-adapter-plus-fp16.safetensors"),
    "full": (OUT, "full-face-fp16.safetensors"),
}
STYLE = {"down": {"block_2": [0.0, 1.0]}, "up": {"block_1": [0.0, 0.5, 0.0]}}
STYLE_BLOCKS = {"down_blocks.2.attentions.1": 1.0, "up_blocks.1.attentions.1": 0.5}

# Adapters with their pictures and scales, and the scale of guidance.
RUNS = {
    "plain": ([("plain", ["wide.png"], 0.6)], 7.5),
    "plus": ([("plus", ["tall.png"], 1.0)], 7.5),
    "unguided": ([("plus", ["wide.png"], 0.8)], 1.0),
    "list": ([("plain", ["wide.png", "tall.png", "small.png"], 0.8)], 5.0),
    "two": ([("plain", ["tall.png", "small.png"], 0.5), ("plus", ["wide.png"], 0.7)], 7.5),
    "style": ([("plus", ["wide.png"], STYLE)], 7.5),
    "full": ([("full", ["tall.png", "wide.png"], 0.9)], 7.5),
}


def pictures():
    """Sides whose middle lies on whole pixels, since programs round halves otherwise."""
    random = numpy.random.default_rng(SEED)
    for name, (width, height) in {"wide.png": (80, 48), "tall.png": (30, 50), "small.png": (16, 16)}.items():
        coarse = random.integers(0, 256, (6, 6, 3), dtype=numpy.uint8)
        Image.fromarray(coarse).resize((width, height), Image.BICUBIC).save(f"{OUT}/{name}")


def full_face(encoder):
    """An adapter of made-up weights with a token for each of the encoder's."""
    generator = torch.Generator().manual_seed(SEED)
    weights = load_file("/".join(FILES["plain"]))
    context = weights["ip_adapter.1.to_k_ip.weight"].shape[1]
    seen = encoder.config.hidden_size
    full = {name: tensor for name, tensor in weights.items() if name.startswith("ip_adapter.")}
    for name, shape in {
        "proj.0.weight": (seen, seen),
        "proj.0.bias": (seen,),
        "proj.2.weight": (context, seen),
        "proj.2.bias": (context,),
        "proj.3.weight": (context,),
        "proj.3.bias": (context,),
    }.items():
        full["image_proj." + name] = (torch.randn(shape, generator=generator) / seen**0.5).half()
    save_file(full, "/".join(FILES["full"]))


def runs(out):
    generator = torch.Generator().manual_seed(SEED)
    encoder = CLIPVisionModelWithProjection.from_pretrained(ADAPTERS + "/image_encoder")
    size = encoder.config.image_size
    processor = CLIPImageProcessorPil(size={"shortest_edge": size}, crop_size={"height": size, "width": size})
    width = UNet2DConditionModel.load_config(MODELS + "/sd1-tiny/unet")["cross_attention_dim"]
    full_face(encoder)
    out["ctx"] = torch.randn((2, 20, width), generator=generator)
    out["noise"] = torch.randn((1, 4, 8, 12), generator=generator)
    index = []
    for name, (adapters, guidance) in RUNS.items():
        unet = UNet2DConditionModel.from_pretrained(MODELS + "/sd1-tiny/unet")
        scheduler = EulerDiscreteScheduler(beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear")
        vae = AutoencoderTiny.from_pretrained(MODELS + "/taesd-tiny")
        pipe = StableDiffusionPipeline(
            vae, None, None, unet, scheduler, None, processor, image_encoder=encoder, requires_safety_checker=False
        )
        pipe.set_progress_bar_config(disable=True)
        files = [FILES[kind] for kind, _, _ in adapters]
        pipe.load_ip_adapter(
            [folder for folder, _ in files], subfolder=[""] * len(files), weight_name=[name for _, name in files]
        )
        for module in pipe.unet.modules():
            module.float()
        scales = [scale for _, _, scale in adapters]
        pipe.set_ip_adapter_scale(scales)
        out[name + ".latents"] = pipe(
            prompt_embeds=out["ctx"][:1],
            negative_prompt_embeds=out["ctx"][1:],
            height=64,
            width=96,
            num_inference_steps=4,
            guidance_scale=guidance,
            latents=out["noise"].clone(),
            ip_adapter_image=[[Image.open(f"{OUT}/{file}") for file in shown] for _, shown, _ in adapters],
            output_type="latent",
        ).images
        index.append(
            {
                "name": name,
                "guidance": guidance,
                "steps": 4,
                "adapters": [
                    {
                        "file": "/".join((os.path.basename(os.path.abspath(FILES[kind][0])), FILES[kind][1])),
                        "pictures": shown,
                        "weight": 1.0 if isinstance(scale, dict) else scale,
                        "blocks": STYLE_BLOCKS if isinstance(scale, dict) else {"": 1.0},
                    }
                    for kind, shown, scale in adapters
                ],
            }
        )
    with open(OUT + "/runs.json", "w") as file:
        json.dump({"runs": index}, file, indent=1)


def xl(out):
    generator = torch.Generator().manual_seed(SEED)
    unet = UNet2DConditionModel.from_pretrained(MODELS + "/sdxl-tiny/unet")
    io = load_file(MODELS + "/sdxl-tiny/io.safetensors")
    embedded, tokens, width = 24, 4, unet.config.cross_attention_dim
    weights = {
        "image_proj.proj.weight": torch.randn((tokens * width, embedded), generator=generator) / embedded**0.5,
        "image_proj.proj.bias": torch.randn((tokens * width,), generator=generator) * 0.1,
        "image_proj.norm.weight": 1 + torch.randn((width,), generator=generator) * 0.1,
        "image_proj.norm.bias": torch.randn((width,), generator=generator) * 0.1,
    }
    number = 1
    for name in unet.attn_processors:
        if "attn2" in name:
            layer = unet.get_submodule(name.removesuffix(".processor")).to_k.weight
            for tensor in ("to_k_ip", "to_v_ip"):
                shape = tuple(layer.shape)
                weights[f"ip_adapter.{number}.{tensor}.weight"] = torch.randn(shape, generator=generator) / width**0.5
            number += 2
    weights = {name: tensor.half().contiguous() for name, tensor in weights.items()}
    save_file(weights, OUT + "/sdxl-plain-fp16.safetensors")
    state = {"image_proj": {}, "ip_adapter": {}}
    for name, tensor in weights.items():
        part, rest = name.split(".", 1)
        state[part][rest] = tensor.float()
    unet._load_ip_adapter_weights([state])
    unet.float()
    for processor in unet.attn_processors.values():
        if hasattr(processor, "scale"):
            processor.scale = [0.7]
    sample = torch.randn((1, 4, 16, 8), generator=generator)
    context = torch.randn((1, 20, width), generator=generator)
    pooled_width = unet.config.projection_class_embeddings_input_dim - 6 * unet.config.addition_time_embed_dim
    pooled = torch.randn((1, pooled_width), generator=generator)
    sizes = torch.tensor([[64.0, 128.0, 0.0, 8.0, 64.0, 128.0]])
    image = torch.randn((1, 1, embedded), generator=generator)
    result = unet(
        sample,
        321,
        context,
        added_cond_kwargs={"text_embeds": pooled, "time_ids": sizes, "image_embeds": [image]},
    ).sample
    projected = unet.encoder_hid_proj([image])[0]
    out.update(
        {
            "xl.sample": sample,
            "xl.ctx": context,
            "xl.pooled": pooled,
            "xl.sizes": sizes,
            "xl.timestep": torch.tensor([321.0]),
            "xl.scale": torch.tensor([0.7]),
            "xl.image_tokens": projected[:, 0],
            "xl.out": result,
        }
    )


def main():
    out = {}
    pictures()
    with torch.no_grad():
        runs(out)
        xl(out)
    save_file({name: tensor.contiguous().float() for name, tensor in out.items()}, OUT + "/expected.safetensors")
    for name, tensor in out.items():
        print(name, tuple(tensor.shape), float(tensor.abs().max()))


main()
