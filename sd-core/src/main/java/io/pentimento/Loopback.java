package io.pentimento;

import io.pentimento.image.ColourCorrection;
import io.pentimento.image.ImageSize;
import io.pentimento.sampling.LatentPlan;
import io.pentimento.sampling.LatentSpace;
import io.pentimento.sampling.Sampling;
import io.pentimento.sampling.Seeds;
import java.awt.image.BufferedImage;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Runs a request again and again, each time from the picture it made before: the WebUI's script
 * "Loopback". Each loop has the next seed, and its own denoising strength, on a curve from the
 * request's to a last one. From the second loop on a mask covers the picture as it is. Where
 * colours are corrected, those of the first picture are kept to all along.
 *
 * <p>A listener hears of each loop's picture by {@link PictureMade}. Each picture of a batch begins
 * with the request's picture again, and with the seed after the last of the one before.
 *
 * @param request what the first loop does
 * @param loops how many loops, 1 to 32
 * @param finalDenoisingStrength the last loop's denoising strength, in [0, 1], if there is more
 *     than one
 * @param curve how the strength gets there
 */
public record Loopback(ImageRequest request, int loops, double finalDenoisingStrength, Curve curve)
    implements ChainedRequest {
  private static final int MOST_LOOPS = 32;

  /** How the denoising strength changes from loop to loop. */
  public enum Curve {
    /** Most of the change comes in the first loops: sin(πx / 2). */
    AGGRESSIVE("Aggressive") {
      @Override
      double at(double x) {
        return Math.sin(x * Math.PI / 2);
      }
    },
    /** The same change from each loop to the next. */
    LINEAR("Linear") {
      @Override
      double at(double x) {
        return x;
      }
    },
    /** Most of the change comes in the last loops: 1 - cos(πx / 2). */
    LAZY("Lazy") {
      @Override
      double at(double x) {
        return 1 - Math.cos(x * Math.PI / 2);
      }
    };

    private final String label;

    Curve(String label) {
      this.label = label;
    }

    /** Returns the name under which pictures record it. */
    public String label() {
      return label;
    }

    /** Returns the share of the change, 0 to 1, after a share of the loops. */
    abstract double at(double x);
  }

  /** Checks every setting. */
  public Loopback {
    Objects.requireNonNull(request, "request");
    Objects.requireNonNull(curve, "curve");
    if (loops < 1 || loops > MOST_LOOPS) {
      throw new IllegalArgumentException(
          "loops must be in [1, %d], but got: %d.".formatted(MOST_LOOPS, loops));
    }
    RequestBuilder.requireFraction("finalDenoisingStrength", finalDenoisingStrength);
  }

  /** Loops a request as the WebUI does unless told otherwise: 4 times, linearly to 0.5. */
  public static Loopback of(ImageRequest request) {
    return new Loopback(request, 4, 0.5, Curve.LINEAR);
  }

  /** Returns this request with another number of loops, 1 to 32. */
  public Loopback withLoops(int loops) {
    return new Loopback(request, loops, finalDenoisingStrength, curve);
  }

  /** Returns this request with another strength of the last loop, in [0, 1]. */
  public Loopback withFinalDenoisingStrength(double finalDenoisingStrength) {
    return new Loopback(request, loops, finalDenoisingStrength, curve);
  }

  /** Returns this request with another curve. */
  public Loopback withCurve(Curve curve) {
    return new Loopback(request, loops, finalDenoisingStrength, curve);
  }

  /**
   * Returns the denoising strength of a loop, in [0, 1].
   *
   * @param loop the loop's index, from 0
   */
  public double denoisingStrength(int loop) {
    Objects.checkIndex(loop, loops);
    double first = request.denoisingStrength();
    if (loop == 0) {
      return first;
    }
    double share = curve.at(loop / (double) (loops - 1));
    return Math.max(0, Math.min(1, first + (finalDenoisingStrength - first) * share));
  }

  @Override
  public String prompt() {
    return request.prompt();
  }

  @Override
  public String negativePrompt() {
    return request.negativePrompt();
  }

  @Override
  public Sampling sampling() {
    return request.sampling();
  }

  /** Returns those of the first loop, and what tells of the others. */
  @Override
  public Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>(request.settings());
    settings.put("Final denoising strength", Double.toString(finalDenoisingStrength));
    settings.put("Denoising curve", curve.label());
    settings.put("Loops", Integer.toString(loops));
    return Collections.unmodifiableMap(settings);
  }

  @Override
  public PictureChain chain(LatentSpace space) {
    LatentPlan first = request.plan(space);
    return new Chain(this, space, new ImageSize(first.width(), first.height()));
  }

  private record Chain(Loopback loopback, LatentSpace space, ImageSize size)
      implements PictureChain {
    @Override
    public int links() {
      return loopback.loops;
    }

    @Override
    public int seedStride() {
      return loopback.loops;
    }

    @Override
    public BufferedImage make(Seeds seeds, Link link) {
      ImageRequest first = loopback.request.withSampling(sampling(seeds, 0));
      Optional<ColourCorrection> colours =
          loopback.loops > 1 ? first.colours(space) : Optional.empty();
      BufferedImage picture = link.make(first);
      for (int loop = 1; loop < loopback.loops; loop++) {
        LatentRequest next =
            first.goingOn(picture, loopback.denoisingStrength(loop), sampling(seeds, loop));
        picture =
            link.make(colours.isPresent() ? new RecolouredRequest(next, colours.get()) : next);
      }
      return picture;
    }

    private Sampling sampling(Seeds seeds, int loop) {
      return loopback
          .request
          .sampling()
          .withSeeds(seeds.withFirst(seeds.first() + loop))
          .withBatch(1);
    }
  }
}
