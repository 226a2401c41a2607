package io.pentimento;

import io.pentimento.prompt.MidjourneyParameters;
import io.pentimento.prompt.MidjourneyPrompt;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a request of a prompt in Midjourney's manner. */
final class MidjourneyRequest {
  private static final Logger LOG = LoggerFactory.getLogger(MidjourneyRequest.class);

  private MidjourneyRequest() {}

  static TextToImage.Builder builder(String text) {
    MidjourneyPrompt prompt = MidjourneyPrompt.parse(text);
    MidjourneyParameters parameters = prompt.parameters();
    TextToImage.Builder request =
        TextToImage.builder(prompt.prompt())
            .negativePrompt(prompt.negativePrompt())
            .batch(parameters.repeat());
    parameters.aspectRatio().ifPresent(ratio -> request.aspectRatio(ratio.width(), ratio.height()));
    parameters.seed().ifPresent(request::seed);
    if (parameters.chaos() > 0) {
      // Its formula is not public: here, how far each picture turns towards a noise of its own.
      request.variation(parameters.seed().orElse(-1), parameters.chaos() / 100.0);
    }
    waiting(parameters).forEach(name -> LOG.info("{} has no effect here yet.", name));
    return request;
  }

  private static List<String> waiting(MidjourneyParameters parameters) {
    List<String> names = new ArrayList<>();
    if (parameters.imageWeight() != 1) {
      names.add("--iw");
    }
    if (parameters.stopPercent() != 100) {
      names.add("--stop");
    }
    if (parameters.tile()) {
      names.add("--tile");
    }
    return names;
  }
}
