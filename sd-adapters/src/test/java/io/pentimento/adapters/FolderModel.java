package io.pentimento.adapters;

import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ComponentFolder;
import io.pentimento.checkpoint.TensorValues;
import io.pentimento.patch.ModelLayout;
import io.pentimento.patch.ModelPart;
import io.pentimento.testing.GoldenModels;
import io.pentimento.testing.Goldens;
import java.io.IOException;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** A diffusers folder of the golden set, as adapters see it. */
final class FolderModel implements ModelLayout {
  private final String folder;
  private final Map<ModelPart, Map<String, long[]>> tensors = new EnumMap<>(ModelPart.class);
  private final UNetBlocks blocks;

  /** Reads names and shapes, or skips the test where the set lacks the model. */
  FolderModel(String folder) throws IOException {
    this.folder = folder;
    for (ModelPart part : ModelPart.values()) {
      if (part != ModelPart.TEXT_ENCODER_2 || Goldens.has(folder + "/" + part.folder())) {
        tensors.put(part, shapes(part));
      }
    }
    var config = part(ModelPart.UNET).config();
    this.blocks =
        new UNetBlocks(
            config.texts("down_block_types", java.util.List.of()).size(),
            config.integer("layers_per_block", 2));
  }

  private Map<String, long[]> shapes(ModelPart part) throws IOException {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    try (Checkpoint weights = part(part).weights()) {
      for (String name : weights.names()) {
        shapes.put(
            plain(name), weights.info(name).shape().stream().mapToLong(Long::longValue).toArray());
      }
    }
    return shapes;
  }

  ComponentFolder part(ModelPart part) {
    return GoldenModels.part(folder, part.folder());
  }

  /** Returns a tensor as it is in the folder. */
  float[] values(ModelPart part, String name) throws IOException {
    try (Checkpoint weights = part(part).weights()) {
      for (String stored : weights.names()) {
        if (plain(stored).equals(name)) {
          return TensorValues.floats(weights, stored);
        }
      }
    }
    throw new IllegalArgumentException(name);
  }

  static String plain(String name) {
    return name.startsWith("text_model.") ? name.substring("text_model.".length()) : name;
  }

  @Override
  public String modelName() {
    return folder;
  }

  @Override
  public Set<ModelPart> parts() {
    return tensors.keySet();
  }

  @Override
  public Map<String, long[]> tensors(ModelPart part) {
    return tensors.getOrDefault(part, Map.of());
  }

  @Override
  public UNetBlocks blocks() {
    return blocks;
  }
}
