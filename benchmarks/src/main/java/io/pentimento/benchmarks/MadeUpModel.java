package io.pentimento.benchmarks;

import io.pentimento.checkpoint.SafetensorsWriter;
import io.pentimento.checkpoint.TensorInfo;
import io.pentimento.checkpoint.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Writes a model of full size with random float16 weights in one file of the original layout, with
 * the names and shapes of Stable Diffusion 1.5 or XL, so that loading can be measured without a
 * checkpoint.
 *
 * <pre>
 * java -cp "benchmarks/target/classes:$(cat benchmarks/target/classpath)" \
 *     io.pentimento.benchmarks.MadeUpModel sd15 FILE.safetensors
 * </pre>
 */
public final class MadeUpModel {
  private static final long VOCABULARY = 49408;
  private static final long POSITIONS = 77;
  private static final long RESIDUALS = 2;

  /** In so many places a tensor's numbers may begin. */
  private static final int STARTS = 1 << 20;

  /** The size of biases and of positions' vectors. */
  private static final double SMALL = 0.02;

  /** 1 in half precision. */
  private static final short ONE = 0x3C00;

  private static final int HALF_BIAS = 15;
  private static final int HALF_FRACTION = 10;
  private static final int FRACTION = (1 << HALF_FRACTION) - 1;

  /** So many halvings below the largest number is small enough. */
  private static final int LEAST = 5;

  private static final String UNET = "model.diffusion_model.";
  private static final String VAE = "first_stage_model.";

  private final Map<String, List<Long>> tensors = new LinkedHashMap<>();

  /**
   * A U-Net.
   *
   * @param channels the width of each level
   * @param depths how many transformer layers follow each residual block of a level
   * @param context the width of the prompt's vectors
   * @param linear whether transformers are entered by a linear layer
   * @param added the width of the vector beside the prompt, or 0
   */
  private record UNet(
      List<Long> channels, List<Integer> depths, long context, boolean linear, long added) {}

  private MadeUpModel() {}

