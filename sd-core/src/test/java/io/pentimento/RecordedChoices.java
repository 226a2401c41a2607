package io.pentimento;

import io.pentimento.image.ImageSize;
import io.pentimento.prompt.Emphasis;
import io.pentimento.prompt.PromptManner;
import io.pentimento.prompt.PromptReading;
import io.pentimento.prompt.SizeConditioning;
import io.pentimento.prompt.TokenPadding;
import io.pentimento.sampling.Churn;
import io.pentimento.sampling.Guidance;
import io.pentimento.sampling.NoiseSource;
import io.pentimento.sampling.Sampler;
import io.pentimento.sampling.SamplerChoice;
import io.pentimento.sampling.Seeds;
import io.pentimento.sampling.SigmaSchedule;
import io.pentimento.sampling.SourceNoise;
import io.pentimento.sampling.UniPc;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Settings of all kinds that the text of a picture tells. */
final class RecordedChoices {
  private RecordedChoices() {}

  static Arbitrary<Guidance> guidance() {
    Arbitrary<Double> shares = Arbitraries.doubles().between(0, 1).ofScale(9);
    return Combinators.combine(
            Arbitraries.doubles().between(0, 100).ofScale(9),
            shares,
            shares,
            Arbitraries.doubles().greaterOrEqual(0),
            Arbitraries.of(false, true),
            Arbitraries.doubles().between(0, 100).ofScale(9))
        .as(Guidance::new);
  }

  static Arbitrary<Seeds> seeds() {
    Arbitrary<Long> seeds = Arbitraries.longs().greaterOrEqual(0);
    Arbitrary<Seeds.Variation> variations =
        Combinators.combine(seeds, Arbitraries.doubles().between(0, 1).ofScale(9))
            .as(Seeds.Variation::new)
            .filter(variation -> variation.strength() > 0);
    return Combinators.combine(
            seeds,
            variations.optional(),
            sizes().optional(),
            Arbitraries.longs(),
            Arbitraries.of(NoiseSource.torchCpu(), NoiseSource.nvidia()))
        .as(
            (first, variation, from, delta, source) ->
                new Seeds(first, List.of(), variation, from, delta, source));
  }

  static Arbitrary<ImageSize> sizes() {
    Arbitrary<Integer> sides = Arbitraries.integers().between(1, 8192);
    return Combinators.combine(sides, sides).as(ImageSize::new);
  }

  static Arbitrary<PromptReading> readings() {
    return Combinators.combine(
            Arbitraries.integers().between(1, 12),
            Arbitraries.of(Emphasis.class),
            Arbitraries.of(TokenPadding.class),
            Arbitraries.of(false, true))
        .as(
            (clipSkip, emphasis, padding, old) ->
                new PromptReading(
                    clipSkip,
                    emphasis,
                    padding,
                    PromptManner.WEBUI,
                    old,
                    SizeConditioning.defaults()));
  }

  /** How many steps run is in the number of steps. */
  static Arbitrary<SourceNoise> sourceNoise() {
    Arbitrary<Double> amounts = Arbitraries.doubles().between(0, 10).ofScale(9);
    return Combinators.combine(amounts, amounts, Arbitraries.of(false, true))
        .as((multiplier, extra, full) -> new SourceNoise(multiplier, extra, false, full));
  }

  /** Samplers on schedules. A schedule that is a sampler's own is read as the automatic one. */
  static Arbitrary<SamplerChoice> samplers() {
    return Combinators.combine(samplersAlone(), schedulesAlone(), ranges(), rhos(), flags())
        .as(
            (sampler, named, range, rho, discards) -> {
              boolean own = named.name().equals(sampler.ownSchedule().name());
              boolean plain = named.equals(SigmaSchedule.uniform());
              SigmaSchedule schedule = own && !plain ? SigmaSchedule.automatic() : named;
              SigmaSchedule shaped = range.apply(rho.apply(schedule));
              return new SamplerChoice(sampler, discards ? shaped.discardingPenultimate() : shaped);
            });
  }

  private static Arbitrary<Boolean> flags() {
    return Arbitraries.of(false, true);
  }

