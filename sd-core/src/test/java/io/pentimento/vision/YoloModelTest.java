package io.pentimento.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pentimento.ComputeDevice;
import io.pentimento.GenerationFailedException;
import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.checkpoint.SafetensorsWriter;
import io.pentimento.checkpoint.TensorInfo;
import io.pentimento.checkpoint.TensorType;
import io.pentimento.checkpoint.TensorValues;
import io.pentimento.testing.Goldens;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files are detectors, what is said of others, and what a detector gives. */
class YoloModelTest {
  private static final String DETECTS = "vision/yolov8-tiny/";
  private static final String SEGMENTS = "vision/yolov8-seg-tiny/";
  private static final DetectionSettings SMALL = DetectionSettings.DEFAULTS.withSide(128);

  @TempDir Path folder;

  private static YoloModel load(Path file) throws IOException {
    return YoloModel.load(file, ComputeDevice.CPU);
  }

  private static BufferedImage picture(String set) throws IOException {
    return ImageIO.read(Goldens.path(set + "image.png").toFile());
  }

  @Test
  void detections_areInsideThePictureAndTheSurestFirst() throws IOException {
    try (YoloModel model = load(Goldens.path(DETECTS + "model.pt"))) {
      BufferedImage picture = picture(DETECTS);
      List<Detection> found = model.detect(picture, SMALL);

      assertThat(found).isNotEmpty();
      assertThat(found)
          .isSortedAccordingTo((a, b) -> Double.compare(b.confidence(), a.confidence()));
      assertThat(found)
          .allSatisfy(
              one -> {
                assertThat(one.confidence()).isGreaterThan(0.3);
                assertThat(model.classNames()).contains(one.className());
                assertThat(one.mask()).isEmpty();
                assertThat(one.box().left()).isBetween(0.0, (double) picture.getWidth());
                assertThat(one.box().bottom()).isBetween(0.0, (double) picture.getHeight());
              });
      double floor = found.get(0).confidence();
      assertThat(model.detect(picture, SMALL.withConfidence(floor))).isEmpty();
      assertThat(model.detect(picture, SMALL.withMost(2))).isEqualTo(found.subList(0, 2));
      assertThat(model.name()).isEqualTo("model.pt");
      assertThat(model.segments()).isFalse();
    }
  }

  @Test
  void masks_areAsLargeAsThePictureAndInsideTheBoxes() throws IOException {
    try (YoloModel model = load(Goldens.path(SEGMENTS + "model.pt"))) {
      BufferedImage picture = picture(SEGMENTS);
      List<Detection> found = model.detect(picture, SMALL);

      assertThat(model.segments()).isTrue();
      assertThat(found).isNotEmpty();
      for (Detection one : found) {
        BufferedImage mask = one.mask().orElseThrow();
        assertThat(mask.getWidth()).isEqualTo(picture.getWidth());
        assertThat(mask.getHeight()).isEqualTo(picture.getHeight());
        for (int x = 0; x < mask.getWidth(); x++) {
          if (x < one.box().left() - 4 || x > one.box().right() + 4) {
            int column = x;
            assertThat(IntStream.range(0, mask.getHeight()))
                .allMatch(y -> mask.getRaster().getSample(column, y, 0) == 0);
          }
        }
      }
    }
  }

  @Test
  void stateDicts_giveWhatTheObjectGives() throws IOException {
    Path named = copy(DETECTS, name -> true, "{0: 'face', 1: 'hand'}");
    try (YoloModel object = load(Goldens.path(DETECTS + "model.pt"));
        YoloModel dict = load(Goldens.path(DETECTS + "state_dict.safetensors"));
        YoloModel told = load(named)) {
      List<Detection> found = object.detect(picture(DETECTS), SMALL);

      assertThat(dict.detect(picture(DETECTS), SMALL))
          .extracting(Detection::box)
          .isEqualTo(found.stream().map(Detection::box).toList());
      assertThat(dict.classNames())
          .isEqualTo(
              IntStream.range(0, object.classNames().size()).mapToObj(Integer::toString).toList());
      assertThat(told.classNames().get(0)).isEqualTo("face");
    }
  }

