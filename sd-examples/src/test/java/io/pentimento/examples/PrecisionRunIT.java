package io.pentimento.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The number type that a command computes in. */
class PrecisionRunIT {
  @TempDir Path folder;

  @Test
  void txt2img_tellsWhatPrecisionAutoIs() throws Exception {
    Path out = folder.resolve("auto.png");

    CommandRun run =
        CommandRun.of(
            "txt2img",
            "1girl",
            "--model",
            DemoModel.portraits(),
            "--precision",
            "auto",
            "--steps",
            "1",
            "--width",
            "32",
            "--height",
            "32",
            "--out",
            out);

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).containsPattern(", computed as (float32|bfloat16)\\R");
    assertThat(ImageIO.read(out.toFile()).getWidth()).isEqualTo(32);
  }
}
