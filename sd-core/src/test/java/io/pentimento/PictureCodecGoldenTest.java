package io.pentimento;

import com.google.gson.JsonObject;
import io.pentimento.image.Pixels;
import io.pentimento.image.ResizeMode;
import io.pentimento.testing.GoldenTensor;
import io.pentimento.testing.ImageCases;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Pictures as the autoencoder sees them: group {@code diffusers_image}. */
class PictureCodecGoldenTest {
  private static final double TOLERANCE = 1e-6;

  @TestFactory
  Stream<DynamicTest> pixels() {
    return ImageCases.group("diffusers_image", PictureCodecGoldenTest::check);
  }

  private static void check(JsonObject golden) {
    JsonObject params = golden.getAsJsonObject("params");
    Pixels picture =
        Pixels.of(ImageCases.image(golden.getAsJsonObject("inputs").get("image"))).rgb();
    int width = params.get("width").getAsInt();
    Pixels resized = ResizeMode.JUST_RESIZE.resize(picture, width, params.get("height").getAsInt());
    GoldenTensor expected = ImageCases.tensor(golden.getAsJsonObject("outputs").get("red_row0"));
    float[] values = PictureCodec.values(resized.toImage());
    expected.assertClose(
        "the first row of red", expected.shape(), Arrays.copyOf(values, width), TOLERANCE);
  }
}
