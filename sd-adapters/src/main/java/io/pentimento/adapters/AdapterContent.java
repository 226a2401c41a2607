package io.pentimento.adapters;

import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.TorchFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells kinds of adapter apart by what a file holds. */
final class AdapterContent {
  private static final Logger LOG = LoggerFactory.getLogger(AdapterContent.class);

  /** Parts of tensor names that only changes of weights have. */
  private static final List<String> CHANGES =
      List.of("lora", "hada_w", "lokr_w", "oft_blocks", "lycoris_", ".diff", ".a1.", ".on_input");

  private AdapterContent() {}

  /** Returns what a file is, or empty: for a damaged one, too, which is logged. */
  static Optional<AdapterKind> kind(Path file) {
    try {
      if (EmbeddingPicture.isPicture(file)) {
        return EmbeddingPicture.read(file).map(found -> AdapterKind.TEXTUAL_INVERSION);
      }
      try (Checkpoint checkpoint = Checkpoint.open(file)) {
        return kind(checkpoint);
      }
    } catch (IOException e) {
      LOG.warn("{} is left out of the library: {}", file, e.getMessage());
      return Optional.empty();
    }
  }

  private static Optional<AdapterKind> kind(Checkpoint checkpoint) throws IOException {
    if (checkpoint instanceof TorchFile torch && HypernetworkFile.isHypernetwork(torch)) {
      return Optional.of(AdapterKind.HYPERNETWORK);
    }
    boolean isChange =
        checkpoint.names().stream().anyMatch(name -> CHANGES.stream().anyMatch(name::contains));
    if (isChange) {
      return Optional.of(AdapterKind.LORA);
    }
    EmbeddingTensors.read(checkpoint);
    return Optional.of(AdapterKind.TEXTUAL_INVERSION);
  }
}
