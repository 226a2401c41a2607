"""Prints rows.csv of benchmarks/peers/run as a Markdown table: min, median and max of each phase, in seconds."""
import csv
import statistics
import sys
from collections import defaultdict

PHASES = ["text encode", "U-Net step", "VAE decode", "picture", "load", "start to first picture"]


def main():
    seconds = defaultdict(lambda: defaultdict(list))
    peaks = defaultdict(list)
    with open(sys.argv[1], newline="") as file:
        for program, precision, _, phase, taken, peak in csv.reader(file):
            if program == "program":
                continue
            seconds[program, precision][phase].append(float(taken))
            peaks[program, precision].append(float(peak))
    print("| program | precision | " + " | ".join(PHASES) + " | peak MiB |")
    print("|---" * (len(PHASES) + 3) + "|")
    for key, phases in seconds.items():
        cells = []
        for phase in PHASES:
            values = phases.get(phase)
            cells.append(
                f"{statistics.median(values):.2f} ({min(values):.2f} to {max(values):.2f})" if values else "")
        print("| " + " | ".join([*key, *cells, f"{max(peaks[key]):.0f}"]) + " |")


main()
