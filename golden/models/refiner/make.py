"""Makes the numbers of this folder: python make.py MODELS DIR, MODELS the folder of the tiny models.

Runs of diffusers in which a second model takes over: StableDiffusionXLPipeline with denoising_end, then
StableDiffusionXLImg2ImgPipeline with denoising_start; and schedulers of SD1 and SD2, the latter of v prediction.
"""
import sys

import torch
from diffusers import (
    AutoencoderKL,
    DDIMScheduler,
    EulerDiscreteScheduler,
    StableDiffusionXLImg2ImgPipeline,
    StableDiffusionXLPipeline,
    UNet2DConditionModel,
)
from safetensors.torch import save_file

MODELS, OUT = sys.argv[1], sys.argv[2]
SEED, STEPS, GUIDANCE = 23, 8, 7.5
SIDE, POOLED = 64, 24
SD1 = dict(beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear")
generator = torch.Generator().manual_seed(SEED)


def draw(*shape):
    return torch.randn(shape, generator=generator)


def refiner():
    """A network of the form of SDXL's refiner: one text encoder, two sizes and a score."""
    torch.manual_seed(SEED)
    numbers, width = 5, 4
    unet = UNet2DConditionModel(
        sample_size=8,
        block_out_channels=(8, 16),
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"),
        up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
        layers_per_block=1,
        cross_attention_dim=24,
        attention_head_dim=(1, 2),
        transformer_layers_per_block=(1, 2),
        norm_num_groups=4,
        use_linear_projection=True,
        addition_embed_type="text_time",
        addition_time_embed_dim=width,
        projection_class_embeddings_input_dim=POOLED + numbers * width,
    )
    unet = unet.half()
    unet.save_pretrained(OUT + "/unet", safe_serialization=True)
    return unet.float()


def scheduler(kind, **options):
    if kind == "euler":
        return EulerDiscreteScheduler(timestep_spacing="leading", steps_offset=1, **SD1, **options)
    return DDIMScheduler(
        timestep_spacing="leading", steps_offset=1, clip_sample=False, set_alpha_to_one=False, **SD1, **options
    )


def xl(out):
    base = UNet2DConditionModel.from_pretrained(MODELS + "/sdxl-tiny/unet")
    vae = AutoencoderKL.from_pretrained(MODELS + "/sdxl-tiny/vae")
    second = refiner()
    prompts = {}
    for name, unet in (("base", base), ("refiner", second)):
        width = unet.config.cross_attention_dim
        pooled = POOLED if name == "refiner" else base.config.projection_class_embeddings_input_dim - 6 * 8
        for sign in ("", "negative_"):
            prompts[f"{name}.{sign}prompt_embeds"] = draw(1, 77, width)
            prompts[f"{name}.{sign}pooled_prompt_embeds"] = draw(1, pooled)
    out.update({"xl." + name: tensor for name, tensor in prompts.items()})

    def of(name):
        start = name + "."
        return {key[len(start) :]: value for key, value in prompts.items() if key.startswith(start)}

    noise = draw(1, 4, SIDE // 8, SIDE // 8)
    out["xl.noise.0"] = noise
    for kind in ("euler", "ddim"):
        for share in (0.3, 0.5, 0.8):
            parts = (None, None, None, None)
            first = StableDiffusionXLPipeline(vae, *parts, base, scheduler(kind))
            first.set_progress_bar_config(disable=True)
            shared = dict(num_inference_steps=STEPS, guidance_scale=GUIDANCE, output_type="latent")
            handed = first(
                latents=noise.clone(), height=SIDE, width=SIDE, denoising_end=share, **of("base"), **shared
            ).images
            last = StableDiffusionXLImg2ImgPipeline(
                vae, *parts, second, scheduler(kind), requires_aesthetics_score=True
            )
            last.set_progress_bar_config(disable=True)
            latents = last(image=handed, denoising_start=share, **of("refiner"), **shared).images
            name = f"xl.{kind}.{share}"
            out[name + ".handed"], out[name + ".latents"] = handed, latents


def other_prediction(out):
    """SD1, which predicts epsilon, hands over to SD2, which predicts v."""
    networks = [UNet2DConditionModel.from_pretrained(f"{MODELS}/sd{i}-tiny/unet") for i in (1, 2)]
    contexts = [draw(2, 77, unet.config.cross_attention_dim) for unet in networks]
    out["sd.first.ctx"], out["sd.second.ctx"] = contexts
    noise = draw(1, 4, SIDE // 8, SIDE // 8)
    out["sd.noise.0"] = noise
    share = 0.5
    schedulers = [scheduler("euler", prediction_type=kind) for kind in ("epsilon", "v_prediction")]
    for one in schedulers:
        one.set_timesteps(STEPS)
        one.set_begin_index(0)
    latents = noise * schedulers[0].init_noise_sigma
    for i, t in enumerate(schedulers[0].timesteps):
        which = 1 if t < round(1000 - share * 1000) else 0
        one = schedulers[which]
        one._step_index = i
        rows = one.scale_model_input(torch.cat([latents] * 2), t)
        one._step_index = i
        prompted, negative = networks[which](rows, t, contexts[which]).sample.chunk(2)
        guided = negative + GUIDANCE * (prompted - negative)
        latents = one.step(guided, t, latents).prev_sample
    out[f"sd.euler.{share}.latents"] = latents


def main():
    timesteps = scheduler("euler")
    timesteps.set_timesteps(STEPS)
    out = {"timesteps": timesteps.timesteps, "guidance": torch.tensor([GUIDANCE])}
    with torch.no_grad():
        xl(out)
        other_prediction(out)
    save_file({name: tensor.contiguous().float() for name, tensor in out.items()}, OUT + "/expected.safetensors")
    for name, tensor in out.items():
        print(name, tuple(tensor.shape), float(tensor.abs().max()))


main()
