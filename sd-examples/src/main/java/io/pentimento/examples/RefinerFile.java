package io.pentimento.examples;

import io.pentimento.Pipeline;
import io.pentimento.UpscalerModel;
import io.pentimento.sampling.RefinerModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A second model that is read from its file when a request needs it, and stays until the end. */
final class RefinerFile implements RefinerModel {
  private final Path file;
  private @Nullable Pipeline pipeline;

  RefinerFile(Path file) {
    this.file = file;
  }

  /** Returns the file or folder. */
  Path file() {
    return file;
  }

  @Override
  public String name() {
    return UpscalerModel.nameOf(file);
  }

  @Override
  public synchronized RefinerModel loaded() {
    if (pipeline == null) {
      try {
        pipeline = Pipeline.load(file);
      } catch (IOException e) {
        throw new UncheckedIOException(FailureReport.explain(e), e);
      }
    }
    return pipeline;
  }
}