  @Test
  void foldedNorms_giveTheSame() throws IOException {
    try (YoloModel plain = load(Goldens.path(DETECTS + "state_dict.safetensors"));
        YoloModel folded = load(folded())) {
      List<Detection> expected = plain.detect(picture(DETECTS), SMALL);
      List<Detection> found = folded.detect(picture(DETECTS), SMALL);

      assertThat(found).hasSameSizeAs(expected);
      for (int i = 0; i < found.size(); i++) {
        assertThat(found.get(i).box().overlap(expected.get(i).box())).isGreaterThan(0.999);
      }
    }
  }

  /** Writes the golden file as it is after ultralytics' fuse(). */
  private Path folded() throws IOException {
    SafetensorsWriter writer = new SafetensorsWriter();
    try (Checkpoint golden = Checkpoint.open(Goldens.path(DETECTS + "state_dict.safetensors"))) {
      for (String name : golden.names()) {
        String block = name.replaceAll("\\.conv\\.weight$", "");
        if (golden.names().contains(block + ".bn.weight")) {
          float[] weight = floats(golden, name);
          float[] bias = floats(golden, block + ".bn.bias");
          fold(golden, block, weight, bias);
          writer.add(new TensorInfo(name, TensorType.F32, golden.info(name).shape()), weight);
          writer.add(
              new TensorInfo(block + ".conv.bias", TensorType.F32, List.of((long) bias.length)),
              bias);
        } else if (!name.contains(".bn.")) {
          writer.add(golden.info(name), golden.bytes(name));
        }
      }
      Path path = folder.resolve("folded.safetensors");
      writer.write(path);
      return path;
    }
  }

  private static void fold(Checkpoint golden, String block, float[] weight, float[] bias)
      throws IOException {
    float[] gamma = floats(golden, block + ".bn.weight");
    float[] mean = floats(golden, block + ".bn.running_mean");
    float[] variance = floats(golden, block + ".bn.running_var");
    int row = weight.length / bias.length;
    for (int i = 0; i < weight.length; i++) {
      weight[i] *= (float) (gamma[i / row] / Math.sqrt(variance[i / row] + 1e-3));
    }
    for (int i = 0; i < bias.length; i++) {
      bias[i] -= (float) (mean[i] * gamma[i] / Math.sqrt(variance[i] + 1e-3));
    }
  }

  private static float[] floats(Checkpoint checkpoint, String name) throws IOException {
    TensorInfo info = checkpoint.info(name);
    FloatBuffer values = FloatBuffer.allocate((int) info.elements());
    TensorValues.widen(checkpoint.bytes(name), info.type(), values);
    return values.array();
  }

  @Test
  void otherSavedNetworks_areRefusedByName() throws IOException {
    assertRefused(
        pickle -> pickle.replace("tasks\nDetectionModel", "tasks\nWorldModel"),
        "holds a YOLO-World, which needs a text encoder (ultralytics.nn.tasks.WorldModel)");
    assertRefused(
        pickle -> pickle.replace("tasks\nDetectionModel", "tasks\nPoseModel"),
        "holds a network for poses");
    assertRefused(
        pickle -> pickle.replace("ultralytics.nn.tasks\nDet", "models.yolo\nDet"),
        "holds a YOLOv5 (models.yolo.DetectionModel)");
    assertRefused(
        pickle -> pickle.replace("modules.block\nC2f\n", "modules.block\nC3k2\n"),
        "holds a YOLO11");
    assertRefused(
        pickle -> pickle.replace("modules.block\nSPPF\n", "modules.block\nNew\n"),
        "holds another network of 23 layers");
  }

  @Test
  void objectsThatWouldActWhenPythonReadThem_areInert() throws IOException {
    Path file = rewritten(pickle -> pickle.replace("__builtin__\nset\n", "os\nsystem\n"));
    try (YoloModel model = load(file)) {
      assertThat(model.detect(picture(DETECTS), SMALL)).isNotEmpty();
    }
    assertThatThrownBy(() -> Checkpoint.open(file).close())
        .isInstanceOf(ModelFormatException.class);
  }

  private void assertRefused(Function<String, String> change, String reason) throws IOException {
    Path file = rewritten(change);
    assertThatThrownBy(() -> load(file))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining(reason)
        .hasMessageContaining("but a YOLOv8 that detects or segments is needed");
  }

