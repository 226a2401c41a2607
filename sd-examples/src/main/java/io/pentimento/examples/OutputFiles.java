package io.pentimento.examples;

import io.pentimento.examples.files.WholeFile;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/**
 * The picture files of one run.
 *
 * @param pictures the files, one a picture
 */
record OutputFiles(List<Path> pictures) {
  private static final Pattern PICTURE =
      Pattern.compile("(.+)(\\.(?:png|jpe?g))", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  OutputFiles {
    pictures = List.copyOf(pictures);
  }

  /** Names the files: the one asked for, or numbered ones for a batch. */
  static OutputFiles of(Path out, int count) {
    if (!PICTURE.matcher(String.valueOf(out.getFileName())).matches()) {
      throw new IllegalArgumentException(
          "--out must name a file that ends in .png, .jpg or .jpeg, but got: " + out + ".");
    }
    if (count == 1) {
      return new OutputFiles(List.of(out));
    }
    return new OutputFiles(
        IntStream.rangeClosed(1, count)
            .mapToObj(number -> named(out, "-" + number, "$2"))
            .toList());
  }

  /** Makes sure that the files can be written, before the work of making the pictures. */
  void prepare() throws IOException {
    for (Path picture : pictures) {
      Files.createDirectories(folder(picture));
      if (Files.isDirectory(picture)) {
        throw new IOException("--out " + picture + " is a folder. Name a file in it.");
      }
    }
    Path folder = folder(pictures.get(0));
    if (!Files.isWritable(folder)) {
      throw new IOException("--out: the folder " + folder + " cannot be written to.");
    }
  }

  /** Writes the rough pictures of a step beside the places of the pictures. */
  void writePreviews(List<BufferedImage> previews) throws IOException {
    for (int i = 0; i < Math.min(previews.size(), pictures.size()); i++) {
      BufferedImage preview = previews.get(i);
      WholeFile.write(
          named(pictures.get(i), "-preview", ".png"),
          file -> ImageIO.write(preview, "png", file.toFile()));
    }
  }

  /**
   * Writes a picture on the way to another, beside its place.
   *
   * @param picture the index of the picture that it is on the way to
   * @param loop its number, from 1
   */
  void writeLoop(int picture, int loop, BufferedImage made) throws IOException {
    WholeFile.write(
        named(pictures.get(picture), "-loop" + loop, ".png"),
        file -> ImageIO.write(made, "png", file.toFile()));
  }

  /** Puts a text behind a file's name, and an ending, where $2 is the one it has. */
  private static Path named(Path file, String text, String ending) {
    String name = String.valueOf(file.getFileName());
    return file.resolveSibling(PICTURE.matcher(name).replaceFirst("$1" + text + ending));
  }

  private static Path folder(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    return folder == null ? file.toAbsolutePath() : folder;
  }
}
