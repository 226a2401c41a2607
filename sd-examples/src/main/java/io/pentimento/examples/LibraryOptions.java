package io.pentimento.examples;

import io.pentimento.adapters.AdapterLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Where the adapters are that prompts name. */
final class LibraryOptions {
  @Option(
      names = "--adapters",
      paramLabel = "DIR",
      description =
          "A folder of adapters that prompts name: <lora:ink:0.8>, <hypernet:old:0.5>, an embedding"
              + " by its word. May be given again. Those of the bundled model are found anyway.")
  private List<Path> folders = new ArrayList<>();

  /** Refuses folders that are not there. */
  void check() throws IOException {
    for (Path folder : folders) {
      require("--adapters " + folder, folder);
    }
  }

  /**
   * Refuses a folder that is not there.
   *
   * @param named what names it, for the message
   */
  static void require(String named, Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new IOException(named + ": there is no such folder.");
    }
  }

  /**
   * Returns what prompts may name.
   *
   * @param more further folders
   * @param bundled whether those of the bundled model are among them, after all others
   */
  AdapterLibrary library(List<Path> more, boolean bundled) throws IOException {
    AdapterLibrary.Builder library = AdapterLibrary.builder();
    folders.forEach(library::mixed);
    more.forEach(library::mixed);
    if (bundled) {
      library.mixed(DemoModel.adapters());
    }
    return library.build();
  }
}
