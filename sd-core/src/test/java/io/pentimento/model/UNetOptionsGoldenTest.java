package io.pentimento.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ComponentFolder;
import io.pentimento.internal.Edges;
import io.pentimento.internal.FeatureKernels;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;
import io.pentimento.patch.FreeU;
import io.pentimento.testing.GoldenModels;
import io.pentimento.testing.GoldenTensor;
import io.pentimento.testing.Goldens;
import io.pentimento.testing.TestEngine;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** FreeU and circular convolution against diffusers and torch, and what must hold of them. */
class UNetOptionsGoldenTest {
  private static final double TOLERANCE = 1e-4;

  /** The factors that the golden files were made with. */
  private static final FreeU FREE_U = new FreeU(1.5, 1.6, 0.9, 0.2, false);

  private Scope scope;
  private UNet unet;
  private Map<String, GoldenTensor> io;

  @BeforeEach
  void load() throws IOException {
    io = Goldens.tensors("models/extras/expected.safetensors");
    scope = TestEngine.open("options");
    unet = GoldenModels.unet(scope, "models/sd1-tiny");
  }

  @AfterEach
  void close() {
    if (scope != null) {
      scope.close();
    }
  }

  private NDArray sample() {
    return TestEngine.array(scope, io.get("unet.sample"));
  }

  private NDArray predict(Scope run, NDArray sample, UNetOptions options) {
    return unet.predict(
        run,
        sample,
        unet.embedTime(run, 601),
        unet.project(run, TestEngine.array(run, io.get("unet.ctx"))),
        options,
        Observer.NONE);
  }

  private static UNetOptions with(FreeU freeU) {
    return UNetOptions.NONE.withFreeU(Optional.of(freeU));
  }

  private void assertSame(NDArray one, NDArray other) {
    float largest = one.abs().max().getFloat();
    assertThat(one.sub(other).abs().max().getFloat()).isLessThan((float) (TOLERANCE * largest));
  }

  private void assertDiffers(NDArray one, NDArray other) {
    assertThat(one.sub(other).abs().max().getFloat()).isGreaterThan(0.01f);
  }

  @Test
  void none_isThePlainNetwork() {
    TestEngine.assertClose(
        "plain", scope, predict(scope, sample(), UNetOptions.NONE), io.get("plain.out"), TOLERANCE);
  }

  @Test
  void imagesUnderSeveralPrompts_areAsIfEachWereShownAlone() {
    UNet.PromptKeys prompts = unet.project(scope, TestEngine.array(scope, io.get("unet.ctx")));
    NDArray time = unet.embedTime(scope, 601);
    NDArray image = scope.slice(sample(), 0, 1, 0);

    NDArray shared = unet.predict(scope, image, time, prompts, Observer.NONE);

    NDArray repeated = prompts.spread(scope, image);
    assertThat(repeated.getShape().get(0)).isGreaterThan(1);
    assertSame(unet.predict(scope, repeated, time, prompts, Observer.NONE), shared);
  }

  @Test
  void freeU_isDiffusers() {
    TestEngine.assertClose(
        "freeu", scope, predict(scope, sample(), with(FREE_U)), io.get("freeu.out"), TOLERANCE);
  }

  @Test
  void freeU_atOddSizes_isDiffusers() {
    NDArray odd = TestEngine.array(scope, io.get("freeu.odd.sample"));
    TestEngine.assertClose(
        "freeu.odd", scope, predict(scope, odd, with(FREE_U)), io.get("freeu.odd.out"), TOLERANCE);
  }

  @Test
  void freeU_ofOnes_changesNothing() {
    NDArray plain = predict(scope, sample(), UNetOptions.NONE);
    for (boolean byStructure : new boolean[] {false, true}) {
      FreeU ones = new FreeU(1, 1, 1, 1, byStructure);
      assertSame(predict(scope, sample(), with(ones)), plain);
    }
  }

  @Test
  void scaleHalf_byStrength_countsFromNothingToAll() {
    // Means 0, 2 and 4 of two channels.
    NDArray x = scope.array(new float[] {0, 1, 2, 0, 3, 6}, 1, 2, 1, 3);
    float[] scaled = Scope.floats(FeatureKernels.scaleHalf(scope, x, 3, true), scope);
    assertThat(scaled).containsExactly(0, 2, 6, 0, 3, 6);
  }

  @Test
  void perturbed_changesTheMiddleAlone() {
    assertDiffers(
        predict(scope, sample(), UNetOptions.NONE.withPerturbed()),
        predict(scope, sample(), UNetOptions.NONE));
  }

  @Test
  void edgesThatWrap_areTorchsCircularPadding() {
    Scope wrapping = scope.withEdges(new Edges(true, true));
    TestEngine.assertClose(
        "seamless",
        scope,
        predict(wrapping, sample(), UNetOptions.NONE),
        io.get("seamless.out"),
        TOLERANCE);
  }

  @Test
  void edgesThatWrap_inTheDecoder_areTorchsCircularPadding() throws IOException {
    ComponentFolder folder = GoldenModels.part("models/sd1-tiny", "vae");
    try (Checkpoint checkpoint = folder.weights()) {
      CheckpointTensors tensors =
          new CheckpointTensors(checkpoint, scope, NumberType.FLOAT32, elements -> {});
      Autoencoder vae =
          new Autoencoder(
              AutoencoderConfig.read(folder.config()), new Weights(tensors), NumberType.FLOAT32);
      Scope wrapping = scope.withEdges(new Edges(true, true));
      NDArray first = scope.slice(sample(), 0, 1, 0);
      NDArray decoded = vae.decode(wrapping, first, Observer.NONE);
      TestEngine.assertClose(
          "seamless.decoded", scope, decoded, io.get("seamless.decoded"), TOLERANCE);
      NDArray pixels = scope.plain(decoded).clip(-1, 1);
      NDArray moved = rolled(pixels, 3, 64);
      assertSame(
          rolled(vae.moments(wrapping, pixels, Observer.NONE), 3, 8),
          vae.moments(wrapping, moved, Observer.NONE));
    }
  }

  /** A picture that wraps has no place where it begins. */
  @Test
  void edgesThatWrap_makeThePredictionFollowARolledLatent() {
    for (boolean x : new boolean[] {true, false}) {
      Scope wrapping = scope.withEdges(new Edges(x, !x));
      NDArray plain = predict(wrapping, sample(), UNetOptions.NONE);
      int along = x ? 3 : 2;
      int across = x ? 2 : 3;
      assertSame(
          rolled(plain, along, 8), predict(wrapping, rolled(sample(), along, 8), UNetOptions.NONE));
      assertDiffers(
          rolled(plain, across, 8),
          predict(wrapping, rolled(sample(), across, 8), UNetOptions.NONE));
    }
  }

  private NDArray rolled(NDArray picture, int dimension, long cells) {
    long length = picture.getShape().get(dimension);
    return scope.concat(
        scope.slice(picture, length - cells, length, dimension),
        scope.slice(picture, 0, length - cells, dimension),
        dimension);
  }
}
