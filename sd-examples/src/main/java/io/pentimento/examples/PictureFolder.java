package io.pentimento.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * The pictures of a folder.
 *
 * @param pictures their files, in the order of their names
 */
record PictureFolder(List<Path> pictures) {
  PictureFolder {
    pictures = List.copyOf(pictures);
  }

  /** Lists the pictures of a folder, but not those of folders in it. */
  static PictureFolder list(Path folder) throws IOException {
    Set<String> endings = new HashSet<>(Arrays.asList(ImageIO.getReaderFileSuffixes()));
    List<Path> pictures = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : (Iterable<Path>) files.sorted()::iterator) {
        String name = String.valueOf(file.getFileName());
        String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        if (endings.contains(ending) && Files.isRegularFile(file) && !Files.isHidden(file)) {
          pictures.add(file);
        }
      }
    }
    return new PictureFolder(pictures);
  }

  /** Returns the picture that has the name of another, whatever its ending. */
  Optional<Path> named(Path other) {
    return pictures.stream().filter(file -> stem(file).equals(stem(other))).findFirst();
  }

  /**
   * Returns the file to write for a picture: its name in a folder, as PNG, which keeps its bytes.
   *
   * @param out the folder
   */
  static Path result(Path picture, Path out) {
    return out.resolve(stem(picture) + ".png");
  }

  /**
   * Checks that every picture has a file of its own to write, and that none is written over.
   *
   * @param out the folder to write
   */
  void requireApart(Path out) throws IOException {
    Set<Path> results = new HashSet<>();
    for (Path picture : pictures) {
      Path result = result(picture, out);
      if (!results.add(result)) {
        throw new IllegalArgumentException(
            "The pictures of --image must differ in their names, but two would become %s."
                .formatted(result));
      }
      if (Files.exists(result) && Files.isSameFile(result, picture)) {
        throw new IllegalArgumentException(
            "--out must name another folder than --image, but both are: %s.".formatted(out));
      }
    }
  }

  private static String stem(Path file) {
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    return dot < 0 ? name : name.substring(0, dot);
  }
}
