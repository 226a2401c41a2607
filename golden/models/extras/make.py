"""Makes the numbers of this folder: python make.py MODELS DIR, MODELS the folder of the tiny models.

Whole runs of diffusers' pipelines for latent consistency models and perturbed attention, and outputs of sd1-tiny's
networks with FreeU and with circular convolutions.
"""
import sys

import torch
from diffusers import (
    AutoencoderKL,
    AutoencoderTiny,
    EulerDiscreteScheduler,
    LatentConsistencyModelPipeline,
    LCMScheduler,
    StableDiffusionPAGPipeline,
    UNet2DConditionModel,
)
from safetensors.torch import load_file, save_file

MODELS, OUT = sys.argv[1], sys.argv[2]
SEED = 11


def patch_noise(draws):
    """Replaces the pipelines' draws by seeded ones that are kept."""
    import diffusers.pipelines.latent_consistency_models.pipeline_latent_consistency_text2img as lcm
    import diffusers.pipelines.pag.pipeline_pag_sd as pag
    import diffusers.schedulers.scheduling_lcm as scheduler

    generator = torch.Generator().manual_seed(SEED)

    def draw(shape, *_, **__):
        noise = torch.randn(tuple(shape), generator=generator)
        draws.append(noise)
        return noise

    for module in (lcm, pag, scheduler):
        module.randn_tensor = draw


def lcm(out):
    unet = UNet2DConditionModel.from_pretrained(MODELS + "/lcm-tiny/unet")
    vae = AutoencoderTiny.from_pretrained(MODELS + "/taesd-tiny")
    context = load_file(MODELS + "/lcm-tiny/io.safetensors")["ctx"][:1]
    for steps in (1, 4, 7):
        draws = []
        patch_noise(draws)
        scheduler = LCMScheduler(
            beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear", set_alpha_to_one=True
        )
        pipe = LatentConsistencyModelPipeline(vae, None, None, unet, scheduler, None, None, requires_safety_checker=False)
        pipe.set_progress_bar_config(disable=True)
        latents = pipe(
            prompt_embeds=context,
            height=64,
            width=64,
            num_inference_steps=steps,
            guidance_scale=7.5,
            output_type="latent",
        ).images
        out[f"lcm.{steps}.latents"] = latents
        out[f"lcm.{steps}.timesteps"] = scheduler.timesteps.float()
        for i, noise in enumerate(draws):
            out[f"lcm.{steps}.noise.{i}"] = noise
    out["lcm.ctx"] = context


def inputs():
    generator = torch.Generator().manual_seed(SEED)
    sample = torch.randn((2, 4, 16, 24), generator=generator)
    context = torch.randn((2, 20, width()), generator=generator)
    return sample, context


def width():
    return UNet2DConditionModel.load_config(MODELS + "/sd1-tiny/unet")["cross_attention_dim"]


def free_u(out):
    unet = UNet2DConditionModel.from_pretrained(MODELS + "/sd1-tiny/unet")
    sample, context = inputs()
    out["unet.sample"], out["unet.ctx"] = sample, context
    with torch.no_grad():
        out["plain.out"] = unet(sample, 601, context).sample
        unet.enable_freeu(s1=0.9, s2=0.2, b1=1.5, b2=1.6)
        out["freeu.out"] = unet(sample, 601, context).sample
        out["freeu.odd.sample"] = sample[:, :, :7, :9].contiguous()
        out["freeu.odd.out"] = unet(out["freeu.odd.sample"], 601, context).sample


def pag(out):
    unet = UNet2DConditionModel.from_pretrained(MODELS + "/sd1-tiny/unet")
    vae = AutoencoderTiny.from_pretrained(MODELS + "/taesd-tiny")
    sample, context = inputs()
    for name, guidance in (("pag", 7.5), ("pag_alone", 1.0)):
        draws = []
        patch_noise(draws)
        scheduler = EulerDiscreteScheduler(beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear")
        pipe = StableDiffusionPAGPipeline(
            vae, None, None, unet, scheduler, None, None, requires_safety_checker=False, pag_applied_layers="mid"
        )
        pipe.set_progress_bar_config(disable=True)
        latents = pipe(
            prompt_embeds=context[:1],
            negative_prompt_embeds=context[1:],
            height=64,
            width=96,
            num_inference_steps=4,
            guidance_scale=guidance,
            pag_scale=3.0,
            output_type="latent",
        ).images
        out[f"{name}.latents"] = latents
        out[f"{name}.noise.0"] = draws[0]


def seamless(out):
    unet = UNet2DConditionModel.from_pretrained(MODELS + "/sd1-tiny/unet")
    vae = AutoencoderKL.from_pretrained(MODELS + "/sd1-tiny/vae")
    sample, context = inputs()
    for network in (unet, vae):
        for module in network.modules():
            if isinstance(module, torch.nn.Conv2d):
                module.padding_mode = "circular"
                module._reversed_padding_repeated_twice = [p for p in reversed(module.padding) for _ in range(2)]
    with torch.no_grad():
        out["seamless.out"] = unet(sample, 601, context).sample
        out["seamless.decoded"] = vae.decode(sample[:1]).sample


def main():
    out = {}
    with torch.no_grad():
        lcm(out)
        free_u(out)
        pag(out)
        seamless(out)
    save_file({name: tensor.contiguous().float() for name, tensor in out.items()}, OUT + "/expected.safetensors")
    for name, tensor in out.items():
        print(name, tuple(tensor.shape), float(tensor.abs().max()))


main()
