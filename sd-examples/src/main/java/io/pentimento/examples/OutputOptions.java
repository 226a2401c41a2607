package io.pentimento.examples;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where pictures go and how much is told on the way. */
final class OutputOptions {
  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "The file to write, .png or .jpg; COMMAND-SEED.png unless set. A batch is numbered:"
              + " FILE-1.png, FILE-2.png, ...")
  private @Nullable Path out;

  @Option(
      names = "--preview",
      description = "After each step, write how the picture looks by then as FILE-preview.png.")
  private boolean preview;

  /** Returns the files to write. */
  OutputFiles files(String command, long seed, int count) {
    return OutputFiles.of(out == null ? Path.of(command + "-" + seed + ".png") : out, count);
  }

  /** Returns the file that is asked for. */
  Optional<Path> file() {
    return Optional.ofNullable(out);
  }

  /** Returns the folder to write, for pictures of a folder. */
  Path folder() {
    if (out == null || Files.isRegularFile(out)) {
      throw new IllegalArgumentException(
          "--out must name a folder where --image is one, but got: "
              + (out == null ? "nothing" : out)
              + ".");
    }
    return out;
  }

  /** Tells whether previews are asked for. */
  boolean preview() {
    return preview;
  }
}
