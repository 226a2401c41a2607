package io.pentimento.examples;

import io.pentimento.examples.files.WholeFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The demo model that comes with this jar: a small Stable Diffusion model that draws cartoon
 * portraits of 96 by 96 pixels, and adapters for it. Its card, {@code README.md} in the model's
 * folder, lists the words it knows, the settings it likes and what each adapter does.
 *
 * <p>Weights are read from files, so the model is unpacked once into a cache folder of the user
 * (about 42 MB) and found there from then on, as are the adapters (1 MB). Every call checks all
 * files and puts back those that are missing or damaged; any number of threads and processes may
 * call at once.
 */
public final class DemoModel {
  private static final String MODEL = "portraits";
  private static final String ADAPTERS = "adapters";

  private DemoModel() {}

  /**
   * Returns the folder of the model, a diffusers folder, in the user's cache.
   *
   * @throws IOException if the cache cannot be read or written
   */
  public static Path portraits() throws IOException {
    return portraits(UserCache.directory());
  }

  /**
   * Returns the folder of the model, a diffusers folder, in a cache of your choice.
   *
   * @param cache the folder below which the model is unpacked; it is created when there is none
   * @throws IOException if the cache cannot be read or written
   */
  public static Path portraits(Path cache) throws IOException {
    return unpacked(MODEL, cache);
  }

  /**
   * Returns the folder of the model's adapters, a LoRA, two embeddings and a hypernetwork, in the
   * user's cache.
   *
   * @throws IOException if the cache cannot be read or written
   */
  public static Path adapters() throws IOException {
    return adapters(UserCache.directory());
  }

  /**
   * Returns the folder of the model's adapters in a cache of your choice.
   *
   * @param cache the folder below which they are unpacked; it is created when there is none
   * @throws IOException if the cache cannot be read or written
   */
  public static Path adapters(Path cache) throws IOException {
    return unpacked(ADAPTERS, cache);
  }

  private static Path unpacked(String name, Path cache) throws IOException {
    FileIndex index = index(name);
    Path folder = cache.toAbsolutePath().resolve(index.key()).resolve(name);
    for (FileIndex.Entry entry : index.entries()) {
      if (!entry.matches(folder.resolve(entry.path()))) {
        unpack(name, entry, folder);
      }
    }
    return folder;
  }

  /** Reads the list of the files that make the model. */
  static FileIndex index() throws IOException {
    return index(MODEL);
  }

  /** Reads the list of the files of a folder. */
  static FileIndex index(String name) throws IOException {
    try (InputStream text = open(name + ".index")) {
      return FileIndex.parse(new String(text.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  /**
   * Puts one file in place as a whole, so that other processes may read and unpack at the same
   * time.
   */
  private static void unpack(String name, FileIndex.Entry entry, Path folder) throws IOException {
    WholeFile.write(
        folder.resolve(entry.path()),
        part -> {
          try (InputStream resource = open(name + "/" + entry.path())) {
            Files.copy(resource, part);
          }
          if (!entry.matches(part)) {
            throw new IOException(
                "%s in the jar of the demo model is damaged: %d bytes with CRC %08x were expected. Get the jar anew."
                    .formatted(entry.path(), entry.size(), entry.crc()));
          }
        });
  }

  private static InputStream open(String resource) throws IOException {
    InputStream stream = DemoModel.class.getResourceAsStream(resource);
    if (stream == null) {
      throw new FileNotFoundException(
          "The demo model lacks " + resource + ": the jar of the examples is incomplete.");
    }
    return stream;
  }
}
