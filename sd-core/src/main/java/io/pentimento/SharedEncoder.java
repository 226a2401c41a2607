package io.pentimento;

import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ComponentConfig;
import io.pentimento.checkpoint.ComponentFolder;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;
import io.pentimento.model.ClipVision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A picture encoder that adapters share; its memory goes with the last of them. */
final class SharedEncoder {
  private final ClipVision vision;
  private final NumberType type;
  private final Scope weights;
  private int users = 1;

  private SharedEncoder(ClipVision vision, NumberType type, Scope weights) {
    this.vision = vision;
    this.type = type;
    this.weights = weights;
  }

  /**
   * Reads an encoder, which whoever asked for it then uses.
   *
   * @param path a folder with {@code config.json}, or a file
   * @param weights where it lives; this owns it
   */
  static SharedEncoder read(Path path, Scope weights, NumberType type) throws IOException {
    try {
      ClipVision vision = vision(path, weights, type);
      weights.cap();
      return new SharedEncoder(vision, type, weights);
    } catch (Throwable e) {
      weights.close();
      throw e;
    }
  }

  private static ClipVision vision(Path path, Scope weights, NumberType type) throws IOException {
    if (!Files.isDirectory(path)) {
      try (Checkpoint checkpoint = Checkpoint.open(path)) {
        return ClipVision.read(checkpoint, Optional.empty(), weights, type);
      }
    }
    ComponentFolder folder = ComponentFolder.of(path, Optional.empty());
    ComponentConfig config = folder.config();
    try (Checkpoint checkpoint = folder.weights()) {
      return ClipVision.read(checkpoint, Optional.of(config), weights, type);
    }
  }

  /** Returns the network. */
  ClipVision vision() {
    return vision;
  }

  /** Returns the number type in which it computes. */
  NumberType type() {
    return type;
  }

  /** Returns the scope that holds the weights. */
  Scope scope() {
    return weights;
  }

  /**
   * Takes part in it until {@link #leave}.
   *
   * @return whether it is still there
   */
  synchronized boolean join() {
    if (users == 0) {
      return false;
    }
    users++;
    return true;
  }

  /** Frees the memory if nobody else uses it. */
  synchronized void leave() {
    users--;
    if (users == 0) {
      weights.close();
    }
  }
}
