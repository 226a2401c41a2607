package io.pentimento.grid;

import io.pentimento.HiresFix;
import io.pentimento.HiresUpscaler;
import io.pentimento.TextToImage;
import io.pentimento.image.HiresTarget;
import io.pentimento.sampling.Sampler;
import java.util.List;
import java.util.Optional;

/** Axes that change the second pass of a request. */
final class HiresEdits {
  private HiresEdits() {}

  static Axis<TextToImage.Builder> scale(List<Double> scales) {
    return Axis.of(
        "Hires scale",
        scales,
        (builder, scale) -> {
          HiresFix old = builder.build().hiresFix().orElseGet(() -> HiresFix.scale(2).build());
          builder.hiresFix(with(old, HiresTarget.scaled(scale), old.upscaler(), old.steps()));
        });
  }

  static Axis<TextToImage.Builder> steps(List<Integer> steps) {
    return Axis.<TextToImage.Builder, Integer>of(
            "Hires steps",
            steps,
            (builder, count) -> {
              HiresFix old = present(builder);
              builder.hiresFix(with(old, old.target(), old.upscaler(), count));
            })
        .last();
  }

  static Axis<TextToImage.Builder> upscaler(List<HiresUpscaler> upscalers) {
    return Axis.<TextToImage.Builder, HiresUpscaler>of(
            "Hires upscaler",
            upscalers,
            HiresUpscaler::name,
            (builder, upscaler) -> {
              HiresFix old = present(builder);
              builder.hiresFix(with(old, old.target(), upscaler, old.steps()));
            })
        .last();
  }

  static Axis<TextToImage.Builder> strength(List<Double> strengths) {
    return Axis.<TextToImage.Builder, Double>of(
            "Denoising",
            strengths,
            (builder, strength) -> {
              HiresFix old = present(builder);
              builder.hiresFix(
                  new HiresFix(
                      old.target(),
                      old.upscaler(),
                      old.steps(),
                      strength,
                      old.sampler(),
                      old.schedule(),
                      old.prompt(),
                      old.negativePrompt(),
                      old.tokenMerging()));
            })
        .last();
  }

  static Axis<TextToImage.Builder> samplers(List<Sampler> samplers) {
    return Axis.<TextToImage.Builder, Sampler>of(
            "Hires sampler",
            samplers,
            Sampler::name,
            (builder, sampler) -> {
              HiresFix old = present(builder);
              builder.hiresFix(
                  new HiresFix(
                      old.target(),
                      old.upscaler(),
                      old.steps(),
                      old.denoisingStrength(),
                      Optional.of(sampler),
                      old.schedule(),
                      old.prompt(),
                      old.negativePrompt(),
                      old.tokenMerging()));
            })
        .last();
  }

  private static HiresFix present(TextToImage.Builder builder) {
    return builder
        .build()
        .hiresFix()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "the request must have a hires fix for its settings to vary, but has none."
                        + " Give it one, or vary Hires scale as well."));
  }

  private static HiresFix with(
      HiresFix old, HiresTarget target, HiresUpscaler upscaler, int steps) {
    return new HiresFix(
        target,
        upscaler,
        steps,
        old.denoisingStrength(),
        old.sampler(),
        old.schedule(),
        old.prompt(),
        old.negativePrompt(),
        old.tokenMerging());
  }
}
