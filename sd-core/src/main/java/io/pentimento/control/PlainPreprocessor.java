package io.pentimento.control;

import io.pentimento.image.Pixels;
import java.util.Locale;

/** The preprocessors without settings. */
enum PlainPreprocessor implements Preprocessor {
  NONE {
    @Override
    public Pixels apply(Pixels picture) {
      return picture;
    }
  },
  INVERT {
    @Override
    public Pixels apply(Pixels picture) {
      byte[] samples = picture.samples().clone();
      for (int i = 0; i < samples.length; i++) {
        samples[i] = (byte) ~samples[i];
      }
      return Pixels.wrap(picture.width(), picture.height(), picture.channels(), samples);
    }
  },
  SCRIBBLE {
    @Override
    public Pixels apply(Pixels picture) {
      return BlackAndWhite.of(picture, darkest -> darkest < SKETCH_THRESHOLD);
    }
  },
  INPAINT {
    @Override
    public Pixels apply(Pixels picture) {
      return picture;
    }

    @Override
    public boolean hidesMasked() {
      return true;
    }

    @Override
    public String module() {
      return "inpaint_only";
    }
  };

  private static final int SKETCH_THRESHOLD = 127;

  @Override
  public String module() {
    return name().toLowerCase(Locale.ROOT);
  }
}
