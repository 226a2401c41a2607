package io.pentimento;

import static org.assertj.core.api.Assertions.assertThat;

import io.pentimento.internal.NumberType;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrecisionTrialTest {
  @Test
  void on_choosesOnceForAllThreads() {
    List<CompletableFuture<PrecisionChoice>> asked =
        Stream.generate(() -> CompletableFuture.supplyAsync(() -> PrecisionTrial.on(false)))
            .limit(6)
            .toList();

    PrecisionChoice first = PrecisionTrial.on(false);

    assertThat(first.type()).isIn(NumberType.FLOAT32, NumberType.BFLOAT16);
    assertThat(first.reason()).contains("a block of a U-Net takes");
    assertThat(asked).allSatisfy(choice -> assertThat(choice.join()).isSameAs(first));
  }

  @Test
  void pipeline_withAutoPrecisionMakesThePicturesOfTheTypeItTells(@TempDir Path folder)
      throws IOException {
    Path model = new TinyFolder(folder.resolve("tiny")).write();
    try (Pipeline chosen = load(model, Precision.AUTO);
        Pipeline again = load(model, Precision.AUTO);
        Pipeline named = load(model, chosen.precision())) {
      assertThat(chosen.precision()).isIn(Precision.FLOAT32, Precision.BFLOAT16);
      assertThat(again.precision()).isEqualTo(chosen.precision());
      assertThat(picture(chosen)).isEqualTo(picture(again)).isEqualTo(picture(named));
    }
  }

  @Test
  void pipeline_computesInFloat32UnlessTold(@TempDir Path folder) throws IOException {
    Path model = new TinyFolder(folder.resolve("tiny")).write();
    try (Pipeline usual = load(model, Precision.DEFAULT);
        Pipeline narrow = load(model, Precision.BFLOAT16)) {
      assertThat(usual.precision()).isEqualTo(Precision.FLOAT32);
      assertThat(narrow.precision()).isEqualTo(Precision.BFLOAT16);
    }
  }

  private static Pipeline load(Path model, Precision precision) throws IOException {
    return Pipeline.builder().model(model).device(ComputeDevice.CPU).precision(precision).build();
  }

  /** Returns the colours of a picture; making it fails where a number is not finite. */
  private static int[] picture(Pipeline pipeline) {
    BufferedImage image =
        pipeline.generate(TextToImage.builder("a lighthouse").seed(3).steps(2).build()).image();
    return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
  }
}
