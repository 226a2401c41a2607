package io.pentimento;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Text to image and image to image, whole, against diffusers' pipelines. */
class PipelineGoldenTest {
  // txt2img_rescale is left out: rescaling guidance is not offered yet.
  private static final List<String> FROM_NOISE = List.of("txt2img", "txt2img_eta1");

  @TestFactory
  Stream<DynamicTest> textToImage() {
    return Stream.of("sd1", "sd2")
        .flatMap(
            name ->
                GoldenPipelines.of(
                    name,
                    name + "-tiny",
                    FROM_NOISE,
                    (golden, sampling) -> TextToImage.builder("").sampling(sampling).build()));
  }

  @TestFactory
  Stream<DynamicTest> imageToImage() {
    return GoldenPipelines.of(
        "sd1",
        "sd1-tiny",
        List.of("img2img"),
        (golden, sampling) ->
            ImageToImage.builder(golden.initImage(), "")
                .sampling(sampling)
                .denoisingStrength(GoldenPipelines.fromReadme("img2img strength ([0-9.]*[0-9])"))
                .build());
  }
}
