package io.pentimento.inpaint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.pentimento.ImageToImage;
import io.pentimento.image.ImageSize;
import io.pentimento.image.Pixels;
import io.pentimento.image.ResizeMode;
import io.pentimento.sampling.LatentPlan;
import io.pentimento.sampling.LatentSpace;
import io.pentimento.sampling.PlannedLatent;
import io.pentimento.testing.GoldenTensor;
import io.pentimento.testing.ImageCases;
import java.awt.Color;
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
    return ImageCases.group("init", golden -> new InitCase(golden).check());
  }

  /**
   * One case: its inputs and parameters, with the defaults that the reference's programming
   * interface has.
   */
  private record InitCase(JsonObject inputs, JsonObject params, JsonObject outputs) {
    InitCase(JsonObject golden) {
      this(
          golden.getAsJsonObject("inputs"),
          golden.getAsJsonObject("params"),
          golden.getAsJsonObject("outputs"));
    }

    void check() {
      if (!inputs.has("mask")) {
        checkImageToImage();
      } else if (askedMask().isEmpty()) {
        checkEmptyMask();
      } else if (!Mask.fromImage(image("mask")).size().equals(ImageSize.of(image("image")))) {
        checkMaskOfOtherSize();
      } else if (stretchesLatent() && !onlyMasked() && changesSize()) {
        checkLatentUpscaleUnderMask();
      } else {
        checkInpaint(inpaint());
        checkFractionOfBlur();
      }
    }

    /**
     * The reference's programming interface takes whole numbers alone for both directions at once,
     * and leaves its default for a fraction; ours takes the fraction.
     */
    private void checkFractionOfBlur() {
      if (!params.has("mask_blur") || blursAsAsked()) {
        return;
      }
      double asked = params.get("mask_blur").getAsDouble();
      Inpaint request = inpaint().toBuilder().maskBlur(asked).build();
      Mask mask = inverts() ? request.mask().invert() : request.mask();
      assertThat(request.blurredMask()).isEqualTo(mask.feather(asked)).isNotEqualTo(askedMask());
    }

    private Mask askedMask() {
      Mask mask = mask("mask");
      return (inverts() ? mask.invert() : mask).feather(blur().x(), blur().y());
    }

    /** Soft inpainting keeps an alpha channel's levels. */
    private Mask mask(String name) {
      BufferedImage image = image(name);
      return isSoft() && Pixels.of(image).hasTransparency()
          ? Mask.fromAlpha(image)
          : Mask.fromImage(image);
    }

    private MaskBlur blur() {
      double both = params.has("mask_blur") && blursAsAsked() ? number("mask_blur", 4) : 4;
      return new MaskBlur(number("mask_blur_x", both), number("mask_blur_y", both));
    }

    private boolean blursAsAsked() {
      return number("mask_blur", 4) % 1 == 0;
    }

    private boolean isSoft() {
      return !param("mask_round", true);
    }

    private boolean stretchesLatent() {
      return param("resize_mode", 0) == RESIZE_MODES.size();
    }

    private boolean changesSize() {
      return !ImageSize.of(image("image")).equals(new ImageSize(width(), height()));
    }

    /**
     * The reference fails, as the mask has another size than the picture that it lies over; ours
     * lays the stretched picture over the result.
     */
    private void checkLatentUpscaleUnderMask() {
      InpaintPlan plan = InpaintPlan.of(inpaint(), space());
      Pixels source = Pixels.of(image("image")).rgb();
      Overlay overlay = plan.working().overlay();
      assertThat(overlay.original().rgb())
          .isEqualTo(ResizeMode.JUST_RESIZE.resize(source, width(), height()));
      assertThat(plan.working().mask()).isEqualTo(askedMask().resize(plan.size()));
      if (plan.request().maskedContent() == MaskedContent.ORIGINAL) {
        checkLatents(plan);
      }
    }

    /**
     * Where only what is masked was to be worked on, the reference falls back to image-to-image
     * with a warning; ours refuses, and image-to-image is asked for by name.
     */
    private void checkEmptyMask() {
      assertThatThrownBy(() -> InpaintPlan.of(inpaint(), space()))
          .hasMessageContaining("The mask must mark something to repaint");
      if (onlyMasked()) {
        checkImageToImage();
      }
    }

    /**
     * The reference takes the crop from mask coordinates, a recorded defect; ours resizes the mask
     * to the picture first.
     */
    private void checkMaskOfOtherSize() {
      Inpaint asked = inpaint();
      Mask fitting = asked.mask().resize(ImageSize.of(asked.image()));
      InpaintPlan plan = InpaintPlan.of(asked, space());
      InpaintPlan expected = InpaintPlan.of(asked.toBuilder().mask(fitting).build(), space());
      assertThat(plan.working()).isEqualTo(expected.working());
      Mask blurred = (inverts() ? fitting.invert() : fitting).feather(blur().x(), blur().y());
      Rectangle repainted = blurred.boundingBox().orElseThrow();
      assertThat(plan.working().overlay().crop().map(crop -> crop.contains(repainted)))
          .isEqualTo(onlyMasked() ? Optional.of(true) : Optional.empty());
    }

    private void checkImageToImage() {
      int mode = param("resize_mode", 0);
      ImageToImage request =
          ImageToImage.builder(image("image"), "")
              .size(width(), height())
              .background(background())
              .latentUpscale(mode == RESIZE_MODES.size())
              .resizeMode(RESIZE_MODES.get(mode % RESIZE_MODES.size()))
              .build();
      checkLatents(request.plan(space()));
    }

    private Inpaint inpaint() {
      Inpaint.Builder builder =
          Inpaint.builder(image("image"), mask("mask"), "")
              .maskedContent(CONTENTS.get(param("inpainting_fill", 0)))
              .maskBlur(blur().x(), blur().y())
              .invert(inverts())
              .conditioningMaskStrength(conditioningMaskStrength())
              .background(background())
              .colourCorrection(correctsColours())
              .size(width(), height());
      if (isSoft()) {
        builder.softInpainting(SoftInpainting.defaults());
      }
      if (inputs.has("latent_mask")) {
        builder.latentMask(mask("latent_mask"));
      }
      return onlyMasked()
          ? builder.area(InpaintArea.onlyMasked(param("inpaint_full_res_padding", 0))).build()
          : builder
              .latentUpscale(stretchesLatent())
              .resizeMode(RESIZE_MODES.get(param("resize_mode", 0) % RESIZE_MODES.size()))
              .build();
    }

    private boolean onlyMasked() {
      return param("inpaint_full_res", true);
    }

    private boolean inverts() {
      return param("inpainting_mask_invert", 0) != 0;
    }

    private double conditioningMaskStrength() {
      JsonElement weight = options().get("inpainting_mask_weight");
      return weight == null ? 1 : weight.getAsDouble();
    }

    private Color background() {
      JsonElement colour = options().get("img2img_background_color");
      return colour == null ? Color.WHITE : Color.decode(colour.getAsString());
    }

    private boolean correctsColours() {
      JsonElement asked = options().get("img2img_color_correction");
      return asked != null && asked.getAsBoolean();
    }

    private JsonObject options() {
      return params.has("options") ? params.getAsJsonObject("options") : new JsonObject();
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
          new LatentMask(isSoft())
              .forBlending(
                  plan.working().latentMask(),
                  new ImageSize(width() / space().factor(), height() / space().factor())),
          isSoft() ? 1e-6 : 0);
      Optional<Rectangle> crop =
          outputs.get("paste_to").isJsonNull()
              ? Optional.empty()
              : Optional.of(box(outputs.get("paste_to")));
      assertThat(plan.working().overlay().crop()).isEqualTo(crop);
      checkLatents(plan);
      checkFinal(plan);
    }

    /**
     * The reference loses transparency; ours keeps it, and all of the picture where the mask is 0.
     */
    private void checkFinal(InpaintPlan plan) {
      Pixels actual =
          Pixels.of(plan.pictures().apply(ImageCases.image(outputs.get("generated")), 0));
      if (actual.channels() == 3) {
        checkPicture("final", actual);
        return;
      }
      Overlay overlay = plan.working().overlay();
      byte[] original = overlay.original().samples();
      byte[] mask = overlay.mask().pixels().samples();
      byte[] expected = Pixels.of(ImageCases.image(outputs.get("final"))).rgba().samples();
      for (int i = 0; i < mask.length; i++) {
        int kept = mask[i] == 0 ? 0 : 3;
        System.arraycopy(original, 4 * i + kept, expected, 4 * i + kept, 4 - kept);
      }
      ImageCases.assertLevels("final", actual.samples(), expected, 0);
    }

    private void checkLatents(LatentPlan plan) {
      GoldenTensor expected = ImageCases.tensor(outputs.get("init_latent"));
      float[][] matrix =
          PoolingContext.matrix(
              ImageCases.meta().getAsJsonObject("fake_vae").getAsJsonArray("matrix"));
      try (NDManager manager = NDManager.newBaseManager()) {
        PlannedLatent opened =
            plan.open(new PoolingContext(manager, space(), matrix, seed(), expected.shape()));
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

    private long seed() {
      return params.has("seed") ? params.get("seed").getAsLong() : 1;
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

    private double number(String name, double otherwise) {
      return params.has(name) ? params.get(name).getAsDouble() : otherwise;
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
