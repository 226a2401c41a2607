package io.pentimento;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import io.pentimento.sampling.LatentContext;
import io.pentimento.sampling.LatentPlan;
import io.pentimento.sampling.LatentSpace;
import io.pentimento.sampling.PictureFinish;
import io.pentimento.sampling.PlannedLatent;
import io.pentimento.sampling.Sampling;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a plan may do to pictures when it knows their latents. */
class PictureFinishTest {
  /** A task of one's own that halves every picture, and notes what it was told. */
  private record Halved(List<String> heard) implements LatentRequest {
    @Override
    public String prompt() {
      return "a lighthouse";
    }

    @Override
    public String negativePrompt() {
      return "";
    }

    @Override
    public Sampling sampling() {
      return Sampling.defaults().withSteps(2).withBatch(3).withSeed(1);
    }

    @Override
    public LatentPlan plan(LatentSpace space) {
      return new Plan(heard);
    }
  }

  private record Plan(List<String> heard) implements LatentPlan {
    @Override
    public int width() {
      return 64;
    }

    @Override
    public int height() {
      return 32;
    }

    @Override
    public PlannedLatent open(LatentContext context) {
      return new PlannedLatent() {
        @Override
        public NDArray afterSampling(NDArray latent) {
          heard.add("sampled");
          return latent.mul(0.5);
        }

        @Override
        public PictureFinish finish(NDArray latent) {
          heard.add("latent " + latent.getShape());
          return (decoded, index) -> {
            heard.add("picture " + index);
            return decoded.getSubimage(0, 0, decoded.getWidth() / 2, decoded.getHeight());
          };
        }
      };
    }
  }

  @Test
  void finish_isAskedOnceAndAppliedToEachPicture() {
    List<String> heard = new ArrayList<>();
    try (Pipeline pipeline = TinyModel.open()) {
      List<BufferedImage> images = pipeline.generate(new Halved(heard)).images();
      assertThat(images).hasSize(3).allMatch(image -> image.getWidth() == 32);
    }
    assertThat(heard)
        .containsExactly("sampled", "latent (3, 4, 4, 8)", "picture 0", "picture 1", "picture 2");
  }
}
