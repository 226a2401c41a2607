"""Makes a picture with diffusers from the made-up Stable Diffusion 1.5 file, and tells what each phase took.

    python diffusers_peer.py MODEL TOKENIZER_FOLDER PRECISION ROUND ROWS.csv PICTURE.png STEP.f32 [OPTION ...]

PRECISION is float32 or bfloat16; STEP.f32 is what reference.py wrote. Options: channels_last; compile (the U-Net by
torch.compile, and a second picture, which compiles nothing); freeze and max-autotune (how it compiles). STEPS in the
environment asks for other than 20 steps. Appends rows: program, precision, round, phase, seconds, peak MiB, error.
"""
import csv
import os
import resource
import statistics
import sys
import time

process_start = time.time() - time.process_time()

import torch
from diffusers import EulerDiscreteScheduler
from PIL import Image
from transformers import CLIPTokenizer

from networks import fixed_step, read, relative_error

STEPS = int(os.environ.get("STEPS", "20"))
GUIDANCE = 7.5
PROMPTS = ["a lighthouse at dawn", ""]


def optimized(unet, vae, options):
    if "channels_last" in options:
        unet.to(memory_format=torch.channels_last)
        vae.to(memory_format=torch.channels_last)
    if "compile" not in options:
        return unet
    if "freeze" in options:
        from torch._inductor import config

        config.freezing = True
    return torch.compile(unet, mode="max-autotune" if "max-autotune" in options else "default")


def picture(tokenizer, encoder, unet, vae, dtype):
    """Returns the pixels and the seconds of each phase."""
    begin = time.time()
    ids = tokenizer(PROMPTS, padding="max_length", max_length=77, return_tensors="pt").input_ids
    context = encoder(ids).last_hidden_state
    timings = {"text encode": time.time() - begin}
    scheduler = EulerDiscreteScheduler(
        beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear", steps_offset=1)
    scheduler.set_timesteps(STEPS)
    latent = torch.randn(1, 4, 64, 64, generator=torch.Generator().manual_seed(42)).to(dtype)
    latent = latent * scheduler.init_noise_sigma
    steps = []
    for timestep in scheduler.timesteps:
        step_begin = time.time()
        rows = scheduler.scale_model_input(torch.cat([latent] * 2), timestep)
        prompted, negative = unet(rows, timestep, encoder_hidden_states=context).sample.chunk(2)
        latent = scheduler.step(negative + GUIDANCE * (prompted - negative), timestep, latent).prev_sample
        steps.append(time.time() - step_begin)
    decode_begin = time.time()
    image = vae.decode(latent / 0.18215).sample
    pixels = ((image[0].float().permute(1, 2, 0) / 2 + 0.5).clamp(0, 1) * 255).round().byte().numpy()
    timings["VAE decode"] = time.time() - decode_begin
    timings["picture"] = time.time() - begin
    timings["U-Net step"] = statistics.median(steps)
    return pixels, timings


def main():
    model, tokenizer_folder, precision, round_, rows, picture_file, reference, *options = sys.argv[1:]
    dtype = getattr(torch, precision)
    encoder, unet, vae = read(model, dtype)
    tokenizer = CLIPTokenizer.from_pretrained(tokenizer_folder)
    unet = optimized(unet, vae, options)
    load = time.time() - process_start
    with torch.inference_mode():
        pixels, timings = picture(tokenizer, encoder, unet, vae, dtype)
        first = time.time() - process_start
        if "compile" in options:
            pixels, timings = picture(tokenizer, encoder, unet, vae, dtype)
    timings |= {"load": load, "start to first picture": first}
    Image.fromarray(pixels).save(picture_file)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    error = relative_error(fixed_step(unet, dtype), reference)
    program = " ".join(["diffusers", *options]) + (f" ({STEPS} steps)" if STEPS != 20 else "")
    with open(rows, "a", newline="") as file:
        for phase, seconds in timings.items():
            csv.writer(file).writerow(
                [program, precision, round_, phase, f"{seconds:.3f}", f"{peak:.0f}", f"{error:.6f}"])


main()
