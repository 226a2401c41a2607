package io.pentimento;

import io.pentimento.image.ColourCorrection;
import io.pentimento.sampling.LatentPlan;
import io.pentimento.sampling.LatentSpace;
import io.pentimento.sampling.Sampling;
import java.util.Map;

/**
 * A request whose decoded picture gets its colours corrected before anything else is done with it.
 *
 * @param request the request, which corrects no colours of its own
 * @param colours the correction
 */
record RecolouredRequest(LatentRequest request, ColourCorrection colours) implements LatentRequest {
  @Override
  public String prompt() {
    return request.prompt();
  }

  @Override
  public String negativePrompt() {
    return request.negativePrompt();
  }

  @Override
  public Sampling sampling() {
    return request.sampling();
  }

  @Override
  public Map<String, String> settings() {
    return request.settings();
  }

  @Override
  public LatentPlan plan(LatentSpace space) {
    return new RecolouredPlan(request.plan(space), colours);
  }
}
