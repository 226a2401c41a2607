"""Makes a picture with diffusers from the made-up Stable Diffusion 1.5 file, and tells what each phase took.

    python diffusers_peer.py MODEL.safetensors TOKENIZER_FOLDER PRECISION ROUND ROWS.csv PICTURE.png [channels_last] [compile]

PRECISION is float32 or bfloat16. Appends rows: program, precision, round, phase, seconds, peak MiB.
"""
import csv
import resource
import sys
import time

process_start = time.time() - time.process_time()

import torch
from diffusers import AutoencoderKL, EulerDiscreteScheduler, UNet2DConditionModel
from diffusers.loaders.single_file_utils import convert_ldm_unet_checkpoint, convert_ldm_vae_checkpoint
from PIL import Image
from safetensors.torch import load_file
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTokenizer

STEPS = 20
GUIDANCE = 7.5
PROMPT = "a lighthouse at dawn"


def built(make, state, dtype):
    with torch.device("meta"):
        network = make()
    missing, unexpected = network.load_state_dict(
        {name: tensor.to(dtype) for name, tensor in state.items()}, strict=False, assign=True)
    left = [name for name in missing if "position_ids" not in name]
    if left or unexpected:
        raise SystemExit(f"The file does not fit: missing {left[:3]}, unexpected {unexpected[:3]}.")
    return network.eval()


def main():
    model, tokenizer_folder, precision, round_, rows, picture_file, *options = sys.argv[1:]
    dtype = getattr(torch, precision)
    torch.manual_seed(42)
    state = load_file(model)
    unet = built(
        lambda: UNet2DConditionModel(
            sample_size=64, cross_attention_dim=768, attention_head_dim=8,
            block_out_channels=(320, 640, 1280, 1280)),
        convert_ldm_unet_checkpoint(state, {"layers_per_block": 2}), dtype)
    vae_config = dict(
        block_out_channels=(128, 256, 512, 512), latent_channels=4, layers_per_block=2,
        down_block_types=["DownEncoderBlock2D"] * 4, up_block_types=["UpDecoderBlock2D"] * 4)
    vae = built(lambda: AutoencoderKL(**vae_config), convert_ldm_vae_checkpoint(state, vae_config), dtype)
    prefix = "cond_stage_model.transformer."
    text = {name[len(prefix):]: tensor for name, tensor in state.items() if name.startswith(prefix)}
    names = CLIPTextModel(CLIPTextConfig(num_hidden_layers=1)).state_dict()
    if not any(name.startswith("text_model.") for name in names):
        text = {name.removeprefix("text_model."): tensor for name, tensor in text.items()}
    encoder = CLIPTextModel(CLIPTextConfig(
        hidden_size=768, intermediate_size=3072, num_hidden_layers=12, num_attention_heads=12))
    encoder.load_state_dict(text, strict=False)
    encoder = encoder.to(dtype).eval()
    del state
    tokenizer = CLIPTokenizer.from_pretrained(tokenizer_folder)
    if "channels_last" in options:
        unet.to(memory_format=torch.channels_last)
        vae.to(memory_format=torch.channels_last)
    if "compile" in options:
        unet = torch.compile(unet)
    program = "diffusers" + "".join(" " + option for option in options)
    timings = {"load": time.time() - process_start}

    with torch.inference_mode():
        for turn in ("first picture", "picture"):
            begin = time.time()
            ids = tokenizer([PROMPT, ""], padding="max_length", max_length=77, return_tensors="pt").input_ids
            context = encoder(ids).last_hidden_state
            timings["text encode"] = time.time() - begin
            scheduler = EulerDiscreteScheduler(
                beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear", steps_offset=1)
            scheduler.set_timesteps(STEPS)
            latent = torch.randn(1, 4, 64, 64, generator=torch.Generator().manual_seed(42)).to(dtype)
            latent = latent * scheduler.init_noise_sigma
            steps = []
            for timestep in scheduler.timesteps:
                step_begin = time.time()
                rows_in = scheduler.scale_model_input(torch.cat([latent] * 2), timestep)
                prompted, negative = unet(rows_in, timestep, encoder_hidden_states=context).sample.chunk(2)
                latent = scheduler.step(negative + GUIDANCE * (prompted - negative), timestep, latent).prev_sample
                steps.append(time.time() - step_begin)
            decode_begin = time.time()
            pixels = vae.decode(latent / 0.18215).sample
            picture = ((pixels[0].float().permute(1, 2, 0) / 2 + 0.5).clamp(0, 1) * 255).round().byte().numpy()
            timings["VAE decode"] = time.time() - decode_begin
            timings["picture"] = time.time() - begin
            timings["U-Net step"] = sorted(steps)[len(steps) // 2]
            if turn == "first picture":
                timings["start to first picture"] = time.time() - process_start
                if "compile" not in options:
                    break
    Image.fromarray(picture).save(picture_file)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    with open(rows, "a", newline="") as file:
        for phase, seconds in timings.items():
            csv.writer(file).writerow([program, precision, round_, phase, f"{seconds:.3f}", f"{peak:.0f}"])


main()
