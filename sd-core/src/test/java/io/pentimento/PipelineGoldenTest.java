package io.pentimento;

import io.pentimento.image.ImageSize;
import io.pentimento.sampling.LatentSpace;
import io.pentimento.sampling.Sampling;
import io.pentimento.testing.GoldenCases;
import io.pentimento.testing.Goldens;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Text to image and image to image, whole, against diffusers' pipelines. Rescaled guidance is left
 * out: it is not offered yet.
 */
class PipelineGoldenTest {
  @TestFactory
  Stream<DynamicTest> textToImage() {
    return ofEachModel("txt2img", PipelineGoldenTest::fromNoise);
  }

  @TestFactory
  Stream<DynamicTest> imageToImage() {
    return ofEachModel(
        "img2img",
        (golden, sampling, space) ->
            ImageToImage.builder(golden.initImage(), "")
                .sampling(sampling)
                .denoisingStrength(GoldenPipelines.fromReadme("img2img strength ([0-9.]*[0-9])"))
                .build());
  }

  /** Single files hold the folders' weights, and a folder's configurations beside them. */
  @TestFactory
  Stream<DynamicTest> textToImageWithASingleFile() {
    return GoldenCases.of(
        "single files txt2img",
        () ->
            Stream.of(
                    "sd1-tiny-fp16.safetensors",
                    "sd1-tiny-fp16.ckpt",
                    "sd2-tiny-fp16.safetensors",
                    "sdxl-tiny-fp16.safetensors")
                .flatMap(file -> ofFile(file, Residency.ALL)));
  }

  @TestFactory
  Stream<DynamicTest> textToImageWithOneNetworkAtATime() {
    return GoldenCases.of(
        "single files txt2img sequential",
        () ->
            Stream.of(
                    "sd1-tiny-fp16.ckpt", "sd2-tiny-fp16.safetensors", "sdxl-tiny-fp16.safetensors")
                .flatMap(file -> ofFile(file, Residency.SEQUENTIAL)));
  }

  private static Stream<DynamicTest> ofFile(String file, Residency residency) {
    String folder = file.substring(0, file.indexOf("-fp16"));
    return GoldenPipelines.of(
        folder.substring(0, folder.indexOf('-')),
        "txt2img",
        PipelineGoldenTest::fromNoise,
        () ->
            new ModelSettings(
                Goldens.path("models/single-file/" + file),
                Optional.empty(),
                Optional.of(Goldens.path("models/" + folder)),
                Optional.empty(),
                Optional.empty(),
                false,
                false,
                residency));
  }

  private static Stream<DynamicTest> ofEachModel(String kind, GoldenPipelines.Requests requests) {
    return GoldenCases.of(
        "pipelines " + kind,
        () ->
            Stream.of("sd1", "sd2", "sdxl")
                .flatMap(name -> GoldenPipelines.of(name, name + "-tiny", kind, requests)));
  }

  private static TextToImage fromNoise(
      GoldenPipelines.Case golden, Sampling sampling, LatentSpace space) {
    ImageSize size = golden.size(space);
    return TextToImage.builder("").sampling(sampling).size(size.width(), size.height()).build();
  }
}
