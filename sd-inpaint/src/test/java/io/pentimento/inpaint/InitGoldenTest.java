package io.pentimento.inpaint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.pentimento.ImageToImage;
import io.pentimento.image.Compositing;
import io.pentimento.image.ImageSize;
import io.pentimento.image.Pixels;
import io.pentimento.image.ResizeMode;
import io.pentimento.sampling.LatentPlan;
import io.pentimento.sampling.LatentSpace;
import io.pentimento.sampling.PlannedLatent;
import io.pentimento.testing.GoldenTensor;
import io.pentimento.testing.ImageCases;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The whole way from pictures to latents and back against the reference: group {@code init}. */
class InitGoldenTest {
  private static final List<MaskedContent> CONTENTS =
      List.of(
          MaskedContent.FILL,
          MaskedContent.ORIGINAL,
          MaskedContent.LATENT_NOISE,
          MaskedContent.LATENT_NOTHING);
  private static final List<ResizeMode> RESIZE_MODES =
      List.of(ResizeMode.JUST_RESIZE, ResizeMode.CROP_AND_RESIZE, ResizeMode.RESIZE_AND_FILL);

  @TestFactory
  Stream<DynamicTest> init() {
    return ImageCases.group(
        "init", InitGoldenTest::isOfThisLibrary, golden -> new InitCase(golden).check());
  }

  /**
   * Leaves out latent upscaling, soft inpainting's unrounded latent masks and outpainting's own
   * latent masks.
   */
  private static boolean isOfThisLibrary(JsonObject golden) {
    JsonObject params = golden.getAsJsonObject("params");
    boolean rescalesLatent =
        params.has("resize_mode") && params.get("resize_mode").getAsInt() >= RESIZE_MODES.size();
    boolean soft = params.has("mask_round") && !params.get("mask_round").getAsBoolean();
    return !rescalesLatent && !soft && !golden.getAsJsonObject("inputs").has("latent_mask");
  }

  /**
   * One case: its inputs and parameters, with the defaults that the reference's programming
   * interface has.
   */
  private record InitCase(JsonObject inputs, JsonObject params, JsonObject outputs, boolean quirk) {
    InitCase(JsonObject golden) {
      this(
          golden.getAsJsonObject("inputs"),
          golden.getAsJsonObject("params"),
          golden.getAsJsonObject("outputs"),
          golden.has("notes") && golden.get("notes").getAsString().startsWith("QUIRK"));
    }

    void check() {
      if (!inputs.has("mask")) {
        checkImageToImage();
      } else if (Mask.fromImage(image("mask")).isEmpty()) {
        checkEmptyMask();
      } else if (quirk) {
        checkMaskOfOtherSize();
      } else {
        checkInpaint(inpaint());
      }
    }

    /**
     * The reference falls back to image-to-image with a warning; ours refuses, and image-to-image
     * is asked for by name.
     */
    private void checkEmptyMask() {
      assertThatThrownBy(this::inpaint)
          .hasMessageContaining("The mask must mark something to repaint");
      checkImageToImage();
    }

    /**
     * The reference takes the crop from mask coordinates; ours resizes the mask to the picture
     * first.
     */
    private void checkMaskOfOtherSize() {
      Inpaint asked = inpaint();
      Mask fitting = asked.mask().resize(ImageSize.of(asked.image()));
      InpaintPlan plan = InpaintPlan.of(asked, space());
      InpaintPlan expected = InpaintPlan.of(asked.toBuilder().mask(fitting).build(), space());
      assertThat(plan.working()).isEqualTo(expected.working());
      Rectangle crop = plan.working().overlay().crop().orElseThrow();
      assertThat(crop.contains(fitting.feather(asked.maskBlur()).boundingBox().orElseThrow()))
          .isTrue();
    }

    private void checkImageToImage() {
      // Image-to-image only stretches; the other modes are applied to the picture beforehand.
      Pixels flat = Compositing.flatten(Pixels.of(image("image")), 0xffffff);
      int mode = param("resize_mode", 0);
      BufferedImage picture =
          mode == 0
              ? image("image")
              : RESIZE_MODES.get(mode).resize(flat, width(), height()).toImage();
      checkLatents(ImageToImage.builder(picture, "").size(width(), height()).build().plan(space()));
    }

