"""Writes what OpenCV makes of pictures, for the preprocessors of control pictures.

python make.py    (opencv-python-headless, numpy)
"""

import json
import pathlib

import cv2
import numpy

HERE = pathlib.Path(__file__).parent
SEED = 20


def pictures():
    random = numpy.random.default_rng(SEED)
    noise = random.integers(0, 256, (37, 41, 3), dtype=numpy.uint8)
    y, x = numpy.mgrid[0:96, 0:128]
    shapes = numpy.stack([x + y, 255 - x, 2 * y], axis=2).astype(numpy.uint8)
    cv2.circle(shapes, (50, 40), 25, (240, 30, 60), -1)
    cv2.line(shapes, (5, 90), (120, 10), (0, 0, 0), 3)
    cv2.rectangle(shapes, (80, 50), (115, 85), (20, 200, 250), 2)
    soft = cv2.GaussianBlur(random.integers(0, 256, (64, 80, 3), dtype=numpy.uint8), (0, 0), 2.5)
    soft = numpy.clip((soft.astype(float) - 128) * 4 + 128, 0, 255).astype(numpy.uint8)
    return {"noise": noise, "shapes": shapes, "soft": soft, "thin": noise[:1], "narrow": noise[:, :2]}


def dog(picture, coarse, fine):
    floats = picture.astype(numpy.float32)
    around = cv2.GaussianBlur(floats, (0, 0), coarse)
    own = cv2.GaussianBlur(floats, (0, 0), fine) if fine else floats
    return numpy.min(around - own, axis=2)


def main():
    cases = []

    def save(name, pixels):
        cv2.imwrite(str(HERE / name), cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR))

    def case(kind, picture, result, **settings):
        name = f"{kind}-{len(cases)}.png"
        if result.ndim == 2:
            result = numpy.repeat(result[:, :, None], 3, axis=2)
        save(name, result)
        cases.append({"kind": kind, "picture": f"{picture}.png", "result": name, **settings})

    for name, picture in pictures().items():
        save(f"{name}.png", picture)
        for low, high in ((100, 200), (0, 0), (30, 300), (250, 700)):
            case("canny", name, cv2.Canny(picture, low, high), low=low, high=high)
        case("blur", name, cv2.GaussianBlur(picture, (0, 0), 9.0), sigma=9.0)
        height, width = picture.shape[:2]
        if min(height, width) > 8:
            size = (int(width / 2.5), int(height / 2.5))
            case("area", name, cv2.resize(picture, size, interpolation=cv2.INTER_AREA))
            small = cv2.resize(picture, (width // 16, height // 16), interpolation=cv2.INTER_CUBIC)
            grid = cv2.resize(small, (width, height), interpolation=cv2.INTER_NEAREST)
            case("grid", name, grid, side=16)
        lines = (dog(picture, 6.0, None)).clip(0, 255)
        lines /= max(16, numpy.median(lines[lines > 8]) if (lines > 8).any() else 0)
        case("lineart", name, (lines * 127).clip(0, 255).astype(numpy.uint8), sigma=6.0, threshold=8)
        kept = (255 - dog(picture, 5.0, 0.5)).clip(0, 255).astype(numpy.uint8)
        case("xdog", name, numpy.where(2 * (255 - kept) > 32, 255, 0).astype(numpy.uint8), threshold=32)
    index = {"format": 1, "opencv": cv2.__version__, "numpy": numpy.__version__, "seed": SEED, "cases": cases}
    (HERE / "index.json").write_text(json.dumps(index, indent=1) + "\n")


main()
