"""Makes the numbers of this folder: python make.py MODELS DIR, MODELS the folder of the tiny models.

Outputs of sd1-tiny's U-Net with merged tokens, by tomesd as the WebUI calls it, and whole runs of diffusers' pipeline for
self-attention guidance.
"""
import sys

import tomesd
import torch
from diffusers import AutoencoderTiny, DDIMScheduler, StableDiffusionSAGPipeline, UNet2DConditionModel
from safetensors.torch import save_file
from tomesd import merge

MODELS, OUT = sys.argv[1], sys.argv[2]
SEED = 23
RATIOS = (0.2, 0.5, 0.75, 0.9)
TIMESTEP = 601


def load_unet():
    return UNet2DConditionModel.from_pretrained(MODELS + "/sd1-tiny/unet")


def inputs(height, width):
    generator = torch.Generator().manual_seed(SEED)
    width_of_text = UNet2DConditionModel.load_config(MODELS + "/sd1-tiny/unet")["cross_attention_dim"]
    sample = torch.randn((2, 4, height, width), generator=generator)
    context = torch.randn((2, 20, width_of_text), generator=generator)
    return sample, context


def watch_margins(margins):
    """Notes how far apart the similarities are between which a merge decides."""
    original = merge.bipartite_soft_matching_random2d

    def watched(metric, w, h, sx, sy, r, *args, **kwargs):
        unit = metric / metric.norm(dim=-1, keepdim=True)
        cells = torch.arange(w * h).reshape(h, w)
        dst = cells[: h // sy * sy : sy, : w // sx * sx : sx].flatten()
        rest = torch.ones(w * h, dtype=torch.bool)
        rest[dst] = False
        scores = unit[:, rest] @ unit[:, dst].transpose(1, 2)
        best = scores.topk(2, dim=-1).values
        ranked = best[..., 0].sort(dim=-1, descending=True).values
        gaps = [(best[..., 0] - best[..., 1])[best[..., 0] >= ranked[:, min(r, ranked.shape[1]) - 1, None]].min()]
        if r < ranked.shape[1]:
            gaps.append((ranked[:, r - 1] - ranked[:, r]).min())
        margins.append(float(min(gaps)))
        return original(metric, w, h, sx, sy, r, *args, **kwargs)

    merge.bipartite_soft_matching_random2d = watched


def merged(out):
    margins = []
    watch_margins(margins)
    for name, height, width in (("even", 16, 24), ("odd", 15, 9)):
        sample, context = inputs(height, width)
        out[f"tome.{name}.sample"], out[f"tome.{name}.ctx"] = sample, context
        for ratio in RATIOS:
            unet = load_unet()
            tomesd.apply_patch(
                unet, ratio=ratio, use_rand=False, merge_attn=True, merge_crossattn=False, merge_mlp=False
            )
            out[f"tome.{name}.{ratio}.out"] = unet(sample, TIMESTEP, context).sample
        print(name, "smallest margin of a merge", min(margins))
        margins.clear()


def ties(out):
    """Tokens of few directions, whose similarities are equal to the bit, taken together and apart."""
    # torch leaves open in which order equal numbers are sorted, and differs between machines: first come, first.
    argsort = torch.Tensor.argsort
    torch.Tensor.argsort = lambda x, dim=-1, descending=False: argsort(x, dim=dim, descending=descending, stable=True)
    height, width, channels = 8, 6, 4
    generator = torch.Generator().manual_seed(SEED)
    axes = torch.randint(channels, (2, height * width), generator=generator)
    metric = torch.nn.functional.one_hot(axes, channels).float()
    x = torch.randn((2, height * width, 3), generator=generator)
    out["ties.metric"] = metric.transpose(1, 2).reshape(2, channels, height, width)
    out["ties.x"] = x
    for merged in (5, 20, 36):
        join, part = merge.bipartite_soft_matching_random2d(metric, width, height, 2, 2, merged, no_rand=True)
        out[f"ties.{merged}.out"] = part(join(x))
    torch.Tensor.argsort = argsort


def guided(out):
    import diffusers.pipelines.deprecated.stable_diffusion_sag.pipeline_stable_diffusion_sag as sag

    generator = torch.Generator().manual_seed(SEED)
    shares = []
    masking = StableDiffusionSAGPipeline.sag_masking

    def watched(self, latents, attention, *args):
        heads = attention.shape[0] // latents.shape[0]
        looks = attention.reshape(latents.shape[0], heads, *attention.shape[1:]).mean(1).sum(1)
        shares.append((float((looks > 1).float().mean()), float((looks - 1).abs().min())))
        return masking(self, latents, attention, *args)

    StableDiffusionSAGPipeline.sag_masking = watched
    _, context = inputs(16, 24)
    out["sag.ctx"] = context
    for name, guidance, prediction in (
        ("sag.epsilon", 7.5, "epsilon"),
        ("sag.epsilon-alone", 1.0, "epsilon"),
        ("sag.velocity", 4.0, "v_prediction"),
        ("sag.velocity-alone", 1.0, "v_prediction"),
    ):
        noise = torch.randn((1, 4, 16, 24), generator=generator)
        sag.randn_tensor = lambda *_, **__: noise
        scheduler = DDIMScheduler(
            beta_start=0.00085,
            beta_end=0.012,
            beta_schedule="scaled_linear",
            clip_sample=False,
            set_alpha_to_one=False,
            steps_offset=1,
            prediction_type=prediction,
        )
        pipe = StableDiffusionSAGPipeline(
            AutoencoderTiny.from_pretrained(MODELS + "/taesd-tiny"),
            None,
            None,
            load_unet(),
            scheduler,
            None,
            None,
            requires_safety_checker=False,
        )
        pipe.set_progress_bar_config(disable=True)
        # The base class looks the text encoder's type up, which a run with vectors does not need.
        pipe.encode_prompt = lambda *_, **__: (context[:1], context[1:])
        out[f"{name}.latents"] = pipe(
            prompt_embeds=context[:1],
            negative_prompt_embeds=context[1:],
            height=16 * pipe.vae_scale_factor,
            width=24 * pipe.vae_scale_factor,
            num_inference_steps=5,
            guidance_scale=guidance,
            sag_scale=0.75,
            output_type="latent",
        ).images
        out[f"{name}.noise.0"] = noise
    print("shares degraded, margins of the threshold", shares)


def main():
    out = {}
    with torch.no_grad():
        ties(out)
        merged(out)
        guided(out)
    save_file({name: tensor.contiguous().float() for name, tensor in out.items()}, OUT + "/expected.safetensors")
    for name, tensor in out.items():
        print(name, tuple(tensor.shape), float(tensor.abs().max()))


main()
