package io.pentimento;

import io.pentimento.image.ImageSize;
import io.pentimento.inpaint.Inpaint;
import io.pentimento.inpaint.Mask;
import io.pentimento.sampling.Sampling;
import io.pentimento.testing.GoldenCases;
import io.pentimento.testing.GoldenTensor;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Inpainting, whole, against diffusers' pipelines, with models of 4 and of 9 input channels. */
class InpaintPipelineGoldenTest {
  @TestFactory
  Stream<DynamicTest> fourChannels() {
    return GoldenCases.of(
        "pipelines inpaint4",
        () ->
            Stream.of("sd1", "sd2")
                .flatMap(
                    name ->
                        runs(
                            name, name + "-tiny", "inpaint4", "inpaint4 strength ([0-9.]*[0-9])")));
  }

  @TestFactory
  Stream<DynamicTest> nineChannels() {
    return ofInpaintingModel("inpaint9", "inpaint9 =[^,]* strength ([0-9.]*[0-9])");
  }

  @TestFactory
  Stream<DynamicTest> nineChannelsAndLessThanFullStrength() {
    return ofInpaintingModel("inpaint9s", "inpaint9s strength ([0-9.]*[0-9])");
  }

  private static Stream<DynamicTest> ofInpaintingModel(String kind, String strength) {
    return GoldenCases.of(
        "pipelines " + kind, () -> runs("sd1", "sd1-inpaint-tiny", kind, strength));
  }

  private static Stream<DynamicTest> runs(
      String file, String folder, String kind, String strength) {
    return GoldenPipelines.of(
        file, folder, kind, (golden, sampling, space) -> request(golden, sampling, strength));
  }

  private static Inpaint request(GoldenPipelines.Case golden, Sampling sampling, String strength) {
    return Inpaint.builder(golden.initImage(), mask(golden.tensors().get("mask")), "")
        .sampling(sampling)
        .maskBlur(0)
        .denoisingStrength(GoldenPipelines.fromReadme(strength))
        .build();
  }

  private static Mask mask(GoldenTensor tensor) {
    int height = Math.toIntExact(tensor.shape()[2]);
    int width = Math.toIntExact(tensor.shape()[3]);
    byte[] levels = new byte[width * height];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = (byte) Math.round(tensor.values()[i] * 255);
    }
    return Mask.of(new ImageSize(width, height), levels);
  }
}
