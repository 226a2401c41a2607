package io.pentimento.examples;

import io.pentimento.sampling.Sampler;
import java.util.List;
import java.util.function.Supplier;

/** The samplers by the words of the command line. */
enum SamplerName implements NamedOption<Sampler> {
  /** Euler's method. */
  EULER("euler", "Euler", Sampler::euler),
  /** Euler's method with new noise after each step. */
  EULER_A("euler-a", "Euler a", Sampler::eulerAncestral),
  /** DDIM. */
  DDIM("ddim", "DDIM", Sampler::ddim),
  /** DPM-Solver++(2M). */
  DPMPP_2M("dpmpp-2m", "DPM++ 2M", Sampler::dpmpp2m);

  private final String word;
  private final String title;
  private final Supplier<Sampler> sampler;

  SamplerName(String word, String title, Supplier<Sampler> sampler) {
    this.word = word;
    this.title = title;
    this.sampler = sampler;
  }

  @Override
  public String word() {
    return word;
  }

  @Override
  public String title() {
    return title;
  }

  @Override
  public Sampler value() {
    return sampler.get();
  }

  /** Reads the option and offers its words. */
  static final class Converter extends NamedOption.Converter<SamplerName> {
    Converter() {
      super(List.of(values()));
    }
  }
}
