package io.pentimento.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFilesTest {
  @TempDir Path folder;

  @Test
  void one_keepsItsName() {
    assertThat(OutputFiles.of(Path.of("a.b.png"), 1).pictures())
        .containsExactly(Path.of("a.b.png"));
  }

  @Test
  void batch_isNumbered() {
    assertThat(OutputFiles.of(Path.of("out", "a.PNG"), 3).pictures())
        .containsExactly(
            Path.of("out", "a-1.PNG"), Path.of("out", "a-2.PNG"), Path.of("out", "a-3.PNG"));
  }

  @Test
  void otherFormats_areRefused() {
    for (String name : new String[] {"a", "a.gif", ".png", "png", "a.jpgx"}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> OutputFiles.of(Path.of(name), 1))
          .withMessage(
              "--out must name a file that ends in .png, .jpg or .jpeg, but got: " + name + ".");
    }
  }

  @Test
  void prepare_makesFolders() throws Exception {
    Path out = folder.resolve("new/deep/a.png");

    OutputFiles.of(out, 1).prepare();

    assertThat(out.getParent()).isDirectory();
    assertThat(out).doesNotExist();
  }

  @Test
  void prepare_refusesAFolderOfThatName() throws Exception {
    Path out = Files.createDirectory(folder.resolve("a.png"));

    assertThatIOException()
        .isThrownBy(() -> OutputFiles.of(out, 1).prepare())
        .withMessage("--out " + out + " is a folder. Name a file in it.");
  }

  @Test
  void jpegs_haveTheirEnding_andPngPreviews() throws Exception {
    OutputFiles files = OutputFiles.of(folder.resolve("a.JPEG"), 2);

    files.writePreviews(List.of(new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB)));

    assertThat(files.pictures())
        .containsExactly(folder.resolve("a-1.JPEG"), folder.resolve("a-2.JPEG"));
    assertThat(filesInFolder()).containsExactly(folder.resolve("a-1-preview.png"));
  }

  @Test
  void previews_standBesideThePictures() throws Exception {
    BufferedImage preview = new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB);

    OutputFiles.of(folder.resolve("a.png"), 2).writePreviews(List.of(preview, preview));

    assertThat(filesInFolder())
        .containsExactlyInAnyOrder(
            folder.resolve("a-1-preview.png"), folder.resolve("a-2-preview.png"));
  }

  private List<Path> filesInFolder() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
