package io.pentimento.model;

import ai.djl.ndarray.NDArray;
import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * An IP-Adapter (Ye et al. 2023, "IP-Adapter: Text Compatible Image Prompt Adapter"): it makes
 * tokens of a picture, and keys and values of them, at which a U-Net's cross-attentions look beside
 * the prompt. Immutable: any number of threads may use one.
 */
public final class PictureAdapter {
  private final ClipVision vision;
  private final PictureProjection projection;
  private final List<Layer> layers;
  private final NumberType type;

  private record Layer(PictureAdapterFile.Layer sizes, Linear toK, Linear toV) {}

  private PictureAdapter(
      ClipVision vision, PictureProjection projection, List<Layer> layers, NumberType type) {
    this.vision = vision;
    this.projection = projection;
    this.layers = List.copyOf(layers);
    this.type = type;
  }

  /**
   * Reads an adapter.
   *
   * @param file with names that begin with {@code image_proj.} and {@code ip_adapter.}
   * @param vision the picture encoder it was trained with
   * @param scope where the weights live
   * @param type the type in which it computes
   * @throws ModelFormatException if the file holds no such adapter, one of a kind that is not
   *     offered, or one for another picture encoder
   * @throws IOException if reading fails
   */
  public static PictureAdapter read(
      Checkpoint file, ClipVision vision, Scope scope, NumberType type) throws IOException {
    PictureAdapterFile found = new PictureAdapterFile(file, vision.config());
    List<PictureAdapterFile.Layer> sizes = found.layers();
    CheckpointTensors tensors =
        new CheckpointTensors(
            file,
            scope,
            type,
            elements -> {},
            new StagingBuffers(),
            "an IP-Adapter of %d cross-attentions".formatted(sizes.size()));
    Weights weights = new Weights(tensors);
    try {
      PictureProjection projection = found.projection(weights);
      List<Layer> layers = new ArrayList<>();
      for (PictureAdapterFile.Layer size : sizes) {
        layers.add(
            new Layer(
                size,
                linear(weights, size, PictureAdapterFile.KEYS),
                linear(weights, size, PictureAdapterFile.VALUES)));
      }
      weights.finish();
      return new PictureAdapter(vision, projection, layers, type);
    } catch (UncheckedIOException e) {
      // Tensors are read where checked exceptions cannot be thrown.
      throw e.getCause();
    }
  }

  /**
   * Checks that a file holds an IP-Adapter, before its picture encoder is read.
   *
   * @throws ModelFormatException if it holds none, or one of a kind that is not offered
   */
  public static void check(Checkpoint file) throws ModelFormatException {
    PictureAdapterFile.check(file);
  }

  private static Linear linear(Weights weights, PictureAdapterFile.Layer size, String tensor) {
    String name = size.name(tensor).replaceFirst("\\.weight$", "");
    return weights.linearWithoutBias(name, size.contextWidth(), size.width());
  }

  /** Returns the picture encoder. */
  public ClipVision vision() {
    return vision;
  }

  /**
   * Tells what of this adapter does not suit a U-Net, by names and shapes; empty if all does.
   *
   * @return sentences' parts, such as {@code "ip_adapter.1.to_k_ip.weight has shape [320, 768], but
   *     ..."}
   */
  public List<String> misfits(UNet unet) {
    List<TransformerLayer> own = unet.adaptedLayers();
    if (own.size() != layers.size()) {
      return List.of(
          "it is for %d cross-attentions, but the model has %d"
              .formatted(layers.size(), own.size()));
    }
    List<String> misfits = new ArrayList<>();
    for (int i = 0; i < own.size(); i++) {
      long[] expected = own.get(i).cross().toK().weight().getShape().getShape();
      PictureAdapterFile.Layer size = layers.get(i).sizes;
      if (size.width() != expected[0] || size.contextWidth() != expected[1]) {
        misfits.add(
            "%s has shape [%d, %d], but the model's %s.weight [%d, %d]"
                .formatted(
                    size.name(PictureAdapterFile.KEYS),
                    size.width(),
                    size.contextWidth(),
                    own.get(i).cross().toK().name(),
                    expected[0],
                    expected[1]));
      }
    }
    return misfits;
  }

  /**
   * Makes tokens of pictures.
   *
   * @param parent holds the result
   * @param pixels from {@link ClipPixels}: {@code [batch, 3, size, size]}, float32
   * @return {@code [batch, tokens, contextWidth]}, float32
   */
  public NDArray tokens(Scope parent, NDArray pixels) {
    try (Scope scope = parent.open("picture")) {
      NDArray features =
          projection.takesHidden()
              ? vision.penultimate(scope, pixels)
              : vision.embed(scope, pixels);
      return parent.adopt(tokensOf(scope, features));
    }
  }

  /**
   * Makes the tokens that the negative prompt's half of guidance looks at: those of an embedding of
   * zeros, or of pixels of zeros where the adapter sees more than the embedding.
   *
   * @return {@code [1, tokens, contextWidth]}, float32
   */
  public NDArray tokensOfNothing(Scope parent) {
    try (Scope scope = parent.open("no picture")) {
      ClipVisionConfig config = vision.config();
      if (projection.takesHidden()) {
        int size = config.imageSize();
        NDArray black = scope.array(new float[3 * size * size], 1, 3, size, size);
        return parent.adopt(tokens(scope, black));
      }
      NDArray zeros = scope.array(new float[config.projected()], 1, config.projected());
      return parent.adopt(tokensOf(scope, zeros));
    }
  }

  private NDArray tokensOf(Scope scope, NDArray features) {
    return scope.plain(projection.tokens(scope, scope.cast(features, type)));
  }

  /**
   * Projects tokens for the cross-attentions of a U-Net.
   *
   * @param scope holds the keys and values: that of the request
   * @param tokens from {@link #tokens} and {@link #tokensOfNothing}, {@code [rows, tokens,
   *     contextWidth]}
   * @param bias what is added to the scores of each token, {@code [1, 1, 1, tokens]}, float32
   * @param weight how much the picture counts in a layer, by its name, such as {@code
   *     mid_block.attentions.0.transformer_blocks.0.attn2.to_k}; where it is 0 nothing is computed
   */
  public PictureKeys project(
      Scope scope,
      UNet unet,
      NDArray tokens,
      Optional<NDArray> bias,
      ToDoubleFunction<String> weight) {
    PictureKeys keys = new PictureKeys();
    NumberType theirs = unet.type();
    Optional<NDArray> typed = bias.map(numbers -> scope.store(numbers, theirs));
    try (Scope temporary = scope.open("picture keys")) {
      NDArray own = temporary.cast(tokens, type);
      List<TransformerLayer> attentions = unet.adaptedLayers();
      for (int i = 0; i < attentions.size(); i++) {
        TransformerLayer attention = attentions.get(i);
        double counts = weight.applyAsDouble(attention.cross().toK().name());
        if (counts != 0) {
          NDArray k = scope.cast(layers.get(i).toK.apply(temporary, own), theirs);
          NDArray v = scope.cast(layers.get(i).toV.apply(temporary, own), theirs);
          keys.put(attention, new Attention.Beside(k, v, typed, counts));
        }
      }
    }
    return keys;
  }
}
