package io.pentimento.adapters;

import io.pentimento.patch.ModelLayout;
import io.pentimento.patch.ModelPart;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an embedding file holds: one table of vectors, or two, for the two text encoders of SDXL.
 *
 * @param tables row by row, {@code [vectors][width]}; of two the first is for CLIP-L
 */
record EmbeddingVectors(List<float[][]> tables) {
  private static final String TOKENS = "embeddings.token_embedding.weight";

  EmbeddingVectors {
    tables = List.copyOf(tables);
  }

  /** Returns how many token positions the word takes. */
  int count() {
    return tables.get(0).length;
  }

  List<Integer> widths() {
    return tables.stream().map(table -> table[0].length).toList();
  }

  boolean fits(ModelLayout layout) {
    return find(layout).isPresent();
  }

  /**
   * Returns the table for each text encoder of a model.
   *
   * @throws AdapterMismatchException if they do not fit, naming the widths
   */
  Map<ModelPart, float[][]> of(ModelLayout layout, Path file) {
    return find(layout)
        .orElseThrow(
            () ->
                new AdapterMismatchException(
                    file,
                    "it has %s, but %s has %s. Use an embedding that was made for this kind of model."
                        .formatted(description(), layout.modelName(), encoders(layout))));
  }

  private Optional<Map<ModelPart, float[][]>> find(ModelLayout layout) {
    int first = width(layout, ModelPart.TEXT_ENCODER);
    int second = width(layout, ModelPart.TEXT_ENCODER_2);
    List<Integer> widths = widths();
    if (widths.size() == 2) {
      if (first == widths.get(0) && second == widths.get(1)) {
        return Optional.of(
            Map.of(ModelPart.TEXT_ENCODER, tables.get(0), ModelPart.TEXT_ENCODER_2, tables.get(1)));
      }
      // SDXL's refiner has the second encoder alone.
      return first == 0 && second == widths.get(1)
          ? Optional.of(Map.of(ModelPart.TEXT_ENCODER_2, tables.get(1)))
          : Optional.empty();
    }
    if (second == 0 && first == widths.get(0)) {
      return Optional.of(Map.of(ModelPart.TEXT_ENCODER, tables.get(0)));
    }
    return first == 0 && second == widths.get(0)
        ? Optional.of(Map.of(ModelPart.TEXT_ENCODER_2, tables.get(0)))
        : Optional.empty();
  }

  /** Returns how wide an encoder's token vectors are, or 0 if the model has no such encoder. */
  private static int width(ModelLayout layout, ModelPart part) {
    long[] shape = layout.tensors(part).get(TOKENS);
    return shape == null ? 0 : Math.toIntExact(shape[1]);
  }

  private String description() {
    List<Integer> widths = widths();
    return widths.size() == 2
        ? "vectors for two text encoders, %d and %d wide".formatted(widths.get(0), widths.get(1))
        : "vectors for one text encoder, %d wide".formatted(widths.get(0));
  }

  private static String encoders(ModelLayout layout) {
    List<Integer> widths =
        List.of(ModelPart.TEXT_ENCODER, ModelPart.TEXT_ENCODER_2).stream()
            .map(part -> width(layout, part))
            .filter(width -> width > 0)
            .toList();
    return switch (widths.size()) {
      case 0 -> "no text encoder";
      case 1 -> "one text encoder, %d wide".formatted(widths.get(0));
      default -> "two text encoders, %d and %d wide".formatted(widths.get(0), widths.get(1));
    };
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EmbeddingVectors vectors
        && Arrays.deepEquals(tables.toArray(), vectors.tables.toArray());
  }

  @Override
  public int hashCode() {
    return Arrays.deepHashCode(tables.toArray());
  }
}
