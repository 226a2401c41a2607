package io.pentimento.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.pentimento.testing.ImageCases;
import io.pentimento.testing.JsonNumbers;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Enlarging by a factor, and tiles, against the WebUI's: groups {@code upscale} and {@code grid}.
 */
class UpscalerGoldenTest {
  @TestFactory
  Stream<DynamicTest> upscale() {
    return ImageCases.group(
        "upscale",
        golden -> offered().anyMatch(upscaler -> upscaler.name().equals(name(golden))),
        UpscalerGoldenTest::checkUpscale);
  }

  private static Stream<Upscaler> offered() {
    return Stream.of(Upscaler.lanczos(), Upscaler.nearest());
  }

  private static String name(JsonObject golden) {
    return golden.getAsJsonObject("params").get("upscaler").getAsString();
  }

  private static void checkUpscale(JsonObject golden) {
    Upscaler upscaler =
        offered().filter(one -> one.name().equals(name(golden))).findFirst().orElseThrow();
    double scale = golden.getAsJsonObject("params").get("scale").getAsDouble();
    Pixels large =
        Pixels.of(
            upscaler.upscale(
                ImageCases.image(golden.getAsJsonObject("inputs").get("image")), scale));
    assertPicture(large, golden, "image");
  }

  @TestFactory
  Stream<DynamicTest> grid() {
    return ImageCases.group("grid", UpscalerGoldenTest::checkGrid);
  }

  private static JsonObject input(JsonObject golden) {
    return golden.getAsJsonObject("inputs").getAsJsonObject("image");
  }

  private static ImageSize tile(JsonObject golden) {
    JsonObject params = golden.getAsJsonObject("params");
    return new ImageSize(params.get("tile_w").getAsInt(), params.get("tile_h").getAsInt());
  }

  private static void checkGrid(JsonObject golden) {
    Pixels picture = Pixels.of(ImageCases.image(input(golden)));
    int overlap = golden.getAsJsonObject("params").get("overlap").getAsInt();
    PictureTiles tiles = new PictureTiles(picture.size(), tile(golden), overlap);
    if (!tiles.tile().equals(tile(golden))) {
      checkSmallerThanATile(picture, tiles);
      return;
    }
    assertPlaces(tiles, golden.getAsJsonObject("outputs").getAsJsonArray("positions_xy"));
    Pixels combined =
        tiles.combine(
            1,
            (column, row) -> {
              boolean even = (row * tiles.columns() + column) % 2 == 0;
              return brighter(tiles.cut(picture, column, row), even ? -40 : 40);
            });
    assertPicture(combined, golden, "combined");
  }

  /** The reference begins outside the picture and adds black; ours has tiles as small as it. */
  private static void checkSmallerThanATile(Pixels picture, PictureTiles tiles) {
    assertThat(tiles.left(0)).isZero();
    assertThat(tiles.top(0)).isZero();
    assertThat(tiles.tile().width()).isLessThanOrEqualTo(picture.width());
    assertThat(tiles.tile().height()).isLessThanOrEqualTo(picture.height());
    assertThat(tiles.combine(1, (column, row) -> brighter(tiles.cut(picture, column, row), 40)))
        .isEqualTo(brighter(picture, 40));
  }

  private static void assertPlaces(PictureTiles tiles, JsonArray places) {
    assertThat(tiles.rows()).isEqualTo(places.size());
    for (int row = 0; row < tiles.rows(); row++) {
      JsonArray line = places.get(row).getAsJsonArray();
      assertThat(tiles.columns()).isEqualTo(line.size());
      for (int column = 0; column < tiles.columns(); column++) {
        assertThat(new long[] {tiles.left(column), tiles.top(row)})
            .isEqualTo(JsonNumbers.longs(line.get(column)));
      }
    }
  }

  private static Pixels brighter(Pixels tile, int levels) {
    byte[] samples = tile.samples().clone();
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (byte) Math.max(0, Math.min(255, (samples[i] & 0xff) + levels));
    }
    return Pixels.wrap(tile.width(), tile.height(), tile.channels(), samples);
  }

  private static void assertPicture(Pixels actual, JsonObject golden, String output) {
    Pixels expected = Pixels.of(ImageCases.image(golden.getAsJsonObject("outputs").get(output)));
    assertThat(actual.size()).isEqualTo(expected.size());
    ImageCases.assertLevels("the picture", actual.samples(), expected.samples(), 0);
  }
}
