package io.pentimento.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.pentimento.testing.OfflineEngine;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * With noise of one path, more steps lead to one picture. The data are normal with deviation 0.5
 * about 0.3, of which the best denoiser is known.
 */
class SdeConvergenceTest {
  private static final Shape SHAPE = new Shape(1, 4, 8, 8);
  private static final int COUNT = 256;
  private static final double VARIANCE = 0.25;
  private static final double MEAN = 0.3;

  static Stream<Sampler> samplers() {
    return Stream.of(
        Sampler.dpmppSde(), Sampler.dpmpp2mSde(), Sampler.dpmpp2mSdeHeun(), Sampler.dpmpp3mSde());
  }

  @ParameterizedTest
  @MethodSource("samplers")
  void sample_approachesOnePicture(Sampler sampler) {
    try (NDManager manager = OfflineEngine.manager()) {
      NDArray limit = run(sampler, 640, manager);
      double at20 = distance(run(sampler, 20, manager), limit);
      double at40 = distance(run(sampler, 40, manager), limit);
      double at80 = distance(run(sampler, 80, manager), limit);
      assertThat(at40).isLessThan(at20 * 0.75);
      assertThat(at80).isLessThan(at40 * 0.75);
    }
  }

  private static NDArray run(Sampler sampler, int steps, NDManager manager) {
    Sampling sampling = Sampling.defaults().withSampler(sampler).withSteps(steps);
    Ladder ladder = Ladder.fromNoise(sampling, SchedulerSettings.sd1());
    BrownianTree tree =
        new BrownianTree(NoiseSource.torchCpu(), 5, ladder.pathStart(), ladder.pathEnd(), COUNT);
    try (RecordedSteps recorded =
        new RecordedSteps(
            manager,
            ladder.sigmas(),
            k -> {
              throw new AssertionError("plain noise was drawn");
            },
            Optional.of((from, to) -> manager.create(tree.noise(from, to), SHAPE)))) {
      NDArray unit = manager.create(NoiseSource.torchCpu().seeded(5).normal(COUNT), SHAPE);
      NDArray out = sampler.sample(SdeConvergenceTest::best, ladder.firstLatent(unit), recorded);
      out.attach(manager);
      return out;
    }
  }

  private static NDArray best(NDArray x, double sigma) {
    double total = VARIANCE + sigma * sigma;
    return x.mul((float) (VARIANCE / total)).add((float) (MEAN * sigma * sigma / total));
  }

  private static double distance(NDArray a, NDArray b) {
    return Math.sqrt(a.sub(b).square().mean().getFloat());
  }
}
