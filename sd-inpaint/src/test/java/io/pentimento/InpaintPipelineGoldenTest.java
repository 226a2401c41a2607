package io.pentimento;

import io.pentimento.image.ImageSize;
import io.pentimento.inpaint.Inpaint;
import io.pentimento.inpaint.Mask;
import io.pentimento.sampling.Sampling;
import io.pentimento.testing.GoldenTensor;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Inpainting, whole, against diffusers' pipelines, with models of 4 and of 9 input channels. */
class InpaintPipelineGoldenTest {
  @TestFactory
  Stream<DynamicTest> fourChannels() {
    return GoldenPipelines.of(
        "sd1",
        "sd1-tiny",
        List.of("inpaint4"),
        (golden, sampling) -> request(golden, sampling, "inpaint4 strength ([0-9.]*[0-9])"));
  }

  @TestFactory
  Stream<DynamicTest> nineChannels() {
    return GoldenPipelines.of(
        "sd1",
        "sd1-inpaint-tiny",
        List.of("inpaint9"),
        (golden, sampling) -> request(golden, sampling, "inpaint9 =[^,]* strength ([0-9.]*[0-9])"));
  }

  @TestFactory
  Stream<DynamicTest> nineChannelsAndLessThanFullStrength() {
    return GoldenPipelines.of(
        "sd1",
        "sd1-inpaint-tiny",
        List.of("inpaint9s"),
        (golden, sampling) -> request(golden, sampling, "inpaint9s strength ([0-9.]*[0-9])"));
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
