package io.pentimento.model;

import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ComponentConfig;
import io.pentimento.checkpoint.NameTable;
import io.pentimento.checkpoint.SafetensorsWriter;
import io.pentimento.checkpoint.TensorInfo;
import io.pentimento.checkpoint.UNetNames;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Writes a ControlNet with the names of the original code, for tests. */
final class OriginalControlCopy {
  private static final String HINT = "controlnet_cond_embedding.";

  private OriginalControlCopy() {}

  static void write(Checkpoint network, ComponentConfig config, Path file) throws IOException {
    NameTable encoder =
        UNetNames.of(
            config.ints("block_out_channels", List.of()).size(),
            config.integer("layers_per_block", 2),
            Set.of());
    int hints = config.ints("conditioning_embedding_out_channels", List.of()).size();
    SafetensorsWriter writer = new SafetensorsWriter();
    for (String name : network.names()) {
      TensorInfo info = network.info(name);
      String original = "control_model." + original(name, encoder, 2 * (hints - 1));
      writer.add(new TensorInfo(original, info.type(), info.shape()), network.bytes(name));
    }
    writer.write(file);
  }

  private static String original(String name, NameTable encoder, int hintBlocks) {
    if (name.startsWith("controlnet_mid_block.")) {
      return name.replace("controlnet_mid_block", "middle_block_out.0");
    }
    if (name.startsWith("controlnet_down_blocks.")) {
      return name.replaceFirst("controlnet_down_blocks\\.([0-9]+)", "zero_convs.$1.0");
    }
    if (name.startsWith(HINT + "blocks.")) {
      String[] words = name.split("\\.");
      return "input_hint_block.%d.%s".formatted(2 * (Integer.parseInt(words[2]) + 1), words[3]);
    }
    return name.startsWith(HINT)
        ? name.replace(HINT + "conv_in", "input_hint_block.0")
            .replace(HINT + "conv_out", "input_hint_block." + 2 * (hintBlocks + 1))
        : encoder.original(name).orElseThrow();
  }
}
