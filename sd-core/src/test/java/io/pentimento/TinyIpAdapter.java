package io.pentimento;

import io.pentimento.checkpoint.SafetensorsWriter;
import io.pentimento.checkpoint.TensorInfo;
import io.pentimento.checkpoint.TensorType;
import io.pentimento.model.UNetConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** IP-Adapters with made-up weights, and a picture encoder of the same kind, as files. */
public final class TinyIpAdapter {
  private static final int WIDTH = 8;
  private static final int PROJECTED = 12;
  private static final int SIZE = 16;
  private static final int PATCH = 8;
  private static final int INNER = 64;
  private static final int TOKENS = 3;

  /** The kinds of adapters. */
  public enum Kind {
    /** Tokens of the embedded picture. */
    PLAIN,
    /** Learned tokens that look at the picture. */
    PLUS,
    /** A token for each of the encoder's. */
    FULL_FACE
  }

  private TinyIpAdapter() {}

  /** Opens a plain adapter that suits {@link TinyModel}. */
  public static IpAdapter open(String name) {
    return open(name, Kind.PLAIN, TinyModel.unet(4), Precision.FLOAT32);
  }

  static IpAdapter open(String name, Kind kind, UNetConfig unet, Precision precision) {
    try {
      Path folder = Files.createTempDirectory("tiny-ip-adapter");
      Path file = write(folder.resolve(name + ".safetensors"), tensors(kind, unet));
      Path encoder = encoder(folder);
      try {
        return IpAdapter.load(file, encoder, precision, ComputeDevice.CPU);
      } finally {
        for (Path one :
            List.of(
                file,
                encoder.resolve("config.json"),
                encoder.resolve("model.safetensors"),
                encoder,
                folder)) {
          Files.delete(one);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes the folder of the picture encoder. */
  static Path encoder(Path parent) throws IOException {
    Path folder = Files.createDirectories(parent.resolve("image_encoder"));
    Files.writeString(
        folder.resolve("config.json"),
        """
        {"hidden_size": %d, "intermediate_size": 16, "num_hidden_layers": 2,
         "num_attention_heads": 2, "image_size": %d, "patch_size": %d, "hidden_act": "gelu",
         "projection_dim": %d}
        """
            .formatted(WIDTH, SIZE, PATCH, PROJECTED));
    Map<String, List<Long>> shapes = new LinkedHashMap<>();
    String model = "vision_model.";
    put(shapes, model + "embeddings.class_embedding", WIDTH);
    put(shapes, model + "embeddings.patch_embedding.weight", WIDTH, 3, PATCH, PATCH);
    long side = SIZE / PATCH;
    put(shapes, model + "embeddings.position_embedding.weight", side * side + 1, WIDTH);
    norm(shapes, model + "pre_layrnorm", WIDTH);
    for (int i = 0; i < 2; i++) {
      String layer = model + "encoder.layers." + i + ".";
      norm(shapes, layer + "layer_norm1", WIDTH);
      norm(shapes, layer + "layer_norm2", WIDTH);
      for (String projection : List.of("q_proj", "k_proj", "v_proj", "out_proj")) {
        linear(shapes, layer + "self_attn." + projection, WIDTH, WIDTH);
      }
      linear(shapes, layer + "mlp.fc1", WIDTH, 16);
      linear(shapes, layer + "mlp.fc2", 16, WIDTH);
    }
    norm(shapes, model + "post_layernorm", WIDTH);
    put(shapes, "visual_projection.weight", PROJECTED, WIDTH);
    write(folder.resolve("model.safetensors"), shapes);
    return folder;
  }

  /** Returns names and shapes of an adapter's tensors. */
  static Map<String, List<Long>> tensors(Kind kind, UNetConfig unet) {
    Map<String, List<Long>> shapes = new LinkedHashMap<>();
    long context = unet.crossAttentionDim();
    switch (kind) {
      case PLAIN -> {
        linear(shapes, "image_proj.proj", PROJECTED, TOKENS * context);
        norm(shapes, "image_proj.norm", context);
      }
      case FULL_FACE -> {
        linear(shapes, "image_proj.proj.0", WIDTH, WIDTH);
        linear(shapes, "image_proj.proj.2", WIDTH, context);
        norm(shapes, "image_proj.proj.3", context);
      }
      case PLUS -> resampler(shapes, context);
    }
    List<Integer> widths = attentions(unet);
    for (int i = 0; i < widths.size(); i++) {
      String layer = "ip_adapter." + (2 * i + 1) + ".";
      put(shapes, layer + "to_k_ip.weight", widths.get(i), context);
      put(shapes, layer + "to_v_ip.weight", widths.get(i), context);
    }
    return shapes;
  }

  private static void resampler(Map<String, List<Long>> shapes, long context) {
    put(shapes, "image_proj.latents", 1, TOKENS, WIDTH);
    linear(shapes, "image_proj.proj_in", WIDTH, WIDTH);
    linear(shapes, "image_proj.proj_out", WIDTH, context);
    norm(shapes, "image_proj.norm_out", context);
    String layer = "image_proj.layers.0.";
    norm(shapes, layer + "0.norm1", WIDTH);
    norm(shapes, layer + "0.norm2", WIDTH);
    put(shapes, layer + "0.to_q.weight", INNER, WIDTH);
    put(shapes, layer + "0.to_kv.weight", 2 * INNER, WIDTH);
    put(shapes, layer + "0.to_out.weight", WIDTH, INNER);
    norm(shapes, layer + "1.0", WIDTH);
    put(shapes, layer + "1.1.weight", 16, WIDTH);
    put(shapes, layer + "1.3.weight", WIDTH, 16);
  }

  /** Returns the widths of all cross-attentions: way down, way up, middle. */
  private static List<Integer> attentions(UNetConfig unet) {
    List<Integer> widths = new ArrayList<>();
    for (UNetConfig.Level level : unet.levels()) {
      if (level.attentionDown()) {
        widths.addAll(Collections.nCopies(unet.layersPerBlock() * level.depth(), level.channels()));
      }
    }
    List<UNetConfig.Level> upward = new ArrayList<>(unet.levels());
    Collections.reverse(upward);
    for (UNetConfig.Level level : upward) {
      if (level.attentionUp()) {
        widths.addAll(
            Collections.nCopies((unet.layersPerBlock() + 1) * level.depth(), level.channels()));
      }
    }
    widths.addAll(Collections.nCopies(unet.midDepth(), upward.get(0).channels()));
    return widths;
  }

  private static void linear(Map<String, List<Long>> shapes, String name, long in, long out) {
    put(shapes, name + ".weight", out, in);
    put(shapes, name + ".bias", out);
  }

  private static void norm(Map<String, List<Long>> shapes, String name, long width) {
    put(shapes, name + ".weight", width);
    put(shapes, name + ".bias", width);
  }

  private static void put(Map<String, List<Long>> shapes, String name, long... shape) {
    shapes.put(name, Arrays.stream(shape).boxed().toList());
  }

  /** Writes tensors of made-up values. */
  static Path write(Path file, Map<String, List<Long>> shapes) throws IOException {
    SplittableRandom random = new SplittableRandom(9);
    SafetensorsWriter writer = new SafetensorsWriter();
    for (Map.Entry<String, List<Long>> entry : shapes.entrySet()) {
      TensorInfo info = new TensorInfo(entry.getKey(), TensorType.F32, entry.getValue());
      float[] values = new float[(int) info.elements()];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (random.nextDouble() * 2 - 1);
      }
      writer.add(info, values);
    }
    writer.write(file);
    return file;
  }
}
