"""Writes what diffusers says of the fixed step in float32, as little-endian float32.

    python reference.py MODEL.safetensors STEP.f32
"""
import sys

import torch
from safetensors.torch import load_file

from networks import fixed_step, unet

model, file = sys.argv[1:]
fixed_step(unet(load_file(model), torch.float32), torch.float32).numpy().tofile(file)