  /** Changes the pickle of the golden file, where text ends with a line. */
  private Path rewritten(Function<String, String> change) throws IOException {
    Path path = folder.resolve("changed.pt");
    try (ZipFile in = new ZipFile(Goldens.path(DETECTS + "model.pt").toFile());
        ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(path))) {
      for (ZipEntry entry : Collections.list(in.entries())) {
        byte[] bytes = in.getInputStream(entry).readAllBytes();
        if (entry.getName().endsWith("/data.pkl")) {
          String changed = change.apply(new String(bytes, StandardCharsets.ISO_8859_1));
          bytes = changed.getBytes(StandardCharsets.ISO_8859_1);
        }
        store(out, entry.getName(), bytes);
      }
    }
    return path;
  }

  private static void store(ZipOutputStream out, String name, byte[] bytes) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    CRC32 crc = new CRC32();
    crc.update(bytes);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(bytes.length);
    entry.setCrc(crc.getValue());
    out.putNextEntry(entry);
    out.write(bytes);
    out.closeEntry();
  }

  @Test
  void otherFiles_areRefusedByTheirTensors() throws IOException {
    Path poses = copy(SEGMENTS, name -> !name.startsWith("model.22.proto."), "[]");
    assertThatThrownBy(() -> load(poses))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("holds a network for poses or turned boxes");
    Path none = copy(DETECTS, name -> !name.contains("dfl"), "[]");
    assertThatThrownBy(() -> load(none))
        .hasMessageContaining("holds no tensor model.22.dfl.conv.weight");
    Path damaged = copy(DETECTS, name -> !name.equals("model.4.cv1.bn.bias"), "[]");
    assertThatThrownBy(() -> load(damaged))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("model.4.cv1.bn.bias");
  }

  private Path copy(String set, Predicate<String> kept, String names) throws IOException {
    SafetensorsWriter writer = new SafetensorsWriter();
    writer.metadata("names", names);
    Path path = folder.resolve("copy.safetensors");
    try (Checkpoint golden = Checkpoint.open(Goldens.path(set + "state_dict.safetensors"))) {
      for (String name : golden.names()) {
        if (kept.test(name)) {
          writer.add(golden.info(name), golden.bytes(name));
        }
      }
      writer.write(path);
    }
    return path;
  }

  @Test
  void threads_getWhatOneGetsAlone() throws IOException {
    try (YoloModel model = load(Goldens.path(DETECTS + "model.pt"))) {
      BufferedImage picture = picture(DETECTS);
      List<Detection> alone = model.detect(picture, SMALL);

      assertThat(IntStream.range(0, 8).parallel().mapToObj(i -> model.detect(picture, SMALL)))
          .allMatch(alone::equals);
    }
  }

  @Test
  void searches_leaveNoMemoryBehind() throws IOException {
    try (YoloModel model = load(Goldens.path(SEGMENTS + "model.pt"))) {
      long weights = model.bytes();
      model.detect(picture(SEGMENTS), SMALL);
      model.detect(picture(SEGMENTS), SMALL.withSide(64));

      assertThat(model.bytes()).isEqualTo(weights);
    }
  }

  @Test
  void damagedPrototypes_areRefusedByName() throws IOException {
    Path damaged =
        DamagedCopy.write(
            Goldens.path(SEGMENTS + "state_dict.safetensors"),
            "model.22.proto.upsample.bias",
            folder.resolve("damaged.safetensors"));
    try (YoloModel model = load(damaged)) {
      BufferedImage picture = picture(SEGMENTS);
      assertThatThrownBy(() -> model.detect(picture, SMALL))
          .isInstanceOf(GenerationFailedException.class)
          .hasMessageStartingWith("The detector damaged.safetensors made NaN or infinite values.");
    }
  }

  @Test
  void closedDetector_saysSo() throws IOException {
    YoloModel model = load(Goldens.path(DETECTS + "model.pt"));
    model.close();
    model.close();
    BufferedImage picture = picture(DETECTS);

    assertThatThrownBy(() -> model.detect(picture))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("The detector model.pt is closed. Load it again to search pictures.");
  }

  @Test
  void badSettings_areRefused() {
    assertThatThrownBy(() -> SMALL.withSide(100))
        .hasMessage("side must be a multiple of 32 in [32, 4096], but got: 100.");
    assertThatThrownBy(() -> SMALL.withConfidence(30))
        .hasMessage("confidence must be in [0, 1], but got: 30.0.");
    assertThatThrownBy(() -> SMALL.withMost(0)).hasMessage("most must be at least 1, but got: 0.");
  }
}
