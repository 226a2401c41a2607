package io.pentimento.examples.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import io.pentimento.image.PictureReader;
import io.pentimento.testing.Goldens;
import io.pentimento.vision.Tag;
import io.pentimento.vision.WdTagger;
import java.awt.image.BufferedImage;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The recipe that describes a picture, with a tiny tagger. */
class DescribeAPictureTest {
  @Test
  void describe_tellsSureTagsAlone() throws IOException {
    BufferedImage picture = PictureReader.read(Goldens.path("vision/wd-vit-tiny/image.png"));
    try (WdTagger tagger = WdTagger.load(Goldens.path("vision/wd-vit-tiny"))) {
      long sure =
          tagger.tags(picture).general().stream().filter(tag -> tag.score() > 0.5).count()
              + tagger.tags(picture).characters().stream()
                  .map(Tag::score)
                  .filter(score -> score > 0.85)
                  .count();
      assertThat(DescribeAPicture.describe(tagger, picture).split(", ")).hasSize((int) sure);
    }
  }
}
