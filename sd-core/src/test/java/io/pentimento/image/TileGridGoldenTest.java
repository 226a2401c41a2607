package io.pentimento.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.pentimento.testing.ImageCases;
import io.pentimento.testing.JsonNumbers;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Tiles against the reference: groups {@code grid} and {@code sd_upscale}. */
class TileGridGoldenTest {
  private static final int STEP = 40;

  @TestFactory
  Stream<DynamicTest> grid() {
    return ImageCases.group("grid", TileGridGoldenTest::checkGrid);
  }

  private static void checkGrid(JsonObject golden) {
    JsonObject params = golden.getAsJsonObject("params");
    JsonObject outputs = golden.getAsJsonObject("outputs");
    Pixels in = Pixels.of(ImageCases.image(golden.getAsJsonObject("inputs").get("image")));
    ImageSize tile =
        new ImageSize(params.get("tile_w").getAsInt(), params.get("tile_h").getAsInt());
    int overlap = params.get("overlap").getAsInt();
    if (isSmaller(in.size(), tile)) {
      assertRejected(in.size(), tile, overlap);
      return;
    }
    TileGrid grid = TileGrid.of(in.size(), tile, overlap);
    assertThat(grid.tiles()).isEqualTo(rectangles(outputs.getAsJsonArray("positions_xy"), tile));
    assertThat(grid.rows() * grid.columns()).isEqualTo(grid.tiles().size());
    List<Pixels> tiles = grid.split(in);
    List<Pixels> changed = new ArrayList<>();
    for (int i = 0; i < tiles.size(); i++) {
      changed.add(brightened(tiles.get(i), i % 2 == 0 ? -STEP : STEP));
    }
    assertSame(grid.combine(changed), outputs.get("combined"));
  }

  private static List<Rectangle> rectangles(JsonArray rows, ImageSize tile) {
    return JsonNumbers.elements(rows)
        .flatMap(JsonNumbers::elements)
        .map(JsonNumbers::ints)
        .map(at -> new Rectangle(at[0], at[1], tile.width(), tile.height()))
        .toList();
  }

  private static Pixels brightened(Pixels tile, int step) {
    byte[] samples = tile.samples().clone();
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (byte) Math.max(0, Math.min(255, (samples[i] & 0xff) + step));
    }
    return Pixels.wrap(tile.width(), tile.height(), tile.channels(), samples);
  }

  /** The whole flow of SD upscale, with a model that inverts its tile. */
  @TestFactory
  Stream<DynamicTest> sdUpscale() {
    return ImageCases.group("sd_upscale", TileGridGoldenTest::checkUpscale);
  }

  private static void checkUpscale(JsonObject golden) {
    JsonObject params = golden.getAsJsonObject("params");
    JsonObject outputs = golden.getAsJsonObject("outputs");
    Pixels in = Pixels.of(ImageCases.image(golden.getAsJsonObject("inputs").get("image")));
    int[] sides = JsonNumbers.ints(params.get("tile"));
    ImageSize tile = new ImageSize(sides[0], sides[1]);
    int overlap = params.get("overlap").getAsInt();
    Pixels expected = Pixels.of(ImageCases.image(outputs.get("result")));
    if (isSmaller(expected.size(), tile)) {
      assertRejected(expected.size(), tile, overlap);
      return;
    }
    Pixels upscaled =
        Pixels.of(upscaler(params.get("upscaler")).upscale(in.toImage(), expected.size()));
    TileGrid grid = TileGrid.of(upscaled.size(), tile, overlap);
    assertThat(grid.tiles()).hasSize(outputs.getAsJsonArray("seed_per_tile").size());
    assertSame(
        grid.combine(grid.split(upscaled).stream().map(TileGridGoldenTest::inverted).toList()),
        outputs.get("result"));
  }

  private static Upscaler upscaler(JsonElement name) {
    return name.getAsString().equals("Nearest") ? Upscaler.nearest() : Upscaler.lanczos();
  }

  private static Pixels inverted(Pixels tile) {
    byte[] samples = tile.samples().clone();
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (byte) ~samples[i];
    }
    return Pixels.wrap(tile.width(), tile.height(), tile.channels(), samples);
  }

  private static boolean isSmaller(ImageSize picture, ImageSize tile) {
    return picture.width() < tile.width() || picture.height() < tile.height();
  }

  /** The reference cuts tiles from outside the picture then, a recorded defect. */
  private static void assertRejected(ImageSize picture, ImageSize tile, int overlap) {
    assertThatThrownBy(() -> TileGrid.of(picture, tile, overlap))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least as large as its tiles");
  }

  private static void assertSame(Pixels actual, JsonElement expected) {
    ImageCases.assertLevels(
        "the combined picture",
        actual.samples(),
        Pixels.of(ImageCases.image(expected)).samples(),
        0);
  }
}
