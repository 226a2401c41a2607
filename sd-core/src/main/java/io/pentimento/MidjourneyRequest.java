package io.pentimento;

import io.pentimento.control.ImagePrompt;
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

  static TextToImage.Builder builder(String text, List<ImagePrompt> pictures) {
    MidjourneyPrompt prompt = MidjourneyPrompt.parse(text);
    MidjourneyParameters parameters = prompt.parameters();
    TextToImage.Builder request =
        TextToImage.builder(prompt.prompt())
            .negativePrompt(prompt.negativePrompt())
            .batch(parameters.repeat())
            .imagePrompt(weighted(pictures, parameters.imageWeight()));
    parameters.aspectRatio().ifPresent(ratio -> request.aspectRatio(ratio.width(), ratio.height()));
    parameters.seed().ifPresent(request::seed);
    if (parameters.chaos() > 0) {
      // Its formula is not public: here, how far each picture turns towards a noise of its own.
      request.variation(parameters.seed().orElse(-1), parameters.chaos() / 100.0);
    }
    if (parameters.imageWeight() != 1 && pictures.isEmpty()) {
      LOG.info("--iw has no effect without an image prompt.");
    }
    waiting(parameters).forEach(name -> LOG.info("{} has no effect here yet.", name));
    return request;
  }

  private static ImagePrompt[] weighted(List<ImagePrompt> pictures, double factor) {
    return pictures.stream()
        .map(
            picture ->
                picture.withWeight(Math.min(ImagePrompt.HIGHEST_WEIGHT, factor * picture.weight())))
        .toArray(ImagePrompt[]::new);
  }

  private static List<String> waiting(MidjourneyParameters parameters) {
    List<String> names = new ArrayList<>();
    if (parameters.stopPercent() != 100) {
      names.add("--stop");
    }
    if (parameters.tile()) {
      names.add("--tile");
    }
    return names;
  }
}