    private Inpaint inpaint() {
      boolean onlyMasked = param("inpaint_full_res", true);
      Inpaint.Builder builder =
          Inpaint.builder(image("image"), Mask.fromImage(image("mask")), "")
              .maskedContent(CONTENTS.get(param("inpainting_fill", 0)))
              .maskBlur(param("mask_blur", 4))
              .invert(param("inpainting_mask_invert", 0) != 0)
              .conditioningMaskStrength(conditioningMaskStrength())
              .size(width(), height());
      return onlyMasked
          ? builder.area(InpaintArea.onlyMasked(param("inpaint_full_res_padding", 0))).build()
          : builder.resizeMode(RESIZE_MODES.get(param("resize_mode", 0))).build();
    }

    private double conditioningMaskStrength() {
      JsonObject options =
          params.has("options") ? params.getAsJsonObject("options") : new JsonObject();
      return options.has("inpainting_mask_weight")
          ? options.get("inpainting_mask_weight").getAsDouble()
          : 1;
    }

    private void checkInpaint(Inpaint request) {
      InpaintPlan plan = InpaintPlan.of(request, space());
      checkPicture("pixels_to_vae", plan.picture());
      checkPicture("mask_for_overlay", plan.working().overlay().mask().pixels());
      checkPicture("image_mask_at_processing_size", plan.working().mask().pixels());
      GoldenTensor repaint = ImageCases.tensor(outputs.get("nmask_latent_channel0"));
      repaint.assertClose(
          "the latent mask",
          repaint.shape(),
          LatentMask.forBlending(plan.working().mask(), space().factor()),
          0);
      Optional<Rectangle> crop =
          outputs.get("paste_to").isJsonNull()
              ? Optional.empty()
              : Optional.of(box(outputs.get("paste_to")));
      assertThat(plan.working().overlay().crop()).isEqualTo(crop);
      checkLatents(plan);
      checkPicture("final", Pixels.of(plan.finish(ImageCases.image(outputs.get("generated")))));
    }

    private void checkLatents(LatentPlan plan) {
      GoldenTensor expected = ImageCases.tensor(outputs.get("init_latent"));
      float[][] matrix =
          PoolingContext.matrix(
              ImageCases.meta().getAsJsonObject("fake_vae").getAsJsonArray("matrix"));
      try (NDManager manager = NDManager.newBaseManager()) {
        PlannedLatent opened =
            plan.open(
                new PoolingContext(manager, space(), matrix, param("seed", 1), expected.shape()));
        checkTensor("init_latent", opened.source());
        checkTensor("image_conditioning", opened.extraChannels());
      }
    }

    private void checkTensor(String name, Optional<NDArray> actual) {
      assertThat(actual.isPresent()).as(name).isEqualTo(outputs.has(name));
      actual.ifPresent(
          array ->
              ImageCases.tensor(outputs.get(name))
                  .assertClose(name, array.getShape().getShape(), array.toFloatArray(), 1e-5));
    }

    private void checkPicture(String name, Pixels actual) {
      Pixels expected = Pixels.of(ImageCases.image(outputs.get(name)));
      Pixels comparable = expected.channels() == 3 ? actual.rgb() : actual;
      assertThat(comparable.channels()).as("channels of " + name).isEqualTo(expected.channels());
      ImageCases.assertLevels(name, comparable.samples(), expected.samples(), 0);
    }

    private LatentSpace space() {
      long[] shape = ImageCases.tensor(outputs.get("init_latent")).shape();
      int channels = Math.toIntExact(shape[1]);
      int inputChannels = params.has("model_key") ? 2 * channels + 1 : channels;
      return new LatentSpace(channels, Math.toIntExact(width() / shape[3]), inputChannels, width());
    }

    private int width() {
      return params.get("width").getAsInt();
    }

    private int height() {
      return params.get("height").getAsInt();
    }

    private int param(String name, int otherwise) {
      return params.has(name) ? params.get(name).getAsInt() : otherwise;
    }

    private boolean param(String name, boolean otherwise) {
      JsonElement value = params.has(name) ? params.get(name) : new JsonPrimitive(otherwise);
      return value.getAsBoolean();
    }

    private BufferedImage image(String name) {
      return ImageCases.image(inputs.get(name));
    }

    private static Rectangle box(JsonElement element) {
      int[] box = ImageCases.ints(element.getAsJsonArray());
      return new Rectangle(box[0], box[1], box[2], box[3]);
    }
  }
}
