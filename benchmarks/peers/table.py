"""Prints rows.csv of benchmarks/peers/run as a Markdown table.

    python table.py ROWS.csv

Seconds are medians, with least and most behind them; "to ours" is a median over this library's, whose float32 stands
beside a program in float32 and whose bfloat16 beside all others. A picture of other than 20 steps is left out.
"""
import csv
import statistics
import sys
from collections import defaultdict

STEP = "U-Net step"
PICTURES = ["picture", "start to first picture"]
OTHERS = ["VAE decode", "text encode", "load"]


def read(path):
    """Returns the rows of each program and precision: phase to seconds, largest peak, error."""
    seconds = defaultdict(lambda: defaultdict(list))
    peaks = defaultdict(float)
    errors = {}
    with open(path, newline="") as file:
        for program, precision, _, phase, taken, peak, error in csv.reader(file):
            if program != "program":
                key = program, precision
                seconds[key][phase].append(float(taken))
                peaks[key] = max(peaks[key], float(peak))
                errors[key] = error
    return seconds, peaks, errors


def cell(values):
    if not values:
        return ""
    spread = f" ({min(values):.2f} to {max(values):.2f})" if len(values) > 1 else ""
    return f"{statistics.median(values):.2f}{spread}"


def to_ours(seconds, key, phase):
    wide = "float32" if key[1] in ("float32", "f32") else "bfloat16"
    ours = next((rows[phase] for (name, kind), rows in sorted(seconds.items())
                 if name.startswith("pentimento") and kind == wide and rows[phase]), None)
    theirs = seconds[key][phase]
    return f"{statistics.median(theirs) / statistics.median(ours):.2f}" if ours and theirs else ""


def main():
    seconds, peaks, errors = read(sys.argv[1])
    for (program, _), phases in seconds.items():
        if program.endswith("steps)"):
            for phase in PICTURES:
                phases[phase] = []
    header = ["program", "precision", STEP, "to ours", "picture", "to ours", *OTHERS, PICTURES[1], "peak MiB", "error"]
    print("| " + " | ".join(header) + " |")
    print("|---" * len(header) + "|")
    for key, phases in list(seconds.items()):
        cells = [
            *key, cell(phases[STEP]), to_ours(seconds, key, STEP), cell(phases["picture"]),
            to_ours(seconds, key, "picture"), *[cell(phases[phase]) for phase in OTHERS], cell(phases[PICTURES[1]]),
            f"{peaks[key]:.0f}", errors[key]]
        print("| " + " | ".join(cells) + " |")


main()
