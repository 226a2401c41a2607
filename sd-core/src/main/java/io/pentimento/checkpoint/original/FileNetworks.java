package io.pentimento.checkpoint.original;

import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ComponentConfig;
import io.pentimento.checkpoint.ModelFamily;
import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.checkpoint.NameTable;
import io.pentimento.checkpoint.UNetNames;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds the networks in a file. */
final class FileNetworks {
  static final String FIRST_TEXT = "text_encoder";
  static final String SECOND_TEXT = "text_encoder_2";

  /** Fewer averaged weights than this are no U-Net's. */
  private static final int LEAST_EMA = 100;

  private static final List<String> CLIP_STARTS =
      List.of("text_model.", "embeddings.", "encoder.", "final_layer_norm.");

  private final Checkpoint file;
  private final FileKind kind;
  private final ExplicitConfig explicit;

  FileNetworks(Checkpoint file, FileKind kind, ExplicitConfig explicit) {
    this.file = file;
    this.kind = kind;
    this.explicit = explicit;
  }

  /** Returns all networks that the file has, under the names of diffusers' folders. */
  Map<String, NetworkView> all(boolean ema) throws ModelFormatException {
    Map<String, NetworkView> all = new LinkedHashMap<>();
    if (kind.hasText()) {
      textEncoders(all);
    }
    NetworkView unet = unet();
    all.put("unet", ema ? averaged(unet) : unet);
    if (kind.hasAutoencoder()) {
      all.put("vae", autoencoder(file, FileKind.VAE));
    }
    return all;
  }

  private void textEncoders(Map<String, NetworkView> all) throws ModelFormatException {
    switch (kind.family()) {
      case SD1 -> all.put(FIRST_TEXT, clip(FileKind.CLIP));
      case SD2 -> all.put(FIRST_TEXT, openClip(FileKind.OPEN_CLIP, FIRST_TEXT));
      case SDXL -> {
        all.put(FIRST_TEXT, clip(FileKind.XL_CLIP));
        all.put(SECOND_TEXT, openClip(FileKind.XL_OPEN_CLIP, SECOND_TEXT));
      }
      case SDXL_REFINER -> all.put(SECOND_TEXT, openClip(FileKind.REFINER_OPEN_CLIP, SECOND_TEXT));
    }
  }

  private NetworkView unet() {
    return renamed(file, FileKind.UNET, unetNames(below(file, FileKind.UNET)));
  }

  /** The first halving tells how many residual blocks stand before it, all of them the levels. */
  private static NameTable unetNames(Set<String> names) {
    int blocks = Numbered.count(names, "input_blocks.");
    int levels = 1;
    int first = blocks;
    for (int i = 1; i < blocks; i++) {
      if (names.contains("input_blocks." + i + ".0.op.weight")) {
        levels++;
        first = Math.min(first, i);
      }
    }
    int residuals = Math.max(1, first - 1);
    Set<Integer> attentive = new HashSet<>();
    for (int level = 0; level < levels; level++) {
      int last = level * (residuals + 1) + residuals;
      if (names.contains("output_blocks." + last + ".1.proj_in.weight")) {
        attentive.add(level);
      }
    }
    return UNetNames.of(levels, residuals, attentive);
  }

  /**
   * Shows an autoencoder.
   *
   * @param prefix what its tensors' names begin with
   */
  static NetworkView autoencoder(Checkpoint file, String prefix) {
    return renamed(file, prefix, AutoencoderNames.of(below(file, prefix)));
  }

  /**
   * A tensor that no module has keeps its name, so that the network refuses it; only the losses
   * that training left are passed over.
   */
  private static NetworkView renamed(Checkpoint file, String prefix, NameTable table) {
    Map<String, Extract> tensors = new LinkedHashMap<>();
    for (String name : below(file, prefix)) {
      if (name.startsWith("loss.")) {
        continue;
      }
      tensors.put(table.diffusers(name).orElse(name), Extract.whole(prefix + name));
    }
    return new NetworkView(file, tensors, name -> prefix + table.original(name).orElse(name));
  }

  /** Averaged weights have the names of the plain ones without their dots. */
  private NetworkView averaged(NetworkView unet) throws ModelFormatException {
    Set<String> averages = below(file, "model_ema.");
    if (averages.size() <= LEAST_EMA) {
      throw new ModelFormatException(
          file.path(),
          "EMA weights are asked for, but the file has none. Load it without emaWeights.");
    }
    Map<String, Extract> tensors = new LinkedHashMap<>();
    for (String name : unet.names()) {
      String key = averageOf(unet.keyOf(name));
      if (file.names().contains(key)) {
        tensors.put(name, Extract.whole(key));
      }
    }
    return new NetworkView(file, tensors, name -> averageOf(unet.keyOf(name)));
  }

  private static String averageOf(String key) {
    return "model_ema." + key.substring("model.".length()).replace(".", "");
  }

  private NetworkView clip(String prefix) {
    Map<String, Extract> tensors = new LinkedHashMap<>();
    for (String name : below(file, prefix)) {
      if (CLIP_STARTS.stream().anyMatch(name::startsWith)) {
        tensors.put(name, Extract.whole(prefix + name));
      }
    }
    return new NetworkView(file, tensors, name -> prefix + name);
  }

  private NetworkView openClip(String prefix, String part) throws ModelFormatException {
    Set<String> names = below(file, prefix);
    int layers = usedLayers(names, part);
    NameTable table = OpenClipNames.of(layers);
    Map<String, Extract> tensors = new LinkedHashMap<>();
    for (String name : names) {
      Optional<String> renamed = table.diffusers(name);
      if (renamed.isPresent()) {
        Extract.Form form =
            name.equals(OpenClipNames.TEXT_PROJECTION)
                ? Extract.Form.TRANSPOSED
                : Extract.Form.WHOLE;
        tensors.put(renamed.get(), new Extract(prefix + name, form));
      }
    }
    if (kind.family() == ModelFamily.SD2) {
      tensors.remove("text_projection.weight");
    }
    for (int i = 0; i < layers; i++) {
      OpenClipNames.splitProjections(tensors, names, prefix, i, OpenClipNames.layer(i));
    }
    return new NetworkView(file, tensors, name -> prefix + table.original(name).orElse(name));
  }

  /** Stable Diffusion 2 was trained on the last layer but one, and its files have the last too. */
  private int usedLayers(Set<String> names, String part) throws ModelFormatException {
    int present = Numbered.count(names, OpenClipNames.BLOCKS);
    int usual = kind.family() == ModelFamily.SD2 ? present - 1 : present;
    Optional<ComponentConfig> told = explicit.part(part);
    int asked = told.isPresent() ? told.get().integer("num_hidden_layers", 12) : usual;
    return Math.max(0, Math.min(present, asked));
  }

  /** Returns the names that begin with a prefix, without it. */
  static Set<String> below(Checkpoint file, String prefix) {
    Set<String> names = new LinkedHashSet<>();
    for (String name : file.names()) {
      if (name.startsWith(prefix)) {
        names.add(name.substring(prefix.length()));
      }
    }
    return names;
  }
}
