package io.pentimento.examples;

import io.pentimento.ComputeDevice;
import io.pentimento.ControlModel;
import io.pentimento.Precision;
import io.pentimento.UpscalerModel;
import io.pentimento.control.ControlNet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A ControlNet that is read from its file when a request needs it, and stays until the end. */
final class ControlFile implements ControlNet {
  private final Path file;
  private final Optional<Path> config;
  private final Optional<Path> base;
  private @Nullable ControlModel model;

  ControlFile(Path file, Optional<Path> config, Optional<Path> base) {
    this.file = file;
    this.config = config;
    this.base = base;
  }

  /** Returns the file or folder. */
  Path file() {
    return file;
  }

  /** Returns the config.json of the file's network, if one was named. */
  Optional<Path> config() {
    return config;
  }

  /** Returns the model to which the file holds the difference, if one was named. */
  Optional<Path> base() {
    return base;
  }

  @Override
  public String name() {
    return UpscalerModel.nameOf(file);
  }

  @Override
  public synchronized ControlNet loaded() {
    if (model == null) {
      try {
        model = ControlModel.load(file, config, base, Precision.DEFAULT, ComputeDevice.AUTO);
      } catch (IOException e) {
        throw new UncheckedIOException(FailureReport.explain(e), e);
      }
    }
    return model;
  }
}
