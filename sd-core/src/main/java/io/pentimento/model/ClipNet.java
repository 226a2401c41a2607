package io.pentimento.model;

import ai.djl.ndarray.NDArray;
import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ComponentConfig;
import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.checkpoint.TensorInfo;
import io.pentimento.checkpoint.TensorValues;
import io.pentimento.checkpoint.original.ClipTextFile;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;
import io.pentimento.model.TextEncoderConfig.Activation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Both halves of CLIP, which tell how well texts suit pictures (Radford et al. 2021, section 2.3).
 * Immutable: any number of threads may use one.
 */
public final class ClipNet {
  /** By this the likenesses of OpenAI's models are multiplied, and those of most others. */
  public static final double USUAL_SCALE = 100;

  private static final int HEAD_WIDTH = 64;

  private final ClipVision vision;
  private final TextEncoder text;
  private final double scale;

  private ClipNet(ClipVision vision, TextEncoder text, double scale) {
    this.vision = vision;
    this.text = text;
    this.scale = scale;
  }

  /**
   * Reads the network of a file, under transformers' names or those of the first release.
   *
   * @param config its config.json; without one the architecture is found from the tensors, where
   *     heads and activation are those of the published encoders
   * @param scope where the weights live
   * @param type the type in which the network computes
   * @throws ModelFormatException if the file lacks one of the halves
   * @throws IOException if reading fails
   */
  public static ClipNet read(
      Checkpoint file, Optional<ComponentConfig> config, Scope scope, NumberType type)
      throws IOException {
    Checkpoint texts = ClipTextFile.of(file);
    ClipVision vision = ClipVision.read(file, config, scope, type);
    TextEncoderConfig sizes =
        config.isPresent()
            ? TextEncoderConfig.read(config.get().object("text_config").orElse(config.get()))
            : find(texts, vision.config().activation());
    try {
      TextEncoder text =
          new TextEncoder(
              sizes,
              new Weights(new CheckpointTensors(texts, scope, type, elements -> {})),
              OptionalInt.of(vision.config().projected()));
      return new ClipNet(vision, text, scale(file));
    } catch (UncheckedIOException e) {
      // A network reads its tensors in streams, which know no checked exceptions.
      throw e.getCause();
    }
  }

  /** Finds the architecture of a published text half; its heads are 64 channels wide. */
  private static TextEncoderConfig find(Checkpoint texts, Activation activation)
      throws ModelFormatException {
    String model = "text_model.";
    List<Long> words =
        VisionTransformerConfig.shape(texts, model + "embeddings.token_embedding.weight", 2);
    int layers = 0;
    while (layers < Bounds.LAYERS
        && texts.names().contains(model + "encoder.layers." + layers + ".mlp.fc1.weight")) {
      layers++;
    }
    int width = number(words.get(1));
    try {
      return new TextEncoderConfig(
          width,
          number(texts.info(model + "encoder.layers.0.mlp.fc1.weight").shape().get(0)),
          layers,
          Math.max(1, width / HEAD_WIDTH),
          number(words.get(0)),
          number(texts.info(model + "embeddings.position_embedding.weight").shape().get(0)),
          activation,
          1e-5);
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new ModelFormatException(
          texts.path(),
          null,
          "no published CLIP has a text half of these sizes: "
              + e.getMessage()
              + " Put its config.json beside it.",
          e);
    }
  }

  private static int number(long size) {
    return (int) Math.min(size, Integer.MAX_VALUE);
  }

  private static double scale(Checkpoint file) throws IOException {
    String name = "logit_scale";
    if (!file.names().contains(name)) {
      return USUAL_SCALE;
    }
    TensorInfo info = file.info(name);
    if (info.elements() != 1) {
      throw new ModelFormatException(
          file.path(), name, "must be one number, but has shape " + info.shape() + ".", null);
    }
    return Math.exp(TensorValues.floats(file, name)[0]);
  }

  /** Returns the picture half. */
  public ClipVision vision() {
    return vision;
  }

  /** Returns the text half. */
  public TextEncoder text() {
    return text;
  }

  /** Returns by what the model itself multiplies likenesses; about 100. */
  public double scale() {
    return scale;
  }

  /**
   * Embeds a picture.
   *
   * @param parent holds nothing of it
   * @param pixels from {@link ClipPixels}: {@code [1, 3, size, size]}, float32
   * @return of length 1
   */
  public float[] picture(Scope parent, NDArray pixels) {
    try (Scope scope = parent.open("clip picture")) {
      return unit(Scope.floats(vision.embed(scope, pixels), scope));
    }
  }

  /**
   * Embeds texts.
   *
   * @param parent holds nothing of it
   * @param ids one row of token ids for each text, all of the same length
   * @param endId the id that ends a text
   * @return one row each, of length 1
   */
  public List<float[]> texts(Scope parent, List<int[]> ids, int endId) {
    try (Scope scope = parent.open("clip texts")) {
      NDArray pooled = text.encodePlain(scope, ids, 1, endId).pooled().orElseThrow();
      float[] all = Scope.floats(pooled, scope);
      int width = all.length / ids.size();
      List<float[]> rows = new ArrayList<>();
      for (int i = 0; i < ids.size(); i++) {
        rows.add(unit(Arrays.copyOfRange(all, i * width, (i + 1) * width)));
      }
      return rows;
    }
  }

  private static float[] unit(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += (double) value * value;
    }
    double length = Math.sqrt(sum);
    float[] unit = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      unit[i] = (float) (values[i] / length);
    }
    return unit;
  }

  /** Returns the cosine of the angle between two embeddings of length 1. */
  public static double cosine(float[] picture, float[] text) {
    double sum = 0;
    for (int i = 0; i < picture.length; i++) {
      sum += (double) picture[i] * text[i];
    }
    return sum;
  }

  /**
   * Returns how likely each of some texts is the one that suits, if one of them does: the softmax
   * of 100 times their cosines, as in the WebUI.
   */
  public static double[] ranked(double[] cosines) {
    double largest = Arrays.stream(cosines).max().orElse(0);
    double[] weights =
        Arrays.stream(cosines).map(cosine -> Math.exp(USUAL_SCALE * (cosine - largest))).toArray();
    double sum = Arrays.stream(weights).sum();
    return Arrays.stream(weights).map(weight -> weight / sum).toArray();
  }
}
