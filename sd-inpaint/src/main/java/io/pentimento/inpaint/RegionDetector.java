package io.pentimento.inpaint;

import io.pentimento.vision.Detection;
import io.pentimento.vision.YoloModel;
import java.awt.image.BufferedImage;
import java.util.List;

/** Finds the things in a picture that {@link Detail} repaints. Called by the threads of runs. */
@FunctionalInterface
public interface RegionDetector {
  /**
   * Searches a picture.
   *
   * @param picture of any size and type; must not be changed
   * @param confidence only what is surer than this need be told, in [0, 1]
   * @return what was found; may be empty. Masks are as large as the picture.
   */
  List<Detection> detect(BufferedImage picture, double confidence);

  /** Returns the name that pictures record. */
  default String name() {
    return "custom";
  }

  /** Searches with a loaded network, which must stay open while requests with it are run. */
  static RegionDetector of(YoloModel model) {
    return new RegionDetector() {
      @Override
      public List<Detection> detect(BufferedImage picture, double confidence) {
        return model.detect(picture, confidence);
      }

      @Override
      public String name() {
        return model.name();
      }
    };
  }
}
