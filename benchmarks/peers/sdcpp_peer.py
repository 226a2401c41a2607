"""Makes a picture with stable-diffusion.cpp from the made-up Stable Diffusion 1.5 file, and tells what each phase took.

    python sdcpp_peer.py SD_CLI MODEL.safetensors TYPE ROUND ROWS.csv PICTURE.png [FLAG ...]

TYPE is f32, f16, bf16 or q8_0, into which the program converts the weights as it loads. FLAGs go to the program as they
are. The phases are read from what it prints; it loads each network when it is used, so "load" lies within the others.
SDCPP_STEPS in the environment asks for other than 20 steps. Appends rows: program, precision, round, phase, seconds,
peak MiB, and no error, which it offers no way to measure.
"""
import csv
import os
import re
import resource
import statistics
import subprocess
import sys
import time

STEPS = os.environ.get("SDCPP_STEPS", "20")
PHASES = {
    "load": r"loading tensors completed, taking ([\d.]+)(s)",
    "text encode": r"get_learned_condition completed, taking ([\d.]+)\s*(ms|s)",
    "VAE decode": r"decode_first_stage completed, taking ([\d.]+)\s*(ms|s)",
    "picture": r"generate_image completed in ([\d.]+)\s*(ms|s)",
}
STEP = rf"\b\d+/{STEPS} - ([\d.]+)(s/it|it/s)"


def seconds(found):
    value, unit = found
    return float(value) / 1000 if unit == "ms" else float(value)


def main():
    program, model, kind, round_, rows, picture, *flags = sys.argv[1:]
    command = [
        program, "-m", model, "--type", kind, "-p", "a lighthouse at dawn", "--steps", STEPS, "--cfg-scale", "7.5",
        "--sampling-method", "euler", "-W", "512", "-H", "512", "-s", "42", "-t", str(os.cpu_count()), "-o", picture,
        "-v", *flags]
    begin = time.time()
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    whole = time.time() - begin
    said = run.stdout + run.stderr
    if run.returncode != 0:
        raise SystemExit(said[-2000:])
    timings = {"start to first picture": whole}
    for phase, pattern in PHASES.items():
        matches = re.findall(pattern, said)
        if matches:
            timings[phase] = sum(seconds(match) for match in matches)
    steps = [float(value) if unit == "s/it" else 1 / float(value) for value, unit in re.findall(STEP, said)]
    if steps:
        timings["U-Net step"] = statistics.median(steps)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    name = " ".join(["stable-diffusion.cpp", *flags]) + (f" ({STEPS} steps)" if STEPS != "20" else "")
    with open(rows, "a", newline="") as file:
        for phase, taken in timings.items():
            csv.writer(file).writerow([name, kind, round_, phase, f"{taken:.3f}", f"{peak:.0f}", ""])


main()
