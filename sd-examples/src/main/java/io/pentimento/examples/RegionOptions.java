package io.pentimento.examples;

import io.pentimento.image.ImageSize;
import io.pentimento.inpaint.Inpaint;
import io.pentimento.inpaint.InpaintRegion;
import io.pentimento.inpaint.InpaintRegions;
import io.pentimento.inpaint.Mask;
import io.pentimento.inpaint.Neighbours;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Several masks in one request, repainted one after the other. */
final class RegionOptions {
  @Option(
      names = "--each-part",
      description =
          "Repaint each connected part of the mask by itself, the largest first, with seeds"
              + " counting up; with --only-masked, each enlarged.")
  private boolean eachPart;

  @Option(
      names = "--region",
      paramLabel = "FILE[=PROMPT]",
      converter = PromptedMask.Converter.class,
      description =
          "In place of a mask: one of several, and what it should show if that is not PROMPT."
              + " Repeat it for each; they are repainted in this order.")
  private List<PromptedMask> regions = List.of();

  /** Tells whether masks are given here, in place of one. */
  boolean isNamed() {
    return !regions.isEmpty();
  }

  /** Tells whether more than one mask is repainted. */
  boolean isAsked() {
    return eachPart || isNamed();
  }

  /**
   * Reads the masks that are given here.
   *
   * @param options what is done with each
   */
  List<InpaintRegion> named(MaskOptions options) throws IOException {
    if (eachPart) {
      throw new IllegalArgumentException("--each-part goes with one mask. Leave out --region.");
    }
    List<InpaintRegion> read = new ArrayList<>();
    for (PromptedMask region : regions) {
      Mask mask = Mask.fromImage(PictureFile.read("--region", region.file()));
      read.add(region.region(options.shape(mask)));
    }
    return read;
  }

  /** Returns the parts of the mask of a request. */
  List<InpaintRegion> parts(Inpaint request) {
    Mask fitting = request.mask().resize(ImageSize.of(request.image()));
    Mask mask = request.invert() ? fitting.invert() : fitting;
    return InpaintRegion.ofEach(mask.components(Neighbours.EIGHT));
  }

  /** Starts a request that repaints regions with the settings of a request for one. */
  InpaintRegions.Builder builder(Inpaint one, List<InpaintRegion> several) {
    if (one.resizeMode().isPresent()) {
      throw new IllegalArgumentException(
          "--resize-mode goes with one mask. Leave out --region and --each-part.");
    }
    if (isNamed() && one.invert()) {
      throw new IllegalArgumentException("--invert goes with one mask. Leave out --region.");
    }
    InpaintRegions.Builder builder =
        InpaintRegions.builder(one.image(), one.prompt())
            .regions(several)
            .denoisingStrength(one.denoisingStrength())
            .area(one.area())
            .maskedContent(one.maskedContent())
            .maskBlur(one.maskBlur().x(), one.maskBlur().y())
            .background(one.background())
            .colourCorrection(one.colourCorrection())
            .compose(one.compose());
    one.softInpainting().ifPresent(builder::softInpainting);
    one.size().ifPresent(size -> builder.size(size.width(), size.height()));
    return builder;
  }
}