  /** Writes a file: {@code sd15} or {@code sdxl}, and its path. */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 2) {
      throw new IllegalArgumentException("There must be two arguments: sd15 or sdxl, and a file.");
    }
    MadeUpModel model = new MadeUpModel();
    switch (arguments[0]) {
      case "sd15" -> model.sd15();
      case "sdxl" -> model.sdxl();
      default ->
          throw new IllegalArgumentException(
              "The model must be sd15 or sdxl, but got: " + arguments[0] + ".");
    }
    model.write(Path.of(arguments[1]));
  }

  private void sd15() {
    clip("cond_stage_model.transformer.text_model.", 768, 12);
    unet(new UNet(List.of(320L, 640L, 1280L, 1280L), List.of(1, 1, 1, 0), 768, false, 0), 1);
    autoencoder();
  }

  private void sdxl() {
    clip("conditioner.embedders.0.transformer.text_model.", 768, 12);
    openClip("conditioner.embedders.1.model.", 1280, 32);
    unet(new UNet(List.of(320L, 640L, 1280L), List.of(0, 2, 10), 2048, true, 2816), 10);
    autoencoder();
  }

  private void add(String name, Long... shape) {
    tensors.put(name, List.of(shape));
  }

  private void norm(String name, long channels) {
    add(name + ".weight", channels);
    add(name + ".bias", channels);
  }

  private void linear(String name, long in, long out) {
    add(name + ".weight", out, in);
    add(name + ".bias", out);
  }

  private void conv(String name, long in, long out, long kernel) {
    add(name + ".weight", out, in, kernel, kernel);
    add(name + ".bias", out);
  }

  private void clip(String prefix, long width, int layers) {
    add(prefix + "embeddings.token_embedding.weight", VOCABULARY, width);
    add(prefix + "embeddings.position_embedding.weight", POSITIONS, width);
    for (int i = 0; i < layers; i++) {
      String layer = prefix + "encoder.layers." + i + ".";
      for (String projection : List.of("q_proj", "k_proj", "v_proj", "out_proj")) {
        linear(layer + "self_attn." + projection, width, width);
      }
      norm(layer + "layer_norm1", width);
      norm(layer + "layer_norm2", width);
      linear(layer + "mlp.fc1", width, 4 * width);
      linear(layer + "mlp.fc2", 4 * width, width);
    }
    norm(prefix + "final_layer_norm", width);
  }

  private void openClip(String prefix, long width, int layers) {
    add(prefix + "token_embedding.weight", VOCABULARY, width);
    add(prefix + "positional_embedding", POSITIONS, width);
    for (int i = 0; i < layers; i++) {
      String block = prefix + "transformer.resblocks." + i + ".";
      add(block + "attn.in_proj_weight", 3 * width, width);
      add(block + "attn.in_proj_bias", 3 * width);
      linear(block + "attn.out_proj", width, width);
      norm(block + "ln_1", width);
      norm(block + "ln_2", width);
      linear(block + "mlp.c_fc", width, 4 * width);
      linear(block + "mlp.c_proj", 4 * width, width);
    }
    norm(prefix + "ln_final", width);
    add(prefix + "text_projection", width, width);
  }

  private void unet(UNet unet, int middleDepth) {
    List<Long> channels = unet.channels;
    long first = channels.get(0);
    long time = 4 * first;
    linear(UNET + "time_embed.0", first, time);
    linear(UNET + "time_embed.2", time, time);
    if (unet.added > 0) {
      linear(UNET + "label_emb.0.0", unet.added, time);
      linear(UNET + "label_emb.0.2", time, time);
    }
    List<Long> skips = down(unet, time);
    long deepest = channels.get(channels.size() - 1);
    residual(UNET + "middle_block.0", deepest, deepest, time);
    transformer(UNET + "middle_block.1", deepest, middleDepth, unet);
    residual(UNET + "middle_block.2", deepest, deepest, time);
    up(unet, skips, time);
    norm(UNET + "out.0", first);
    conv(UNET + "out.2", first, 4, 3);
  }

  /** Returns what the way up joins, in order. */
  private List<Long> down(UNet unet, long time) {
    long width = unet.channels.get(0);
    conv(UNET + "input_blocks.0.0", 4, width, 3);
    List<Long> skips = new ArrayList<>(List.of(width));
    int block = 1;
    for (int level = 0; level < unet.channels.size(); level++) {
      for (int i = 0; i < RESIDUALS; i++, block++) {
        long out = unet.channels.get(level);
        residual(UNET + "input_blocks." + block + ".0", width, out, time);
        transformer(UNET + "input_blocks." + block + ".1", out, unet.depths.get(level), unet);
        width = out;
        skips.add(width);
      }
      if (level < unet.channels.size() - 1) {
        conv(UNET + "input_blocks." + block + ".0.op", width, width, 3);
        skips.add(width);
        block++;
      }
    }
    return skips;
  }

  private void up(UNet unet, List<Long> skips, long time) {
    long width = unet.channels.get(unet.channels.size() - 1);
    int block = 0;
    for (int level = unet.channels.size() - 1; level >= 0; level--) {
      long out = unet.channels.get(level);
      int depth = unet.depths.get(level);
      for (int i = 0; i <= RESIDUALS; i++, block++) {
        long skip = skips.remove(skips.size() - 1);
        residual(UNET + "output_blocks." + block + ".0", width + skip, out, time);
        transformer(UNET + "output_blocks." + block + ".1", out, depth, unet);
        width = out;
        if (i == RESIDUALS && level > 0) {
          String place = depth > 0 ? ".2.conv" : ".1.conv";
          conv(UNET + "output_blocks." + block + place, out, out, 3);
        }
      }
    }
  }

  private void residual(String name, long in, long out, long time) {
    norm(name + ".in_layers.0", in);
    conv(name + ".in_layers.2", in, out, 3);
    linear(name + ".emb_layers.1", time, out);
    norm(name + ".out_layers.0", out);
    conv(name + ".out_layers.3", out, out, 3);
    if (in != out) {
      conv(name + ".skip_connection", in, out, 1);
    }
  }

  private void transformer(String name, long width, int depth, UNet unet) {
    if (depth == 0) {
      return;
    }
    norm(name + ".norm", width);
    for (String projection : List.of(".proj_in", ".proj_out")) {
      if (unet.linear) {
        linear(name + projection, width, width);
      } else {
        conv(name + projection, width, width, 1);
      }
    }
    for (int i = 0; i < depth; i++) {
      String block = name + ".transformer_blocks." + i + ".";
      attention(block + "attn1.", width, width);
      attention(block + "attn2.", width, unet.context);
      linear(block + "ff.net.0.proj", width, 8 * width);
      linear(block + "ff.net.2", 4 * width, width);
      for (String norm : List.of("norm1", "norm2", "norm3")) {
        norm(block + norm, width);
      }
    }
  }

  private void attention(String name, long width, long context) {
    add(name + "to_q.weight", width, width);
    add(name + "to_k.weight", width, context);
    add(name + "to_v.weight", width, context);
    linear(name + "to_out.0", width, width);
  }

  private void autoencoder() {
    List<Long> channels = List.of(128L, 256L, 512L, 512L);
    conv(VAE + "quant_conv", 8, 8, 1);
    conv(VAE + "post_quant_conv", 4, 4, 1);
    half("encoder.", 3, 128, 512, 8);
    half("decoder.", 4, 512, 128, 3);
    long width = 128;
    for (int level = 0; level < channels.size(); level++) {
      width = blocks("encoder.down." + level, width, channels.get(level), RESIDUALS);
      if (level < channels.size() - 1) {
        conv(VAE + "encoder.down." + level + ".downsample.conv", width, width, 3);
      }
    }
    width = 512;
    for (int level = channels.size() - 1; level >= 0; level--) {
      width = blocks("decoder.up." + level, width, channels.get(level), RESIDUALS + 1);
      if (level > 0) {
        conv(VAE + "decoder.up." + level + ".upsample.conv", width, width, 3);
      }
    }
  }

  private void half(String name, long in, long first, long last, long out) {
    long deepest = 512;
    conv(VAE + name + "conv_in", in, first, 3);
    for (String block : List.of("mid.block_1", "mid.block_2")) {
      autoencoderBlock(VAE + name + block, deepest, deepest);
    }
    norm(VAE + name + "mid.attn_1.norm", deepest);
    for (String projection : List.of("q", "k", "v", "proj_out")) {
      conv(VAE + name + "mid.attn_1." + projection, deepest, deepest, 1);
    }
    norm(VAE + name + "norm_out", last);
    conv(VAE + name + "conv_out", last, out, 3);
  }

  private long blocks(String name, long in, long out, long count) {
    for (int i = 0; i < count; i++) {
      autoencoderBlock(VAE + name + ".block." + i, i == 0 ? in : out, out);
    }
    return out;
  }

  private void autoencoderBlock(String name, long in, long out) {
    norm(name + ".norm1", in);
    conv(name + ".conv1", in, out, 3);
    norm(name + ".norm2", out);
    conv(name + ".conv2", out, out, 3);
    if (in != out) {
      conv(name + ".nin_shortcut", in, out, 1);
    }
  }

  /**
   * Tensors of one spread share the same bytes, which the writer only reads, each from another
   * place on: a model whose queries and keys had the same weights would be like no other.
   */
  private void write(Path file) throws IOException {
    List<TensorInfo> infos =
        tensors.entrySet().stream()
            .map(entry -> new TensorInfo(entry.getKey(), TensorType.F16, entry.getValue()))
            .toList();
    long largest = infos.stream().mapToLong(TensorInfo::elements).max().orElseThrow();
    Map<Double, ByteBuffer> bySpread = new HashMap<>();
    SafetensorsWriter writer = new SafetensorsWriter();
    for (TensorInfo info : infos) {
      int bytes = Math.toIntExact(info.elements() * info.type().bytes());
      int start = Math.floorMod(info.name().hashCode(), STARTS) * info.type().bytes();
      if (isScaleOfNorm(info)) {
        ByteBuffer ones = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        while (ones.hasRemaining()) {
          ones.putShort(ONE);
        }
        writer.add(info, ones.flip());
      } else {
        ByteBuffer numbers =
            bySpread.computeIfAbsent(
                spread(info), spread -> numbers(Math.toIntExact(largest + STARTS), spread));
        writer.add(info, numbers.slice(start, bytes));
      }
    }
    writer.write(file);
  }

  private static boolean isScaleOfNorm(TensorInfo info) {
    return info.shape().size() == 1 && info.name().endsWith("weight");
  }

  /** Returns the largest number of a tensor, a power of 2 that keeps the size of what passes it. */
  private static double spread(TensorInfo info) {
    double inputs = (double) info.elements() / info.shape().get(0);
    double kept = info.shape().size() == 1 ? SMALL : Math.sqrt(3 / inputs);
    return Math.scalb(1.0, Math.getExponent(kept));
  }

  /** Evenly spread numbers. */
  private static ByteBuffer numbers(int count, double spread) {
    ByteBuffer numbers =
        ByteBuffer.allocate(count * TensorType.F16.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    SplittableRandom random = new SplittableRandom(1);
    int exponent = (Math.getExponent(spread) + HALF_BIAS) << HALF_FRACTION;
    while (numbers.hasRemaining()) {
      int bits = random.nextInt();
      // Half of all numbers lie in the upper half of the range, a quarter in the next, and so on.
      int below = Math.min(Integer.numberOfLeadingZeros(bits | 1) + 1, LEAST) << HALF_FRACTION;
      numbers.putShort((short) (exponent - below + (bits >>> 1 & FRACTION) + (bits << 15)));
    }
    return numbers.flip();
  }
}
