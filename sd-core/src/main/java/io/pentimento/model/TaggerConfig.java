package io.pentimento.model;

import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ComponentConfig;
import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.model.TextEncoderConfig.Activation;
import java.util.List;

/**
 * The architecture of a tagger that is a vision transformer, as in the {@code config.json} of timm.
 *
 * @param trunk the transformer
 * @param tags how many tags it knows, timm's {@code num_classes}
 * @param pooling what of the tokens is looked at
 * @param mean of the channels in training, red first
 * @param deviation of the channels in training, red first
 */
public record TaggerConfig(
    VisionTransformerConfig trunk,
    int tags,
    Pooling pooling,
    List<Double> mean,
    List<Double> deviation) {
  private static final double EPS = 1e-6;
  private static final List<Double> HALVES = List.of(0.5, 0.5, 0.5);

  /** What of the tokens is looked at. */
  public enum Pooling {
    /** All tokens are normalised; then comes their mean. */
    MEAN_OF_NORMALISED,
    /** The mean of the tokens is normalised; timm's {@code fc_norm}. */
    NORMALISED_MEAN,
    /** The token of the whole picture, after all tokens are normalised. */
    CLASS_TOKEN
  }

  /** Checks the numbers that the trunk does not. */
  public TaggerConfig {
    Bounds.check("num_classes", tags, 1, Bounds.VOCABULARY);
    mean = List.copyOf(mean);
    deviation = List.copyOf(deviation);
    if (mean.size() != 3 || deviation.size() != 3) {
      throw new IllegalArgumentException(
          "mean and std must have three numbers, but have: %s and %s.".formatted(mean, deviation));
    }
    if (deviation.stream().anyMatch(value -> !(value > 0))) {
      throw new IllegalArgumentException("std must be above 0, but got: " + deviation + ".");
    }
  }

  /**
   * Reads the config.json beside a tagger.
   *
   * @param tensors those of the tagger, which tell the sizes that the config leaves out
   * @throws ModelFormatException if a field is malformed or asks for an architecture that is not
   *     offered
   */
  static TaggerConfig read(ComponentConfig config, Checkpoint tensors) throws ModelFormatException {
    config.check(
        "architecture",
        config.text("architecture", "vit").startsWith("vit_"),
        "must be a plain vision transformer (vit_...), such as wd-vit-tagger-v3");
    VisionTransformerConfig.Found found = VisionTransformerConfig.Found.in(tensors, "");
    ComponentConfig own = config.object("model_args").orElse(config);
    boolean classToken = own.flag("class_token", true);
    String pool = own.text("global_pool", config.text("global_pool", "token"));
    own.check("global_pool", List.of("avg", "token").contains(pool), "must be avg or token");
    boolean mean = pool.equals("avg");
    boolean last = own.flag("fc_norm", mean);
    List<Long> head = VisionTransformerConfig.shape(tensors, "head.weight", 2);
    ComponentConfig training = config.object("pretrained_cfg").orElse(config);
    try {
      return new TaggerConfig(
          trunk(own, found, classToken),
          config.integer("num_classes", (int) Math.min(head.get(0), Integer.MAX_VALUE)),
          !mean ? Pooling.CLASS_TOKEN : last ? Pooling.NORMALISED_MEAN : Pooling.MEAN_OF_NORMALISED,
          training.decimals("mean").orElse(HALVES),
          training.decimals("std").orElse(HALVES));
    } catch (IllegalArgumentException e) {
      throw Bounds.refused(config, e);
    }
  }

  private static VisionTransformerConfig trunk(
      ComponentConfig own, VisionTransformerConfig.Found found, boolean classToken)
      throws ModelFormatException {
    String activation = own.text("act_layer", "gelu");
    own.check(
        "act_layer",
        List.of("gelu", "gelu_tanh").contains(activation),
        "must be gelu or gelu_tanh");
    return new VisionTransformerConfig(
        own.integer("embed_dim", found.width()),
        found.feedForwardWidth(),
        own.integer("depth", found.layers()),
        own.integer("num_heads", found.usualHeads()),
        own.integer("img_size", found.imageSize(classToken)),
        own.integer("patch_size", found.patchSize()),
        classToken,
        activation.equals("gelu") ? Activation.GELU : Activation.GELU_TANH,
        EPS);
  }
}
