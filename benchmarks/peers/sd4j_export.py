"""Writes the made-up Stable Diffusion 1.5 as the float32 ONNX files that sd4j loads.

    python sd4j_export.py MODEL.safetensors FOLDER

All shapes are fixed, to one guided picture of 512 x 512, so that ONNX Runtime may prepare what it can. There is no
safety checker, which sd4j takes as that no picture is checked.
"""
import sys
from pathlib import Path

import torch

from networks import numbers, read


class Text(torch.nn.Module):
    def __init__(self, encoder):
        super().__init__()
        self.encoder = encoder

    def forward(self, input_ids):
        encoded = self.encoder(input_ids)
        return encoded.last_hidden_state, encoded.pooler_output


class Noise(torch.nn.Module):
    def __init__(self, unet):
        super().__init__()
        self.unet = unet

    def forward(self, sample, timestep, encoder_hidden_states):
        return self.unet(sample, timestep, encoder_hidden_states=encoder_hidden_states).sample


class Decoder(torch.nn.Module):
    def __init__(self, vae):
        super().__init__()
        self.vae = vae

    def forward(self, latent_sample):
        return self.vae.decode(latent_sample).sample


def export(network, inputs, outputs, file):
    file.parent.mkdir(parents=True, exist_ok=True)
    torch.onnx.export(
        network.eval(), tuple(inputs.values()), file, input_names=list(inputs), output_names=outputs, opset_version=18,
        dynamo=True, external_data=True)


def main():
    folder = Path(sys.argv[2])
    encoder, unet, vae = read(sys.argv[1], torch.float32)
    with torch.inference_mode():
        export(
            Text(encoder), {"input_ids": torch.full((2, 77), 49407, dtype=torch.int32)},
            ["last_hidden_state", "pooler_output"], folder / "text_encoder/model.onnx")
        export(
            Noise(unet),
            {"sample": numbers(2, 4, 64, 64), "timestep": torch.tensor([500]),
             "encoder_hidden_states": numbers(2, 77, 768)},
            ["out_sample"], folder / "unet/model.onnx")
        export(
            Decoder(vae), {"latent_sample": numbers(1, 4, 64, 64)}, ["sample"], folder / "vae_decoder/model.onnx")


main()
