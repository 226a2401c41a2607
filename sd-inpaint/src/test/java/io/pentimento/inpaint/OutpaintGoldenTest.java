package io.pentimento.inpaint;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.pentimento.LatentRequest;
import io.pentimento.PictureChain;
import io.pentimento.image.ImageSize;
import io.pentimento.image.Pixels;
import io.pentimento.sampling.LatentSpace;
import io.pentimento.sampling.Seeds;
import io.pentimento.testing.ImageCases;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The WebUI's two outpainting scripts against the reference, with a model that inverts what it is
 * given and lays nothing over it: groups {@code mk2_run} and {@code poormans_run}.
 */
class OutpaintGoldenTest {
  private static final List<MaskedContent> CONTENTS =
      List.of(
          MaskedContent.FILL,
          MaskedContent.ORIGINAL,
          MaskedContent.LATENT_NOISE,
          MaskedContent.LATENT_NOTHING);

  /** What the reference's file says of pixels that were filled with noise. */
  private static final int NOISE_TOLERANCE = 2;

  @TestFactory
  Stream<DynamicTest> matchedNoise() {
    return ImageCases.group("mk2_run", golden -> new RunCase(golden).checkMatchedNoise());
  }

  @TestFactory
  Stream<DynamicTest> fill() {
    return ImageCases.group("poormans_run", golden -> new RunCase(golden).checkFill());
  }

  private record RunCase(JsonObject inputs, JsonObject params, JsonObject outputs) {
    RunCase(JsonObject golden) {
      this(
          golden.getAsJsonObject("inputs"),
          golden.getAsJsonObject("params"),
          golden.getAsJsonObject("outputs"));
    }

    void checkMatchedNoise() {
      OutpaintMode mode =
          OutpaintMode.matchedNoise(
              params.get("mask_blur").getAsInt(),
              params.get("falloff").getAsDouble(),
              params.get("colour_variation").getAsDouble());
      OutpaintChain chain = OutpaintChain.of(request(mode), space());
      List<Repaint> repaints =
          chain.passes().stream().map(pass -> ((NoiseMatchedSide) pass).repaint()).toList();
      check(chain, repaints, NOISE_TOLERANCE);
    }

    void checkFill() {
      MaskedContent content = CONTENTS.get(params.get("fill").getAsInt());
      OutpaintMode mode = OutpaintMode.fill(params.get("mask_blur").getAsInt(), content);
      OutpaintChain chain = OutpaintChain.of(request(mode), space());
      FilledTilesPass pass = (FilledTilesPass) chain.passes().get(0);
      int[] canvas = ImageCases.ints(outputs.getAsJsonArray("canvas"));
      assertThat(pass.tiles().picture()).isEqualTo(new ImageSize(canvas[0], canvas[1]));
      check(chain, List.copyOf(pass.repaints().values()), 0);
    }

    private Outpaint request(OutpaintMode mode) {
      int pixels = params.get("pixels").getAsInt();
      List<String> directions =
          params.getAsJsonArray("directions").asList().stream()
              .map(JsonElement::getAsString)
              .toList();
      int[] size = ImageCases.ints(params.getAsJsonArray("processing"));
      return Outpaint.builder(ImageCases.image(inputs.get("image")), "")
          .left(directions.contains("left") ? pixels : 0)
          .right(directions.contains("right") ? pixels : 0)
          .up(directions.contains("up") ? pixels : 0)
          .down(directions.contains("down") ? pixels : 0)
          .mode(mode)
          .size(size[0], size[1])
          .build();
    }

    /** The reference cuts nothing to a latent grid; with cells of one pixel, ours does not. */
    private static LatentSpace space() {
      return new LatentSpace(4, 1, 4, 512);
    }

    private void check(OutpaintChain chain, List<Repaint> repaints, int tolerance) {
      List<JsonObject> calls =
          outputs.getAsJsonArray("generator_calls").asList().stream()
              .map(JsonElement::getAsJsonObject)
              .toList();
      assertThat(repaints).hasSameSizeAs(calls);
      assertThat(chain.links()).isEqualTo(calls.size());
      long seed = calls.get(0).get("seed").getAsLong();
      InvertingLink link = new InvertingLink();
      Pixels made = unfinished(chain, Seeds.of(seed), link);
      assertThat(link.requests).hasSameSizeAs(calls);
      for (int i = 0; i < calls.size(); i++) {
        checkRepaint(repaints.get(i), calls.get(i));
        checkRequest(link.requests.get(i), repaints.get(i), calls.get(i), tolerance);
      }
      Pixels expected = result(made.size());
      ImageCases.assertLevels("result", made.samples(), expected.samples(), tolerance);
      checkFinished(chain, Seeds.of(seed), expected, tolerance);
    }

