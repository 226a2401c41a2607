package io.pentimento.inpaint;

import io.pentimento.ChainedRequest;
import io.pentimento.PictureChain;
import io.pentimento.image.ImageSize;
import io.pentimento.sampling.LatentPlan;
import io.pentimento.sampling.LatentSpace;
import io.pentimento.sampling.Sampling;
import io.pentimento.sampling.Seeds;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Searches the picture when the run begins, and repaints what was found, one thing after the other.
 * Used by one thread.
 */
final class DetailChain implements PictureChain {
  private final Detail asked;
  private final ImageSize size;
  private @Nullable Detail searched;
  private List<DetectedRegion> regions = List.of();

  private DetailChain(Detail asked, ImageSize size) {
    this.asked = asked;
    this.size = size;
  }

  /** Plans for a region that covers the picture, which shows what does not suit the model. */
  static DetailChain of(Detail asked, LatentSpace space) {
    Mask all = Mask.all(ImageSize.of(asked.image()));
    LatentPlan plan = asked.inpaint(asked.image(), all, asked.prompt(), "").build().plan(space);
    return new DetailChain(asked, new ImageSize(plan.width(), plan.height()));
  }

  @Override
  public int links() {
    search();
    return (int)
        IntStream.range(0, regions.size()).filter(i -> prompts().of(i).isPresent()).count();
  }

  private Detail search() {
    Detail found = searched;
    if (found == null) {
      found = asked.searched();
      searched = found;
      Sampling sampling = found.sampling();
      regions =
          DetectedRegion.of(found.chosen(), found.masks(), ImageSize.of(found.image())).stream()
              .filter(one -> !asked.maskBlur().of(one.mask(), sampling.conventions()).isEmpty())
              .toList();
    }
    return found;
  }

  private RegionPrompts prompts() {
    return RegionPrompts.of(asked.regionPrompt(), asked.prompt());
  }

  @Override
  public Optional<ChainedRequest> carriedOut() {
    return Optional.ofNullable(searched);
  }

  @Override
  public ImageSize size() {
    return size;
  }

  @Override
  public BufferedImage make(Seeds seeds, Link link) {
    Detail request = search();
    RegionPrompts prompts = prompts();
    RegionPrompts negatives =
        RegionPrompts.of(asked.regionNegativePrompt(), asked.negativePrompt());
    BufferedImage picture = request.image();
    for (int i = 0; i < regions.size(); i++) {
      Optional<String> prompt = prompts.of(i);
      if (prompt.isPresent()) {
        picture = link.make(inpaint(picture, i, prompt.get(), negatives.text(i), seeds));
      }
    }
    return picture;
  }

  private Inpaint inpaint(
      BufferedImage picture, int index, String prompt, String negative, Seeds seeds) {
    DetectedRegion region = regions.get(index);
    Seeds own = asked.sameSeed() ? seeds : seeds.withFirst(seeds.first() + index);
    ImageSize working = asked.sizeMatching().of(size, region.box());
    return asked
        .inpaint(picture, region.mask(), prompt, negative)
        .size(working.width(), working.height())
        .denoisingStrength(
            DetectedRegion.strength(
                asked.denoisingStrength(),
                asked.strengthPower(),
                region.box(),
                ImageSize.of(picture)))
        .sampling(asked.sampling().withSeeds(own).withBatch(1))
        .build();
  }
}
