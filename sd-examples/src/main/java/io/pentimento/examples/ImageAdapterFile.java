package io.pentimento.examples;

import io.pentimento.IpAdapter;
import io.pentimento.UpscalerModel;
import io.pentimento.control.ImageAdapter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An IP-Adapter that is read from its files when a request needs it, and stays until the end. */
final class ImageAdapterFile implements ImageAdapter {
  private final Path file;
  private final Path encoder;
  private final Optional<ImageAdapterFile> sharing;
  private @Nullable IpAdapter adapter;

  /**
   * Names the files.
   *
   * @param sharing another adapter that looks through the same picture encoder
   */
  ImageAdapterFile(Path file, Path encoder, Optional<ImageAdapterFile> sharing) {
    this.file = file;
    this.encoder = encoder;
    this.sharing = sharing;
  }

  /** Returns the folder or file of the picture encoder. */
  Path encoder() {
    return encoder;
  }

  /** Returns the adapter whose picture encoder it looks through, if not one of its own. */
  Optional<ImageAdapterFile> sharing() {
    return sharing;
  }

  @Override
  public String name() {
    return UpscalerModel.nameOf(file);
  }

  @Override
  public synchronized IpAdapter loaded() {
    if (adapter == null) {
      try {
        adapter =
            sharing.isPresent()
                ? sharing.get().loaded().sharing(file)
                : IpAdapter.load(file, encoder);
      } catch (IOException e) {
        throw new UncheckedIOException(FailureReport.explain(e), e);
      }
    }
    return adapter;
  }
}
