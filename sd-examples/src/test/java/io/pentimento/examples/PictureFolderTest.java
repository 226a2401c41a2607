package io.pentimento.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureFolderTest {
  @TempDir private Path folder;

  private Path picture(String name) throws IOException {
    return TestPictures.plain(folder.resolve(name), Color.PINK, 8);
  }

  @Test
  void pictures_areListedByNameAndOthersLeftOut() throws IOException {
    Path second = picture("b.JPG");
    Path first = picture("a.png");
    picture(".hidden.png");
    Files.writeString(folder.resolve("notes.txt"), "x");
    Files.createDirectory(folder.resolve("c.png"));

    assertThat(PictureFolder.list(folder).pictures()).containsExactly(first, second);
  }

  @Test
  void picture_isFoundByItsNameWhateverTheEnding() throws IOException {
    Path mask = picture("girl.v2.png");
    PictureFolder masks = PictureFolder.list(folder);

    assertThat(masks.named(Path.of("photos", "girl.v2.jpg"))).contains(mask);
    assertThat(masks.named(Path.of("girl.jpg"))).isEmpty();
  }

  @Test
  void results_arePngAndNeverThePicturesThemselves() throws IOException {
    Path photo = picture("a.jpg");
    PictureFolder pictures = PictureFolder.list(folder);
    Path out = folder.resolve("out");

    assertThat(PictureFolder.result(photo, out)).isEqualTo(out.resolve("a.png"));
    pictures.requireApart(out);
    picture("a.png");
    assertThatThrownBy(() -> PictureFolder.list(folder).requireApart(out))
        .hasMessageStartingWith("The pictures of --image must differ in their names");
    Files.delete(photo);
    assertThatThrownBy(() -> PictureFolder.list(folder).requireApart(folder))
        .hasMessageStartingWith("--out must name another folder than --image");
  }
}
