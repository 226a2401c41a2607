package io.pentimento.checkpoint.original;

import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ComponentConfig;
import io.pentimento.checkpoint.DiffusersFolder;
import io.pentimento.checkpoint.LdmUNetNames;
import io.pentimento.checkpoint.SafetensorsWriter;
import io.pentimento.checkpoint.TensorInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Writes the model of an SD1 folder as one file of the original layout, for tests. */
public final class OriginalCopy {
  private final DiffusersFolder folder;
  private final SafetensorsWriter writer = new SafetensorsWriter();

  private OriginalCopy(Path folder) throws IOException {
    this.folder = DiffusersFolder.open(folder, Optional.empty());
  }

  /** Writes some of the networks: unet, vae, text_encoder. */
  public static Path of(Path folder, Path target, String... parts) throws IOException {
    OriginalCopy copy = new OriginalCopy(folder);
    for (String part : parts) {
      copy.add(part);
    }
    copy.writer.write(target);
    return target;
  }

  private void add(String part) throws IOException {
    try (Checkpoint weights = folder.component(part).weights()) {
      UnaryOperator<String> name = names(part, weights.names());
      for (String tensor : weights.names()) {
        TensorInfo info = weights.info(tensor);
        ByteBuffer view = weights.bytes(tensor);
        // The file is written when the folder's is closed again.
        ByteBuffer bytes = ByteBuffer.allocate(view.remaining()).put(view).flip();
        writer.add(new TensorInfo(name.apply(tensor), info.type(), info.shape()), bytes);
      }
    }
  }

  private UnaryOperator<String> names(String part, Set<String> tensors) throws IOException {
    ComponentConfig config = folder.component(part).config();
    int levels = config.ints("block_out_channels", List.of()).size();
    return switch (part) {
      case "unet" -> {
        TensorNames table = new UNetNames(unetNames(config));
        yield tensor -> FileKind.UNET + table.original(tensor).orElseThrow();
      }
      case "vae" -> {
        NameTable table =
            AutoencoderNames.of(blocks(levels, config.integer("layers_per_block", 1)));
        yield tensor -> FileKind.VAE + table.original(tensor).orElseThrow();
      }
      default ->
          tensor ->
              FileKind.CLIP + (tensor.startsWith("text_model.") ? "" : "text_model.") + tensor;
    };
  }

  private static LdmUNetNames unetNames(ComponentConfig config) throws IOException {
    List<String> up = config.texts("up_block_types", List.of());
    Set<Integer> attentive = new LinkedHashSet<>();
    for (int i = 0; i < up.size(); i++) {
      if (up.get(i).startsWith("CrossAttn")) {
        attentive.add(i);
      }
    }
    return new LdmUNetNames(config.integer("layers_per_block", 2), attentive);
  }

  private static Set<String> blocks(int levels, int layers) {
    Set<String> names = new LinkedHashSet<>();
    for (int level = 0; level < levels; level++) {
      names.add("encoder.down." + level + ".block." + (layers - 1) + ".conv1.weight");
      names.add("decoder.up." + level + ".block." + layers + ".conv1.weight");
    }
    return names;
  }
}
