package io.pentimento.examples;

import io.pentimento.inpaint.MaskedContent;
import java.util.List;

/** What a masked part starts from, by the words of the command line. */
enum FillName implements NamedOption<MaskedContent> {
  /** The picture as it is. */
  ORIGINAL("original", "Original", MaskedContent.ORIGINAL),
  /** The colours around, blurred inwards. */
  FILL("fill", "Fill", MaskedContent.FILL),
  /** Noise. */
  LATENT_NOISE("latent-noise", "Latent noise", MaskedContent.LATENT_NOISE),
  /** Nothing. */
  LATENT_NOTHING("latent-nothing", "Latent nothing", MaskedContent.LATENT_NOTHING);

  private final String word;
  private final String title;
  private final MaskedContent content;

  FillName(String word, String title, MaskedContent content) {
    this.word = word;
    this.title = title;
    this.content = content;
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
  public MaskedContent value() {
    return content;
  }

  /** Reads the option and offers its words. */
  static final class Converter extends NamedOption.Converter<FillName> {
    Converter() {
      super(List.of(values()));
    }
  }
}