  private static Arbitrary<Sampler> samplersAlone() {
    Arbitrary<Double> etas = Arbitraries.doubles().between(0, 10).ofScale(12);
    return Arbitraries.oneOf(
        Arbitraries.of(
            Sampler.dpmpp2m(), Sampler.lms(), Sampler.plms(), Sampler.lcm(), Sampler.restart()),
        etas.map(Sampler::eulerAncestral),
        etas.map(Sampler::dpmAdaptive),
        etas.map(Sampler::ddim),
        etas.map(Sampler::ddimCfgpp),
        noisy(eta -> scale -> Sampler.dpm2Ancestral(eta, scale)),
        noisy(eta -> scale -> Sampler.dpmpp2sAncestral(eta, scale)),
        noisy(eta -> scale -> Sampler.dpmppSde(eta, scale)),
        noisy(eta -> scale -> Sampler.dpmpp2mSde(eta, scale)),
        noisy(eta -> scale -> Sampler.dpmpp2mSdeHeun(eta, scale)),
        noisy(eta -> scale -> Sampler.dpmpp3mSde(eta, scale)),
        noisy(eta -> scale -> Sampler.dpmFast(eta, scale)),
        churns().map(Sampler::euler),
        churns().map(Sampler::heun),
        churns().map(Sampler::dpm2),
        unipc());
  }

  private static Arbitrary<Sampler> noisy(DoubleFunction<DoubleFunction<Sampler>> make) {
    Arbitrary<Double> amounts = Arbitraries.doubles().between(0, 10).ofScale(12);
    return Combinators.combine(amounts, amounts).as((eta, scale) -> make.apply(eta).apply(scale));
  }

  private static Arbitrary<Churn> churns() {
    Arbitrary<Double> levels = Arbitraries.doubles().between(0, 100).ofScale(9);
    return Combinators.combine(
            Arbitraries.doubles().greaterOrEqual(0), levels, levels.optional(), levels)
        .as(
            (amount, min, above, scale) ->
                new Churn(
                    amount,
                    min,
                    // A largest level of 0 is told as none.
                    above.map(more -> min + 1 + more).orElse(Double.POSITIVE_INFINITY),
                    scale));
  }

  private static Arbitrary<Sampler> unipc() {
    return Combinators.combine(
            Arbitraries.of(UniPc.Variant.class),
            Arbitraries.of(UniPc.Spacing.class),
            Arbitraries.integers().between(1, 3),
            flags())
        .as(UniPc::new)
        .map(Sampler::unipc);
  }

  private static Arbitrary<SigmaSchedule> schedulesAlone() {
    Arbitrary<Double> shapes = Arbitraries.doubles().between(0.01, 100).ofScale(4);
    return Arbitraries.oneOf(
        Arbitraries.of(
            SigmaSchedule.automatic(),
            SigmaSchedule.uniform(),
            SigmaSchedule.karras(),
            SigmaSchedule.exponential(),
            SigmaSchedule.polyexponential(),
            SigmaSchedule.sgmUniform(),
            SigmaSchedule.klOptimal(),
            SigmaSchedule.alignYourSteps(),
            SigmaSchedule.simple(),
            SigmaSchedule.normal(),
            SigmaSchedule.ddim()),
        Combinators.combine(shapes, shapes).as(SigmaSchedule::beta));
  }

  private static Arbitrary<Function<SigmaSchedule, SigmaSchedule>> ranges() {
    Arbitrary<Optional<Double>> levels =
        Arbitraries.doubles().between(0.001, 100).ofScale(9).optional();
    return Combinators.combine(levels, levels)
        .as(
            (min, above) -> {
              double smallest = min.orElse(0.0);
              double largest = above.map(more -> smallest + more).orElse(0.0);
              return schedule -> schedule.withRange(smallest, largest);
            });
  }

  private static Arbitrary<Function<SigmaSchedule, SigmaSchedule>> rhos() {
    return Arbitraries.doubles()
        .between(0.001, 1000)
        .ofScale(6)
        .optional()
        .map(rho -> schedule -> rho.isPresent() ? schedule.withRho(rho.get()) : schedule);
  }
}
