package io.pentimento.benchmarks;

import io.pentimento.ComputeDevice;
import io.pentimento.vision.Detection;
import io.pentimento.vision.DetectionSettings;
import io.pentimento.vision.YoloModel;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A search of a picture by a YOLOv8 with made-up weights, from the picture to the boxes.
 *
 * <pre>
 * java -cp "benchmarks/target/classes:$(cat benchmarks/target/classpath)" org.openjdk.jmh.Main Yolo
 * </pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3)
@Measurement(iterations = 10)
@Fork(1)
public class YoloBenchmark {
  /** The channels of the first layer: 16 for the size "n", 32 for "s". */
  @Param({"16", "32"})
  int width;

  /** The longer side of what the network sees. */
  @Param("640")
  int side;

  private Path file;
  private YoloModel model;
  private BufferedImage picture;
  private DetectionSettings settings;

  /** Makes the network and a picture. */
  @Setup
  public void makeNetwork() throws IOException {
    file = Files.createTempFile("yolo", ".safetensors");
    MadeUpDetector.write(file, width);
    model = YoloModel.load(file, ComputeDevice.CPU);
    settings = DetectionSettings.DEFAULTS.withSide(side);
    picture = new BufferedImage(768, 768, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = picture.createGraphics();
    for (int i = 0; i < 64; i++) {
      pen.setColor(new Color(Color.HSBtoRGB(i / 64f, 0.5f, 0.9f)));
      pen.fillOval(i * 11, i * 7, 96, 128);
    }
    pen.dispose();
  }

  /** Searches the picture. */
  @Benchmark
  public List<Detection> detect() {
    return model.detect(picture, settings);
  }

  /** Frees the network. */
  @TearDown
  public void close() throws IOException {
    model.close();
    Files.delete(file);
  }
}
