package io.pentimento;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.pytorch.engine.PtNDManager;
import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.image.ImageSize;
import io.pentimento.image.Pixels;
import io.pentimento.image.Resampling;
import io.pentimento.image.Upscaler;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;
import io.pentimento.internal.TorchEngine;
import io.pentimento.model.RrdbConfig;
import io.pentimento.model.RrdbFile;
import io.pentimento.model.RrdbLayout;
import io.pentimento.model.RrdbNet;
import io.pentimento.testing.TestEngine;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpscalerModelTest {
  /** How far a pixel of the test's network looks, in source pixels: its convolutions, and some. */
  private static final int REACH = 24;

  @TempDir Path folder;

  @Test
  void upscale_ofASmallPictureIsTheNetworkOnTheWhole() throws IOException {
    Pixels picture = noise(50, 31, 3);
    try (UpscalerModel upscaler = doubling()) {
      assertThat(upscaled(upscaler, picture, 100, 62)).isEqualTo(whole(picture));
    }
  }

  @Test
  void upscale_inTilesIsTheNetworkOnTheWholeAwayFromSeams() throws IOException {
    Pixels picture = noise(300, 230, 3);
    Pixels whole = whole(picture);
    Pixels tiled;
    try (UpscalerModel upscaler = doubling()) {
      tiled = upscaled(upscaler, picture, 600, 460);
    }
    // The second column of tiles begins at 300 - 192, the second row at 230 - 192.
    int largest = 0;
    for (int y = 0; y < whole.height(); y++) {
      for (int x = 0; x < whole.width(); x++) {
        if (isInside(x, 108) && isInside(y, 38)) {
          for (int colour = 0; colour < 3; colour++) {
            int difference = tiled.sample(x, y, colour) - whole.sample(x, y, colour);
            largest = Math.max(largest, Math.abs(difference));
          }
        }
      }
    }
    assertThat(largest).isLessThanOrEqualTo(1);
  }

  private static boolean isInside(int large, int seam) {
    int place = large / 2;
    return place < seam || place >= seam + REACH;
  }

  @Test
  void upscale_repeatsTheNetworkThreeTimesAtMost() throws IOException {
    Pixels picture = noise(12, 9, 3);
    try (UpscalerModel upscaler = doubling()) {
      Pixels once = upscaled(upscaler, picture, 24, 18);
      Pixels twice = upscaled(upscaler, once, 48, 36);
      Pixels thrice = upscaled(upscaler, twice, 96, 72);

      assertThat(upscaled(upscaler, picture, 48, 36)).isEqualTo(twice);
      assertThat(upscaled(upscaler, picture, 40, 30))
          .isEqualTo(Resampling.LANCZOS.resize(twice, 40, 30));
      assertThat(upscaled(upscaler, picture, 120, 90))
          .isEqualTo(Resampling.LANCZOS.resize(thrice, 120, 90));
    }
  }

  @Test
  void upscale_ofALargeEnoughPictureIsLanczosAlone() throws IOException {
    Pixels picture = noise(20, 16, 3);
    try (UpscalerModel upscaler = doubling()) {
      assertThat(upscaled(upscaler, picture, 20, 16)).isEqualTo(picture);
      assertThat(upscaled(upscaler, picture, 10, 9))
          .isEqualTo(Resampling.LANCZOS.resize(picture, 10, 9));
    }
  }

  @Test
  void upscale_byAFactorRoundsDownToMultiplesOf8() throws IOException {
    Pixels picture = noise(21, 16, 3);
    try (UpscalerModel upscaler = doubling()) {
      Pixels once = upscaled(upscaler, picture, 42, 32);

      assertThat(Pixels.of(upscaler.upscale(picture.toImage(), 1.9)))
          .isEqualTo(Resampling.LANCZOS.resize(once, 32, 24));
      assertThat(Pixels.of(upscaler.upscale(picture.toImage(), 1)))
          .as("the network is run with the factor 1, too")
          .isEqualTo(Resampling.LANCZOS.resize(once, 16, 16));
      assertThatThrownBy(() -> upscaler.upscale(picture.toImage(), 0.4))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("at least 8 pixels", "21x16 times 0.4");
    }
  }

  @Test
  void upscale_withANetworkThatKeepsTheSizeRunsItOnce() throws IOException {
    RrdbConfig config = new RrdbConfig(RrdbLayout.NUMBERED, 1, 8, 4, 1, 0);
    Path file = new RrdbFile(config, 2).write(folder.resolve("1x_Sharpen.pth"));
    Pixels picture = noise(16, 16, 3);
    try (UpscalerModel upscaler = UpscalerModel.load(file)) {
      Pixels once = Pixels.of(upscaler.upscale(picture.toImage(), 1));

      assertThat(once).isNotEqualTo(picture);
      assertThat(upscaled(upscaler, picture, 40, 40))
          .isEqualTo(Resampling.LANCZOS.resize(once, 40, 40));
    }
  }

  @Test
  void upscale_keepsAlpha() throws IOException {
    Pixels picture = noise(30, 20, 4);
    try (UpscalerModel upscaler = doubling()) {
      Pixels large = upscaled(upscaler, picture, 60, 40);

      assertThat(large.channels()).isEqualTo(4);
      assertThat(large.channel(3)).isEqualTo(Resampling.LANCZOS.resize(picture.channel(3), 60, 40));
      assertThat(large.rgb()).isEqualTo(upscaled(upscaler, picture.rgb(), 60, 40));
    }
  }

  @Test
  void upscale_givesEachOfManyThreadsWhatItWouldGetAlone() throws IOException {
    try (UpscalerModel upscaler = doubling()) {
      List<Pixels> pictures = List.of(noise(40, 30, 3), noise(64, 20, 3), noise(9, 50, 4));
      List<CompletableFuture<Pixels>> running = new ArrayList<>();
      for (int i = 0; i < 24; i++) {
        Pixels picture = pictures.get(i % 3);
        running.add(CompletableFuture.supplyAsync(() -> upscaled(upscaler, picture, 99, 101)));
      }
      for (int i = 0; i < running.size(); i++) {
        assertThat(running.get(i).join())
            .isEqualTo(upscaled(upscaler, pictures.get(i % 3), 99, 101));
      }
    }
  }

  @Test
  void upscale_leavesNoNativeMemoryBehind() throws IOException {
    PtNDManager engine = engineManager();
    int before = engine.getManagedArrays().size();
    try (UpscalerModel upscaler = doubling()) {
      String held = upscaler.scope().manager().toString();
      for (int i = 1; i < 20; i++) {
        upscaled(upscaler, noise(10 * i, 200, 3), 20 * i, 500);
      }
      assertThat(upscaler.scope().manager().toString()).isEqualTo(held);
    }
    assertThat(engine.getManagedArrays()).hasSize(before);
  }

  @Test
  void upscale_holdsTheMemoryOfOneTile() throws IOException {
    try (Scope scope = TestEngine.open("test");
        Checkpoint file = Checkpoint.open(file())) {
      RrdbNet network = RrdbNet.read(file, scope, NumberType.FLOAT32);
      List<String> held = new ArrayList<>();
      UpscaledTiles tiles =
          new UpscaledTiles(network, scope, "test", () -> held.add(scope.manager().toString()));

      tiles.enlarge(noise(500, 200, 3));

      assertThat(held).hasSize(6);
      assertThat(held.stream().distinct()).as("what is held before each tile").hasSize(1);
    }
  }

  @Test
  void upscale_saysWhenItIsClosed() throws IOException {
    UpscalerModel upscaler = doubling();
    upscaler.close();
    upscaler.close();

    assertThatThrownBy(() -> upscaled(upscaler, noise(8, 8, 3), 16, 16))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("The upscaler is closed. Load it again to enlarge more pictures.");
  }

  @Test
  void upscale_saysWhenTheNetworkMakesNaN() throws IOException {
    Path file =
        new RrdbFile(RrdbFile.doubling().config(), 1, Float.NaN).write(folder.resolve("n.pth"));
    try (UpscalerModel upscaler = UpscalerModel.load(file)) {
      assertThatThrownBy(() -> upscaled(upscaler, noise(8, 8, 3), 16, 16))
          .isInstanceOf(GenerationFailedException.class)
          .hasMessageContaining("The upscaler n made NaN", "Precision.FLOAT32");
    }
  }

  @Test
  void load_namesItByItsFile() throws IOException {
    try (UpscalerModel upscaler = doubling()) {
      assertThat(upscaler.name()).isEqualTo("2x_Test");
      assertThat(upscaler.scale()).isEqualTo(2);
    }
  }

  @Test
  void load_refusesOtherFilesAndHoldsNothing() throws IOException {
    Path text = Files.writeString(folder.resolve("notes.pth"), "no network");
    PtNDManager engine = engineManager();
    int before = engine.getManagedArrays().size();

    assertThatThrownBy(() -> UpscalerModel.load(text))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining(text.toString());
    assertThat(engine.getManagedArrays()).hasSize(before);
  }

  @Test
  void hiresFix_enlargesWithIt() throws IOException {
    TextToImage plain = TextToImage.builder("a lighthouse").steps(2).seed(1).build();
    try (Pipeline pipeline = TinyModel.open();
        UpscalerModel upscaler = doubling()) {
      Generation made = pipeline.generate(withHires(plain, upscaler));
      Generation lanczos = pipeline.generate(withHires(plain, Upscaler.lanczos()));

      assertThat(ImageSize.of(made.images().get(0)))
          .isEqualTo(ImageSize.of(lanczos.images().get(0)));
      assertThat(Pixels.of(made.images().get(0))).isNotEqualTo(Pixels.of(lanczos.images().get(0)));
      assertThat(made.parameters(0)).contains("Hires upscaler: 2x_Test");
    }
  }

  private static TextToImage withHires(TextToImage request, Upscaler upscaler) {
    return request.toBuilder().hiresFix(HiresFix.scale(2).upscaler(upscaler).build()).build();
  }

  private UpscalerModel doubling() throws IOException {
    return UpscalerModel.load(file());
  }

  private Path file() throws IOException {
    return RrdbFile.doubling().write(folder.resolve("2x_Test.safetensors"));
  }

  /** Sends a picture through the network in one piece. */
  private Pixels whole(Pixels picture) throws IOException {
    int plane = picture.width() * picture.height();
    float[] values = new float[3 * plane];
    for (int i = 0; i < values.length; i++) {
      values[i] = (picture.samples()[i % plane * 3 + i / plane] & 0xff) / 255f;
    }
    try (Scope scope = TestEngine.open("test");
        Checkpoint file = Checkpoint.open(file())) {
      RrdbNet network = RrdbNet.read(file, scope, NumberType.FLOAT32);
      float[] large =
          network
              .enlarge(scope, scope.array(values, 1, 3, picture.height(), picture.width()))
              .toFloatArray();
      byte[] samples = new byte[large.length];
      for (int i = 0; i < large.length; i++) {
        int level = (int) Math.rint(Math.max(0, Math.min(1, large[i])) * 255);
        samples[i % (4 * plane) * 3 + i / (4 * plane)] = (byte) level;
      }
      return Pixels.wrap(2 * picture.width(), 2 * picture.height(), 3, samples);
    }
  }

  private static Pixels upscaled(Upscaler upscaler, Pixels picture, int width, int height) {
    BufferedImage large = upscaler.upscale(picture.toImage(), new ImageSize(width, height));
    return Pixels.of(large);
  }

  private static Pixels noise(int width, int height, int channels) {
    byte[] samples = new byte[channels * width * height];
    new Random(width).nextBytes(samples);
    return Pixels.wrap(width, height, channels, samples);
  }

  private static PtNDManager engineManager() {
    try (Scope probe = TorchEngine.start(OptionalInt.empty()).open("probe", Device.cpu())) {
      return (PtNDManager) probe.manager().getParentManager();
    }
  }
}
