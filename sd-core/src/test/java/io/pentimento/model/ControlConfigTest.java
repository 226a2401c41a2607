package io.pentimento.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.TensorInfo;
import io.pentimento.checkpoint.TensorType;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the tensors of a file without a config tell. */
class ControlConfigTest {
  /** Names and shapes alone. */
  private record Shapes(Map<String, List<Long>> shapes) implements Checkpoint {
    @Override
    public Path path() {
      return Path.of("control.safetensors");
    }

    @Override
    public Set<String> names() {
      return shapes.keySet();
    }

    @Override
    public TensorInfo info(String name) {
      return new TensorInfo(name, TensorType.F16, shapes.getOrDefault(name, List.of()));
    }

    @Override
    public ByteBuffer bytes(String name) {
      throw new UnsupportedOperationException(name);
    }

    @Override
    public Map<String, String> metadata() {
      return Map.of();
    }

    @Override
    public void close() {}
  }

  /** Returns what tells the architecture of the ControlNets that were published for SDXL. */
  private static Shapes xl() {
    Map<String, List<Long>> shapes = new LinkedHashMap<>();
    long[] channels = {320, 640, 1280};
    int[] depths = {0, 2, 10};
    shapes.put("controlnet_mid_block.weight", List.of(1280L, 1280L, 1L, 1L));
    shapes.put("conv_in.weight", List.of(320L, 4L, 3L, 3L));
    shapes.put("add_embedding.linear_1.weight", List.of(1280L, 2816L));
    for (int level = 0; level < 3; level++) {
      for (int i = 0; i < 2; i++) {
        String block = "down_blocks." + level;
        long in = i == 0 && level > 0 ? channels[level - 1] : channels[level];
        shapes.put(block + ".resnets." + i + ".conv1.weight", List.of(channels[level], in, 3L, 3L));
        attention(shapes, block + ".attentions." + i, channels[level], depths[level]);
      }
    }
    attention(shapes, "mid_block.attentions.0", 1280, 10);
    String hint = "controlnet_cond_embedding.";
    shapes.put(hint + "conv_in.weight", List.of(16L, 3L, 3L, 3L));
    long[] widths = {16, 16, 32, 32, 96, 96, 256};
    for (int i = 0; i < 6; i++) {
      shapes.put(hint + "blocks." + i + ".weight", List.of(widths[i + 1], widths[i], 3L, 3L));
    }
    return new Shapes(shapes);
  }

  private static void attention(
      Map<String, List<Long>> shapes, String name, long channels, int depth) {
    if (depth > 0) {
      shapes.put(name + ".norm.weight", List.of(channels));
      shapes.put(name + ".proj_in.weight", List.of(channels, channels));
    }
    for (int i = 0; i < depth; i++) {
      String block = name + ".transformer_blocks." + i;
      shapes.put(block + ".norm1.weight", List.of(channels));
      shapes.put(block + ".attn2.to_k.weight", List.of(channels, 2048L));
    }
  }

  @Test
  void find_ofSdxl_tellsAllButGroupsAndHeadWidth() throws Exception {
    Shapes file = xl();
    ControlConfig found = ControlConfig.find(file, ControlNames.of(file));
    UNetConfig encoder = found.encoder();
    assertThat(encoder.levels())
        .containsExactly(
            new UNetConfig.Level(320, false, false, 5, 1),
            new UNetConfig.Level(640, true, true, 10, 2),
            new UNetConfig.Level(1280, true, true, 20, 10));
    assertThat(encoder.crossAttentionDim()).isEqualTo(2048);
    assertThat(encoder.midHeads()).isEqualTo(20);
    assertThat(encoder.midDepth()).isEqualTo(10);
    assertThat(encoder.linearProjection()).isTrue();
    assertThat(encoder.added()).isEqualTo(Optional.of(new UNetConfig.Added(256, 2816)));
    assertThat(found.hintWidths()).containsExactly(16, 32, 96, 256);
    assertThat(found.factor()).isEqualTo(8);
    assertThat(found.downResiduals()).isEqualTo(9);
  }
}
