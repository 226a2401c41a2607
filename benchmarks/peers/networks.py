"""The made-up Stable Diffusion 1.5 in diffusers' classes, and one fixed guided step by which programs are compared."""
import math

import torch
from diffusers import AutoencoderKL, UNet2DConditionModel
from diffusers.loaders.single_file_utils import convert_ldm_unet_checkpoint, convert_ldm_vae_checkpoint
from safetensors.torch import load_file
from transformers import CLIPTextConfig, CLIPTextModel

TIMESTEP = 500.0


def read(model, dtype):
    """Returns the text encoder, the U-Net and the autoencoder of a file in the original layout."""
    state = load_file(model)
    return text_encoder(state, dtype), unet(state, dtype), autoencoder(state, dtype)


def unet(state, dtype):
    return filled(
        lambda: UNet2DConditionModel(
            sample_size=64, cross_attention_dim=768, attention_head_dim=8, block_out_channels=(320, 640, 1280, 1280)),
        convert_ldm_unet_checkpoint(state, {"layers_per_block": 2}), dtype)


def autoencoder(state, dtype):
    config = dict(
        block_out_channels=(128, 256, 512, 512), latent_channels=4, layers_per_block=2,
        down_block_types=["DownEncoderBlock2D"] * 4, up_block_types=["UpDecoderBlock2D"] * 4)
    return filled(lambda: AutoencoderKL(**config), convert_ldm_vae_checkpoint(state, config), dtype)


def text_encoder(state, dtype):
    prefix = "cond_stage_model.transformer."
    text = {name.removeprefix(prefix): tensor for name, tensor in state.items() if name.startswith(prefix)}
    encoder = CLIPTextModel(CLIPTextConfig(
        hidden_size=768, intermediate_size=3072, num_hidden_layers=12, num_attention_heads=12))
    if not any(name.startswith("text_model.") for name in encoder.state_dict()):
        text = {name.removeprefix("text_model."): tensor for name, tensor in text.items()}
    check(encoder.load_state_dict(text, strict=False))
    return encoder.to(dtype).eval()


def filled(make, state, dtype):
    with torch.device("meta"):
        network = make()
    check(network.load_state_dict({name: t.to(dtype) for name, t in state.items()}, strict=False, assign=True))
    return network.eval()


def check(loaded):
    missing = [name for name in loaded.missing_keys if "position_ids" not in name]
    if missing or loaded.unexpected_keys:
        raise SystemExit(f"The file does not fit: missing {missing[:3]}, unexpected {loaded.unexpected_keys[:3]}.")


def numbers(*shape):
    """Returns numbers of variance 1 that look like noise; StepError in Java and Sd4jPeer have the same."""
    index = torch.arange(math.prod(shape), dtype=torch.int64)
    signed = (index * index * 2654435761 + 2**31) % 2**32 - 2**31  # products wrap as Java's do
    return (signed.double() / 2**31 * math.sqrt(3)).float().reshape(shape)


def fixed_step(network, dtype):
    """Returns what the U-Net says of the fixed step, in float32."""
    with torch.inference_mode():
        latent = numbers(1, 4, 64, 64).to(dtype)
        context = numbers(2, 77, 768).to(dtype)
        return network(torch.cat([latent] * 2), torch.tensor(TIMESTEP), encoder_hidden_states=context).sample.float()


def relative_error(actual, reference):
    """Returns the norm of the difference over the norm of the answer in a file that reference.py wrote."""
    expected = torch.from_file(reference, size=actual.numel()).double()
    return ((actual.flatten().double() - expected).norm() / expected.norm()).item()
