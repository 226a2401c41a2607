"""Makes own_levels.json: python make.py DIR. Levels that diffusers' schedulers make of given ones."""
import json
import sys

from diffusers import DPMSolverMultistepScheduler, EulerDiscreteScheduler

SD1 = dict(beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear")
SIGMAS = [14.615, 6.475, 3.861, 2.697, 1.886, 1.396, 0.963, 0.652, 0.399, 0.152, 0.029, 0.0]
TIMESTEPS = [999, 850, 736, 645, 545, 455, 343, 233, 124, 24]

cases = []
for name, kind, given in (
    ("Euler", EulerDiscreteScheduler, {"sigmas": SIGMAS}),
    ("Euler", EulerDiscreteScheduler, {"timesteps": TIMESTEPS}),
    ("DPM++ 2M", DPMSolverMultistepScheduler, {"timesteps": TIMESTEPS}),
):
    scheduler = kind(**SD1)
    scheduler.set_timesteps(**given)
    cases.append(
        {
            "sampler": name,
            **given,
            "used_sigmas": [float(sigma) for sigma in scheduler.sigmas],
            "used_timesteps": [float(timestep) for timestep in scheduler.timesteps],
            "init_noise_sigma": float(scheduler.init_noise_sigma),
        }
    )
with open(sys.argv[1] + "/own_levels.json", "w") as file:
    json.dump({"format": 1, "diffusers": "0.42.1", "tolerance": 1e-5, "cases": cases}, file, indent=1)
