package io.pentimento;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PngFileTest {
  @TempDir Path folder;

  private static BufferedImage picture() {
    BufferedImage picture = new BufferedImage(3, 2, BufferedImage.TYPE_INT_ARGB);
    picture.setRGB(1, 1, 0x80123456);
    return picture;
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  @Test
  void write_keepsEverySampleAndCreatesFolders() throws IOException {
    Path file = folder.resolve("a/b/picture.png");
    PngFile.write(picture(), "text", file);
    assertThat(ImageIO.read(file.toFile()).getRGB(1, 1)).isEqualTo(0x80123456);
  }

  @Test
  void write_replacesAFile() throws IOException {
    Path file = Files.writeString(folder.resolve("picture.png"), "old");
    PngFile.write(picture(), "text", file);
    assertThat(ImageIO.read(file.toFile())).isNotNull();
    assertThat(files()).containsExactly(file);
  }

  @Test
  void write_failureKeepsTheOldFileAndLeavesNoOther() throws IOException {
    Path file = Files.writeString(folder.resolve("picture.png"), "old");
    BufferedImage broken =
        new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB) {
          @Override
          public java.awt.image.Raster getData(java.awt.Rectangle part) {
            throw new IllegalStateException("no pixels");
          }

          @Override
          public java.awt.image.WritableRaster getRaster() {
            throw new IllegalStateException("no pixels");
          }
        };
    assertThatThrownBy(() -> PngFile.write(broken, "text", file)).hasMessage("no pixels");
    assertThat(file).hasContent("old");
    assertThat(files()).containsExactly(file);
  }

  @Test
  void write_neverReplacesAFolder() throws IOException {
    Path target = Files.createDirectory(folder.resolve("out"));
    assertThatThrownBy(() -> PngFile.write(picture(), "text", target))
        .isInstanceOf(IOException.class)
        .hasMessage("A picture must be written to a file, but " + target + " is a folder.");
    assertThat(target).isEmptyDirectory();
    assertThat(files()).containsExactly(target);
  }

  @Test
  void write_belowAFileFails() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "old");
    assertThatThrownBy(() -> PngFile.write(picture(), "text", file.resolve("picture.png")))
        .isInstanceOf(IOException.class);
    assertThat(file).hasContent("old");
  }

  @Test
  void write_hasThePermissionsOfAnyNewFile() throws IOException {
    Assumptions.assumeTrue(
        FileSystems.getDefault().supportedFileAttributeViews().contains("posix"));
    Path plain = Files.writeString(folder.resolve("plain"), "");
    Path file = folder.resolve("picture.png");
    PngFile.write(picture(), "text", file);
    assertThat(Files.getPosixFilePermissions(file)).isEqualTo(Files.getPosixFilePermissions(plain));
  }

  @Test
  void write_intoALinkedFolder() throws IOException {
    Path real = Files.createDirectory(folder.resolve("real"));
    Path link = folder.resolve("link");
    try {
      Files.createSymbolicLink(link, real);
    } catch (IOException | UnsupportedOperationException e) {
      Assumptions.abort("this system makes no links");
    }
    PngFile.write(picture(), "text", link.resolve("picture.png"));
    assertThat(real.resolve("picture.png")).exists();
  }
}
