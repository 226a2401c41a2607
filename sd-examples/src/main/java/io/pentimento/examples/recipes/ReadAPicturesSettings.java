package io.pentimento.examples.recipes;

import io.pentimento.Generation;
import io.pentimento.Pipeline;
import io.pentimento.ReadParameters;
import io.pentimento.examples.DemoModel;
import io.pentimento.infotext.PictureFile;
import java.io.IOException;
import java.nio.file.Path;

/** Makes a picture again from the settings in its file, which may be the WebUI's as well. */
public final class ReadAPicturesSettings {
  private ReadAPicturesSettings() {}

  /** Reads {@code picture.png}, which {@link GenerateAPicture} wrote, and writes a twin as JPEG. */
  public static void main(String[] arguments) throws IOException {
    try (Pipeline pipeline = Pipeline.load(DemoModel.portraits())) {
      generate(pipeline, Path.of("picture.png")).write(Path.of("again.jpg"));
    }
  }

  static Generation generate(Pipeline pipeline, Path picture) throws IOException {
    String parameters =
        PictureFile.readParameters(picture)
            .orElseThrow(() -> new IOException(picture + " does not tell how it was made."));
    ReadParameters read = ReadParameters.of(parameters);
    System.out.println("Without a setting here: " + read.notUsed());
    return pipeline.generate(read.request());
  }
}