    /** The reference keeps rows and columns by which an axis was rounded up that does not grow. */
    private Pixels result(ImageSize size) {
      Pixels expected = Pixels.of(ImageCases.image(outputs.get("result"))).rgb();
      return expected.crop(new Rectangle(size.width(), size.height()));
    }

    private static Pixels unfinished(OutpaintChain chain, Seeds seeds, PictureChain.Link link) {
      Pixels picture = chain.extended().flat();
      for (OutpaintPass pass : chain.passes()) {
        picture = pass.apply(picture, seeds, link);
      }
      return picture;
    }

    private static void checkRepaint(Repaint repaint, JsonObject call) {
      assertThat(repaint.mask()).as("mask").isEqualTo(mask(call.get("image_mask")));
      assertThat(repaint.latentMask()).as("latent mask").isEqualTo(mask(call.get("latent_mask")));
      assertThat(repaint.content()).isEqualTo(CONTENTS.get(call.get("inpainting_fill").getAsInt()));
      JsonElement both = call.get("mask_blur");
      assertThat(repaint.blurX())
          .isEqualTo((both.isJsonNull() ? call.get("mask_blur_x") : both).getAsDouble());
      assertThat(repaint.blurY())
          .isEqualTo((both.isJsonNull() ? call.get("mask_blur_y") : both).getAsDouble());
      if (call.has("width")) {
        assertThat(repaint.size())
            .isEqualTo(new ImageSize(call.get("width").getAsInt(), call.get("height").getAsInt()));
      }
    }

    private static void checkRequest(
        Inpaint request, Repaint repaint, JsonObject call, int tolerance) {
      assertThat(request.sampling().seed()).isEqualTo(call.get("seed").getAsLong());
      assertThat(request.blurredMask()).isEqualTo(repaint.blurred());
      assertThat(request.latentMask()).contains(repaint.latentMask());
      assertThat(request.maskedContent()).isEqualTo(repaint.content());
      Pixels actual = Pixels.of(request.image());
      Pixels expected = Pixels.of(ImageCases.image(call.get("init_image")));
      ImageCases.assertLevels("init", actual.samples(), expected.samples(), tolerance);
      Pixels kept = repaint.mask().invert().pixels();
      ImageCases.assertLevels(
          "init where nothing is filled", covered(actual, kept), covered(expected, kept), 0);
    }

    /** Whatever the model does, ours gives the original back where nothing was to be repainted. */
    private void checkFinished(OutpaintChain chain, Seeds seeds, Pixels expected, int tolerance) {
      Pixels finished = Pixels.of(chain.make(seeds, new InvertingLink()));
      Pixels kept = chain.repainted().threshold(1).invert().pixels();
      Rectangle place = chain.extended().place();
      Pixels original = chain.extended().flat().onCanvas(expected.size(), place.x, place.y);
      assertThat(covered(finished, kept)).isEqualTo(covered(original, kept));
      Pixels changed = chain.repainted().threshold(1).pixels();
      ImageCases.assertLevels(
          "finished", covered(finished, changed), covered(expected, changed), tolerance);
    }

    private static byte[] covered(Pixels rgb, Pixels mask) {
      byte[] samples = rgb.samples().clone();
      IntStream.range(0, samples.length)
          .filter(i -> mask.samples()[i / 3] == 0)
          .forEach(i -> samples[i] = 0);
      return samples;
    }

    private static Mask mask(JsonElement entry) {
      return Mask.fromLuminance(ImageCases.image(entry));
    }
  }

  /** Records requests, and makes the inverse of the picture that each starts from. */
  private static final class InvertingLink implements PictureChain.Link {
    private final List<Inpaint> requests = new ArrayList<>();

    @Override
    public BufferedImage make(LatentRequest request) {
      Inpaint inpaint = (Inpaint) request;
      requests.add(inpaint);
      Pixels image = Pixels.of(inpaint.image());
      byte[] samples = Arrays.copyOf(image.samples(), image.samples().length);
      for (int i = 0; i < samples.length; i++) {
        samples[i] = (byte) ~samples[i];
      }
      return Pixels.wrap(image.width(), image.height(), image.channels(), samples).toImage();
    }
  }
}
