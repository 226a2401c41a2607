package io.pentimento.model;

import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.model.TextEncoderConfig.Activation;
import java.util.List;

/**
 * The architecture of a vision transformer's trunk.
 *
 * @param width channels
 * @param feedForwardWidth channels between the two layers of each feed-forward
 * @param layers transformer layers
 * @param heads attention heads
 * @param imageSize width and height of the picture in pixels
 * @param patchSize width and height of the patch that becomes a token
 * @param classToken whether there is a token for the whole picture
 * @param activation the feed-forward's activation
 * @param layerNormEps epsilon of the layer normalisations
 */
public record VisionTransformerConfig(
    int width,
    int feedForwardWidth,
    int layers,
    int heads,
    int imageSize,
    int patchSize,
    boolean classToken,
    Activation activation,
    double layerNormEps) {
  private static final int HEAD_WIDTH = 64;

  /** Checks every number, so that no network is built or run with one that makes no sense. */
  public VisionTransformerConfig {
    Bounds.check("the width", width, 1, Bounds.CHANNELS);
    Bounds.check("the feed-forward's width", feedForwardWidth, 1, Bounds.CHANNELS);
    Bounds.check("the number of layers", layers, 1, Bounds.LAYERS);
    Bounds.check("the number of heads", heads, 1, Bounds.CHANNELS);
    Bounds.checkDivides("the number of heads", heads, "the width", width);
    Bounds.check("the picture's size", imageSize, 1, 4096);
    Bounds.check("the patch size", patchSize, 1, imageSize);
    Bounds.checkEps("the epsilon", layerNormEps);
  }

  /**
   * What the tensors of a trunk tell of its architecture.
   *
   * @param width channels
   * @param feedForwardWidth channels between the two layers of each feed-forward
   * @param layers transformer layers
   * @param positions how many tokens a picture becomes
   * @param patchSize width and height of a patch in pixels
   */
  record Found(int width, int feedForwardWidth, int layers, int positions, int patchSize) {
    /**
     * Looks at tensors.
     *
     * @param prefix what stands before the names
     * @throws ModelFormatException if one that tells a size is missing or of another kind
     */
    static Found in(Checkpoint tensors, String prefix) throws ModelFormatException {
      List<Long> patches = shape(tensors, prefix + "patch_embedding.weight", 4);
      int layers = 0;
      while (layers < Bounds.LAYERS
          && tensors.names().contains(prefix + "layers." + layers + ".mlp.fc1.weight")) {
        layers++;
      }
      return new Found(
          number(patches.get(0)),
          number(shape(tensors, prefix + "layers.0.mlp.fc1.weight", 2).get(0)),
          layers,
          number(shape(tensors, prefix + "position_embedding", 3).get(1)),
          number(patches.get(3)));
    }

    /** Returns the usual number of heads, of 64 channels each. */
    int usualHeads() {
      return Math.max(1, width / HEAD_WIDTH);
    }

    /** Returns the width and height of the pictures whose patches have so many positions. */
    int imageSize(boolean classToken) {
      int patches = Math.max(0, positions - (classToken ? 1 : 0));
      return (int) Math.min(Integer.MAX_VALUE, Math.round(Math.sqrt(patches)) * patchSize);
    }

    private static int number(long size) {
      return (int) Math.min(size, Integer.MAX_VALUE);
    }
  }

  /**
   * Returns the shape of a tensor.
   *
   * @throws ModelFormatException if it is missing or has another number of dimensions
   */
  static List<Long> shape(Checkpoint tensors, String name, int dimensions)
      throws ModelFormatException {
    List<Long> shape = tensors.info(name).shape();
    if (shape.size() != dimensions) {
      throw new ModelFormatException(
          tensors.path(),
          tensors.keyOf(name),
          "must have %d dimensions, but has shape %s.".formatted(dimensions, shape),
          null);
    }
    return shape;
  }

  /** Returns how many tokens a picture becomes. */
  public int tokens() {
    int side = imageSize / patchSize;
    return side * side + (classToken ? 1 : 0);
  }
}
