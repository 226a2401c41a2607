package io.pentimento.examples;

import io.pentimento.inpaint.RegionDetector;
import io.pentimento.vision.Detection;
import io.pentimento.vision.YoloModel;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** A detector that is read from its file for each search, and not kept. */
record DetectorFile(Path file) implements RegionDetector {
  @Override
  public List<Detection> detect(BufferedImage picture, double confidence) {
    try (YoloModel model = YoloModel.load(file)) {
      return model.detect(picture, confidence);
    } catch (IOException e) {
      throw new UncheckedIOException(FailureReport.explain(e), e);
    }
  }

  @Override
  public String name() {
    return String.valueOf(file.getFileName());
  }
}
