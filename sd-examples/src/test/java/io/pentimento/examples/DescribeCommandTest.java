package io.pentimento.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.pentimento.testing.Goldens;
import io.pentimento.vision.TagStyle;
import io.pentimento.vision.WdTagger;
import io.pentimento.vision.WdThresholds;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code sd describe}: what it prints and what it refuses. */
class DescribeCommandTest {
  @TempDir Path folder;

  private Path picture;
  private BufferedImage image;

  @BeforeEach
  void picture() throws IOException {
    picture = folder.resolve("half.png");
    image = new BufferedImage(40, 24, BufferedImage.TYPE_INT_RGB);
    for (int x = 0; x < 20; x++) {
      for (int y = 0; y < 24; y++) {
        image.setRGB(x, y, 0x3060c0);
      }
    }
    ImageIO.write(image, "png", picture.toFile());
  }

  private static Path golden(String name) {
    return Goldens.path("vision/" + name);
  }

  @Test
  void wdTagger_isAskedWithTheOptions() throws IOException {
    String expected;
    try (WdTagger tagger = WdTagger.load(golden("wd-vit-tiny"))) {
      expected =
          tagger.describe(
              image,
              new WdThresholds(0.2, 0.75, false),
              TagStyle.wdTagger().spaces(false).scores(true));
    }
    CommandRun run =
        CommandRun.of(
            "describe",
            picture,
            "--with",
            golden("wd-vit-tiny"),
            "--threshold",
            "0.2",
            "--underscores",
            "--ranks");
    assertThat(run.err()).isEmpty();
    assertThat(run.out().strip()).isEqualTo(expected);
    assertThat(run.code()).isZero();
  }

  @Test
  void severalTaggers_tellALineEach() {
    CommandRun run =
        CommandRun.of(
            "describe",
            picture,
            "--with",
            golden("wd-vit-tiny"),
            "--with",
            golden("deepbooru-tiny/model.pt"),
            "--threshold",
            "0");
    assertThat(run.err()).isEmpty();
    assertThat(run.out().lines()).hasSize(2).allMatch(line -> line.contains(", "));
  }

  @Test
  void clipWithoutWords_isRefused() {
    CommandRun run = CommandRun.of("describe", picture, "--with", golden("clip-tiny"));
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("CLIP chooses among words").contains("--words");
  }

  @Test
  void wordsWithoutClip_areRefused() throws IOException {
    Path words = Files.writeString(folder.resolve("mediums.txt"), "ink\n");
    CommandRun run =
        CommandRun.of("describe", picture, "--with", golden("wd-vit-tiny"), "--words", words);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("--words is for CLIP, which --with does not name.");
  }

  @Test
  void optionOfAnotherNetwork_isRefused() {
    CommandRun beams =
        CommandRun.of("describe", picture, "--with", golden("wd-vit-tiny"), "--beams", "3");
    assertThat(beams.code()).isEqualTo(2);
    assertThat(beams.err()).contains("--beams is for BLIP's caption network");

    CommandRun order = CommandRun.of("describe", picture, "--order", "score");
    assertThat(order.code()).isEqualTo(2);
    assertThat(order.err()).contains("--order is for a tagger, which --with does not name.");
  }

  @Test
  void withoutNetwork_goesByRules() {
    CommandRun run = CommandRun.of("describe", picture);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("no face where they have it");
  }

  @Test
  void fileOfNoKnownKind_isRefused() {
    CommandRun run =
        CommandRun.of(
            "describe",
            picture,
            "--with",
            Goldens.path("models/taesd-tiny/taesd_decoder-fp16.safetensors"));
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("no network that looks at pictures");
  }
}
