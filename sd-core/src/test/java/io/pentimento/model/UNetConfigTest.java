package io.pentimento.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pentimento.checkpoint.ComponentConfig;
import io.pentimento.checkpoint.ModelFormatException;
import java.nio.file.Path;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UNetConfigTest {
  private static UNetConfig read(String json) throws ModelFormatException {
    return UNetConfig.read(ComponentConfig.parse(Path.of("config.json"), json));
  }

  @Test
  void read_sd15() throws ModelFormatException {
    assertThat(
            read(
                """
                {"sample_size": 64, "cross_attention_dim": 768, "attention_head_dim": 8,
                 "block_out_channels": [320, 640, 1280, 1280], "unknown": {"key": 1}}\
                """))
        .isEqualTo(UNetConfig.sd15());
  }

  @Test
  void read_defaultsAndNulls() throws ModelFormatException {
    UNetConfig defaults = read("{}");
    assertThat(defaults.crossAttentionDim()).isEqualTo(1280);
    assertThat(defaults.sampleSize()).isEqualTo(64);
    assertThat(defaults.timeEmbeddingWidth()).isEqualTo(1280);
    assertThat(
            read(
                """
                {"sample_size": null, "num_attention_heads": null, "norm_eps": null,
                 "class_embed_type": null, "addition_embed_type": null}\
                """))
        .isEqualTo(defaults);
  }

  @Test
  void read_oneValueForEachLevel() throws ModelFormatException {
    UNetConfig sd2 =
        read(
            """
            {"attention_head_dim": [5, 10, 20, 20], "transformer_layers_per_block": [1, 2, 3, 4],
             "use_linear_projection": true}\
            """);
    assertThat(sd2.levels()).extracting(UNetConfig.Level::heads).containsExactly(5, 10, 20, 20);
    assertThat(sd2.levels()).extracting(UNetConfig.Level::depth).containsExactly(1, 2, 3, 4);
    assertThat(sd2.midHeads()).isEqualTo(20);
    assertThat(sd2.midDepth()).isEqualTo(4);
    assertThat(sd2.linearProjection()).isTrue();
  }

  @Test
  void read_headsByTheirOwnNameGoFirst() throws ModelFormatException {
    UNetConfig config = read("{\"attention_head_dim\": 5, \"num_attention_heads\": 10}");
    assertThat(config.levels()).extracting(UNetConfig.Level::heads).containsOnly(10);
  }

  @Test
  void read_attentionWhereTheBlocksSaySo() throws ModelFormatException {
    UNetConfig config =
        read(
            """
            {"block_out_channels": [32, 64, 96],
             "down_block_types": ["DownBlock2D", "CrossAttnDownBlock2D", "DownBlock2D"],
             "up_block_types": ["CrossAttnUpBlock2D", "UpBlock2D", "UpBlock2D"]}\
            """);
    assertThat(config.levels())
        .extracting(UNetConfig.Level::attentionDown)
        .containsExactly(false, true, false);
    assertThat(config.levels())
        .extracting(UNetConfig.Level::attentionUp)
        .containsExactly(false, false, true);
    assertThat(config.levelsUpward())
        .extracting(UNetConfig.Level::channels)
        .containsExactly(96, 64, 32);
  }

  @Test
  void read_headsOfLevelsWithoutAttentionMayBeAnything() throws ModelFormatException {
    UNetConfig config =
        read(
            """
            {"block_out_channels": [32, 64], "attention_head_dim": [7, 4],
             "down_block_types": ["DownBlock2D", "CrossAttnDownBlock2D"],
             "up_block_types": ["CrossAttnUpBlock2D", "UpBlock2D"]}\
            """);
    assertThat(config.levels().get(0).heads()).isEqualTo(7);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"block_out_channels\": []} | block_out_channels in config.json: must have at least one"
            + " entry, but is [].",
        "{\"block_out_channels\": [320, 640]} | down_block_types in config.json: must have one"
            + " entry for each of block_out_channels, but is null.",
        "{\"block_out_channels\": [0, 0, 0, 0]} | config.json: block_out_channels must be in [1,"
            + " 65536], but got: 0.",
        "{\"norm_num_groups\": 0} | config.json: norm_num_groups must be in [1, 65536], but got:"
            + " 0.",
        "{\"norm_num_groups\": 7} | config.json: norm_num_groups must divide block_out_channels,"
            + " but got: 7 and 320.",
        "{\"attention_head_dim\": 0} | config.json: attention_head_dim must be in [1, 65536], but"
            + " got: 0.",
        "{\"attention_head_dim\": 7} | config.json: attention_head_dim must divide"
            + " block_out_channels, but got: 7 and 320.",
        "{\"attention_head_dim\": [5, 10]} | attention_head_dim in config.json: must be one number"
            + " or a list of 4, one for each level, but is [5, 10].",
        "{\"layers_per_block\": 2000000000} | config.json: layers_per_block must be in [1, 256],"
            + " but got: 2000000000.",
        "{\"transformer_layers_per_block\": 0} | config.json: transformer_layers_per_block must be"
            + " in [1, 256], but got: 0.",
        "{\"cross_attention_dim\": [768, 768]} | cross_attention_dim in config.json: must be a"
            + " whole number, but is a list.",
        "{\"norm_eps\": \"NaN\"} | config.json: norm_eps must be in (0, 1), but got: NaN.",
        "{\"freq_shift\": 160} | config.json: freq_shift must be in [0, 160), but got: 160.0.",
        "{\"down_block_types\": [\"AttnDownBlock2D\"]} | down_block_types in config.json: may only"
            + " hold DownBlock2D, CrossAttnDownBlock2D, UpBlock2D, CrossAttnUpBlock2D, but is"
            + " [\"AttnDownBlock2D\"].",
        "{\"addition_embed_type\": \"image\"} | addition_embed_type in config.json: must be"
            + " text_time, but is \"image\".",
        "{\"addition_embed_type\": \"text_time\"} | addition_time_embed_dim in config.json: must be"
            + " given, but is null.",
        "{\"only_cross_attention\": true} | only_cross_attention in config.json: must be false, but"
            + " is true.",
        "{\"act_fn\": \"gelu\"} | act_fn in config.json: must be silu, but is \"gelu\".",
        "{\"resnet_time_scale_shift\": \"scale_shift\"} | resnet_time_scale_shift in config.json:"
            + " must be default, but is \"scale_shift\".",
        "{\"mid_block_scale_factor\": 2} | mid_block_scale_factor in config.json: must be 1, but is"
            + " 2.",
        "{\"conv_in_kernel\": 1} | conv_in_kernel in config.json: must be 3, but is 1.",
      })
  void read_refuses(String json, String message) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(ModelFormatException.class)
        .hasMessage(message);
  }

  @Test
  void construction_refusesTooManyLevels() {
    UNetConfig.Level level = new UNetConfig.Level(32, true, true, 8, 1);
    assertThatThrownBy(
            () ->
                new UNetConfig(
                    4,
                    4,
                    64,
                    Collections.nCopies(9, level),
                    2,
                    768,
                    8,
                    1,
                    32,
                    1e-5,
                    false,
                    0,
                    true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("block_out_channels must have a number of entries in [1, 8], but got: 9.");
  }
}
