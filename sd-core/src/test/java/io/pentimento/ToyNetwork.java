package io.pentimento;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.Scope;
import io.pentimento.sampling.NoiseLevels;
import java.util.Optional;

/** The reference's toy network of epsilon, which its prompts push by the mean of their vectors. */
record ToyNetwork(NoiseLevels levels) implements PromptedNetwork {
  @Override
  public NetworkUnderPrompts under(
      Scope scope, NDArray vectors, Optional<NDArray> beside, long prompted) {
    long rows = vectors.getShape().get(0);
    NDArray means =
        scope.adopt(vectors.reshape(rows, -1).mean(new int[] {1}).reshape(rows, 1, 1, 1));
    return (step, images, timestep, observer) -> {
      NDArray sample = images;
      for (long count = images.getShape().get(0); count < rows; count += images.getShape().get(0)) {
        sample = sample.concat(images, 0);
      }
      double sigma = levels.sigmaAt(timestep);
      NDArray x = sample.mul((float) Math.sqrt(1 + sigma * sigma));
      NDArray pushed = sample.cos().mul(means).mul((float) (0.2 * sigma / (1 + sigma)));
      return step.adopt(x.sub(denoised(x, sigma).add(pushed)).div((float) sigma));
    };
  }

  private static NDArray denoised(NDArray x, double sigma) {
    NDArray rolled = x.get("..., -1:").concat(x.get("..., :-1"), 3);
    NDArray pulled = rolled.tanh().mul((float) (0.3 * sigma / (1 + sigma)));
    return x.div((float) (1 + sigma * sigma)).add(pulled);
  }
}
