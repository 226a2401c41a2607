package io.pentimento.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The kinds of checkpoint, told apart by content, since {@code .ckpt} and {@code .bin} are used for
 * all of them.
 */
enum FileFormat {
  SAFETENSORS {
    @Override
    Checkpoint open(Path path) throws IOException {
      return SafetensorsFile.open(path);
    }
  },
  SHARD_INDEX {
    @Override
    Checkpoint open(Path path) throws IOException {
      return ShardedCheckpoint.open(path);
    }
  },
  TORCH {
    @Override
    Checkpoint open(Path path) throws IOException {
      return TorchFile.open(path);
    }
  };

  /** The bytes of a safetensors file before its JSON. */
  private static final int SAFETENSORS_PREFIX = 8;

  abstract Checkpoint open(Path path) throws IOException;

  static FileFormat of(Path path) throws IOException {
    String name = path.toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".json")) {
      return SHARD_INDEX;
    }
    if (name.endsWith(".safetensors")) {
      return SAFETENSORS;
    }
    byte[] head = head(path);
    boolean json = head.length > SAFETENSORS_PREFIX && head[SAFETENSORS_PREFIX] == '{';
    return json && !TorchFile.isTorch(head) ? SAFETENSORS : TORCH;
  }

  /**
   * Returns what a file that is no checkpoint seems to be, as a sentence after a blank; empty when
   * unknown.
   */
  static String guess(byte[] head) {
    String text =
        new String(head, StandardCharsets.ISO_8859_1).stripLeading().toLowerCase(Locale.ROOT);
    if (text.startsWith("version https://git-lfs")) {
      return " This is a Git LFS pointer: fetch the file it stands for (git lfs pull).";
    }
    if (text.startsWith("<!doctype") || text.startsWith("<html")) {
      return " This is a web page: the download got a page in place of the file.";
    }
    if (TorchFile.isTorch(head)) {
      return " This is a torch.save file: name it .ckpt, .pt or .bin.";
    }
    return "";
  }

  private static byte[] head(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      throw new ModelFormatException(
          path,
          "a checkpoint is a file, but this is a folder. Open it with DiffusersFolder or"
              + " ComponentFolder.");
    }
    try (InputStream in = Files.newInputStream(path)) {
      return in.readNBytes(64);
    }
  }
}
