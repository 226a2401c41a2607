package io.pentimento.model;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * A residual block and a transformer layer as a U-Net of Stable Diffusion 1.5 has them, with
 * made-up weights and a made-up latent: what a machine is tried with. Convolutions, linear layers,
 * norms and attention are those of {@link UNet}, so it runs as fast and as exactly as a U-Net does.
 * The same numbers every time.
 */
public final class TrialBlock {
  private static final long SEED = 42;
  private static final int HEADS = 8;
  private static final int TOKENS = 77;

  private final ResidualBlock residual;
  private final SpatialTransformer transformer;
  private final NDArray latent;
  private final NDArray time;
  private final UNet.PromptKeys prompt;

  /**
   * Makes the block.
   *
   * @param scope where its weights live
   * @param type the type in which it computes
   * @param channels how many, a multiple of 32; 320 in the first level of Stable Diffusion 1.5
   * @param side height and width of the picture in cells
   */
  public TrialBlock(Scope scope, NumberType type, int channels, int side) {
    UNetConfig config = UNetConfig.sd15();
    Weights weights = new Weights(new TrialTensors(scope, type));
    int timeWidth = config.timeEmbeddingWidth();
    residual =
        ResidualBlock.read(
            weights.at("resnet"),
            channels,
            channels,
            timeWidth,
            config.normGroups(),
            config.normEps());
    transformer = SpatialTransformer.read(weights.at("attention"), config, channels, HEADS, 1);
    SplittableRandom random = new SplittableRandom(SEED);
    latent = scope.pixels(noise(scope, random, 1, channels, side, side), type);
    time = scope.cast(noise(scope, random, 1, timeWidth), type);
    NDArray words = noise(scope, random, 1, TOKENS, config.crossAttentionDim());
    prompt = UNet.PromptKeys.of(scope, words, type, Stream.of(transformer));
  }

  /** Returns evenly spread numbers of unit variance. */
  private static NDArray noise(Scope scope, SplittableRandom random, long... shape) {
    long elements = 1;
    for (long side : shape) {
      elements *= side;
    }
    float[] values = new float[Math.toIntExact(elements)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) ((random.nextDouble() * 2 - 1) * Math.sqrt(3));
    }
    return scope.array(values, shape);
  }

  /**
   * Computes the block.
   *
   * @param parent holds the result
   * @return {@code [1, channels, side, side]} in the block's type
   */
  public NDArray apply(Scope parent) {
    try (Scope scope = parent.open("trial block")) {
      NDArray hidden = residual.apply(scope, latent, Optional.of(time));
      return parent.adopt(transformer.apply(scope, hidden, prompt, SelfAttention.TRAINED));
    }
  }
}
