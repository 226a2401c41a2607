package io.pentimento.adapters;

import io.pentimento.checkpoint.NameTable;
import io.pentimento.checkpoint.UNetNames;
import io.pentimento.patch.ModelLayout;
import io.pentimento.patch.ModelPart;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All names that files have for the layers of one model. A name with underscores cannot be cut into
 * words again, so names are looked up and never parsed.
 */
final class LayerNames {
  private static final String WEIGHT = ".weight";

  private final Map<String, Layer> byName = new HashMap<>();
  private final NameTable unetNames;

  LayerNames(ModelLayout layout) {
    Map<String, long[]> unet = layout.tensors(ModelPart.UNET);
    this.unetNames =
        UNetNames.of(
            layout.blocks().levels(), layout.blocks().residualBlocks(), attentiveUpBlocks(unet));
    for (ModelPart part : ModelPart.values()) {
      for (Layer layer : layers(layout, part)) {
        if (part == ModelPart.UNET) {
          addUNet(layer);
        } else {
          addTextEncoder(layer, part == ModelPart.TEXT_ENCODER);
        }
      }
    }
  }

  Optional<Layer> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** Returns both names of the U-Net's layers. */
  NameTable unetNames() {
    return unetNames;
  }

  private static List<Layer> layers(ModelLayout layout, ModelPart part) {
    Map<String, Layer> layers = new LinkedHashMap<>();
    layout
        .tensors(part)
        .forEach(
            (name, shape) -> {
              if (name.endsWith(WEIGHT) && shape.length > 0) {
                String path = name.substring(0, name.length() - WEIGHT.length());
                layers.put(path, new Layer(layout.modelName(), part, path, shape));
              }
            });
    return List.copyOf(layers.values());
  }

  private void addUNet(Layer layer) {
    String path = layer.path();
    addUnderscored("lora_unet_", path, layer);
    addUnderscored("lycoris_", path, layer);
    add("unet." + path, layer);
    add(path, layer);
    unetNames
        .original(path)
        .ifPresent(
            old -> {
              addUnderscored("lora_unet_", old, layer);
              addUnderscored("lycoris_", old, layer);
              add("diffusion_model." + old, layer);
            });
  }

  private void addTextEncoder(Layer layer, boolean first) {
    for (String path : List.of("text_model." + layer.path(), layer.path())) {
      if (first) {
        addUnderscored("lora_te_", path, layer);
        addUnderscored("lora_te1_", path, layer);
        add("text_encoder." + path, layer);
      } else {
        addUnderscored("lora_te2_", path, layer);
        add("text_encoder_2." + path, layer);
      }
    }
    if (first) {
      addUnderscored("lycoris_", "text_model." + layer.path(), layer);
      add("text_model." + layer.path(), layer);
    }
  }

  private void addUnderscored(String prefix, String path, Layer layer) {
    add(prefix + path.replace('.', '_'), layer);
  }

  private void add(String name, Layer layer) {
    byName.put(name, layer);
  }

  private static Set<Integer> attentiveUpBlocks(Map<String, long[]> unet) {
    Set<Integer> attentive = new HashSet<>();
    for (String name : unet.keySet()) {
      String[] words = name.split("\\.", 4);
      if (words.length == 4 && words[0].equals("up_blocks") && words[2].equals("attentions")) {
        attentive.add(Integer.valueOf(words[1]));
      }
    }
    return attentive;
  }
}
