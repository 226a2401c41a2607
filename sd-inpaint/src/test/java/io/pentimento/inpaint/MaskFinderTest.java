package io.pentimento.inpaint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pentimento.ComputeDevice;
import io.pentimento.image.ImageSize;
import io.pentimento.image.PictureReader;
import io.pentimento.testing.Goldens;
import io.pentimento.vision.ClickPrompt;
import io.pentimento.vision.SegmentAnything;
import io.pentimento.vision.Selection;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MaskFinderTest {
  private static final String SAM = "vision/sam-tiny/";

  @Test
  void above_marksFullyWhatIsSureEnough() {
    Mask soft = Mask.of(new ImageSize(3, 1), new byte[] {0, (byte) 102, (byte) 103});
    MaskFinder finder = picture -> soft;
    Mask found = finder.above(0.4).find(new BufferedImage(3, 1, BufferedImage.TYPE_INT_RGB));
    assertThat(found).isEqualTo(Mask.of(new ImageSize(3, 1), new byte[] {0, 0, (byte) 255}));
  }

  @Test
  void above_refusesPercents() {
    MaskFinder finder = picture -> Mask.none(new ImageSize(1, 1));
    assertThatThrownBy(() -> finder.above(40))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("threshold must be in [0, 1), but got: 40.0.");
  }

  @Test
  void sharpened_asksForEachPartInItsBoxAtItsSurestPlace() throws IOException {
    BufferedImage picture = PictureReader.read(Goldens.path(SAM + "image.png"));
    ImageSize size = ImageSize.of(picture);
    Rectangle left = new Rectangle(4, 6, 20, 20);
    Mask soft =
        Mask.rectangle(size, left)
            .union(Mask.rectangle(size, new Rectangle(size.width() - 2, size.height() - 1, 1, 1)));
    try (SegmentAnything sam = sam()) {
      Mask found = ((MaskFinder) any -> soft).sharpened(sam, 0.4).find(picture);
      Point first = left.getLocation();
      Selection asked =
          sam.embed(picture)
              .best(ClickPrompt.at(first.x, first.y).within(new Rectangle(3, 5, 22, 22)))
              .selection();
      assertThat(found).isEqualTo(Mask.above(asked, 0.5));
    }
  }

  @Test
  void sharpened_findsNothingWhereNothingIsSure() throws IOException {
    BufferedImage picture = PictureReader.read(Goldens.path(SAM + "image.png"));
    try (SegmentAnything sam = sam()) {
      MaskFinder nothing = any -> Mask.none(ImageSize.of(picture));
      assertThat(nothing.sharpened(sam, 0.4).find(picture).isEmpty()).isTrue();
    }
  }

  private static SegmentAnything sam() throws IOException {
    return SegmentAnything.load(
        Goldens.path(SAM + "model.safetensors"),
        Optional.of(Goldens.path(SAM + "config.json")),
        ComputeDevice.CPU);
  }
}
