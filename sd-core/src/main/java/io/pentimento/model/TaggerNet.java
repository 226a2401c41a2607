package io.pentimento.model;

import ai.djl.ndarray.NDArray;
import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ComponentConfig;
import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.checkpoint.original.TaggerFile;
import io.pentimento.internal.FeatureKernels;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * A tagger that is a vision transformer: the third generation of the WD taggers (timm's
 * VisionTransformer). Immutable: any number of threads may use one.
 */
public final class TaggerNet {
  private final TaggerConfig config;
  private final VisionTransformer trunk;
  private final Norm norm;
  private final Linear head;

  private TaggerNet(TaggerConfig config, Weights weights, NumberType type)
      throws ModelFormatException {
    this.config = config;
    this.trunk = VisionTransformer.read(config.trunk(), weights, type);
    int width = config.trunk().width();
    boolean last = config.pooling() == TaggerConfig.Pooling.NORMALISED_MEAN;
    this.norm = weights.norm(last ? "fc_norm" : "norm", width, config.trunk().layerNormEps());
    this.head = weights.linear("head", width, config.tags());
    weights.finish();
  }

  /**
   * Reads the network of a file.
   *
   * @param config the config.json beside it
   * @param scope where the weights live
   * @param type the type in which the network computes
   * @throws ModelFormatException if the file holds no such network
   * @throws IOException if reading fails
   */
  public static TaggerNet read(
      Checkpoint file, ComponentConfig config, Scope scope, NumberType type) throws IOException {
    Checkpoint tensors = TaggerFile.of(file);
    TaggerConfig sizes = TaggerConfig.read(config, tensors);
    try {
      return new TaggerNet(
          sizes, new Weights(new CheckpointTensors(tensors, scope, type, elements -> {})), type);
    } catch (UncheckedIOException e) {
      // A network reads its tensors in streams, which know no checked exceptions.
      throw e.getCause();
    }
  }

  /** Returns the architecture. */
  public TaggerConfig config() {
    return config;
  }

  /**
   * Returns how far each tag suits a picture, before the sigmoid.
   *
   * @param parent holds nothing of it
   * @param pixels from {@link TaggerPixels}: {@code [1, 3, size, size]}, float32
   */
  public float[] logits(Scope parent, NDArray pixels) {
    try (Scope scope = parent.open("tagger")) {
      NDArray tokens = trunk.tokens(scope, pixels);
      return Scope.floats(head.apply(scope, pooled(scope, tokens)), scope);
    }
  }

  /** Returns what the head looks at, {@code [batch, 1, width]}. */
  NDArray pooled(Scope scope, NDArray tokens) {
    return switch (config.pooling()) {
      case MEAN_OF_NORMALISED -> FeatureKernels.rowMean(scope, norm.layer(scope, tokens));
      case NORMALISED_MEAN -> norm.layer(scope, FeatureKernels.rowMean(scope, tokens));
      case CLASS_TOKEN -> norm.layer(scope, scope.slice(tokens, 0, 1, 1));
    };
  }

  /** Returns the transformer. */
  VisionTransformer trunk() {
    return trunk;
  }

  /** Returns the last normalisation. */
  Norm norm() {
    return norm;
  }
}
