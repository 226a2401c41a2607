package io.pentimento.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pentimento.checkpoint.ComponentConfig;
import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.model.TextEncoderConfig.Activation;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextEncoderConfigTest {
  private static TextEncoderConfig read(String json) throws ModelFormatException {
    return TextEncoderConfig.read(ComponentConfig.parse(Path.of("config.json"), json));
  }

  @Test
  void read_sd15() throws ModelFormatException {
    assertThat(
            read(
                """
                {"hidden_size": 768, "intermediate_size": 3072, "num_hidden_layers": 12,
                 "num_attention_heads": 12, "eos_token_id": 2, "hidden_act": "quick_gelu"}\
                """))
        .isEqualTo(TextEncoderConfig.sd15());
  }

  @Test
  void read_defaults() throws ModelFormatException {
    assertThat(read("{}"))
        .isEqualTo(new TextEncoderConfig(512, 2048, 12, 8, 49408, 77, Activation.QUICK_GELU, 1e-5));
  }

  @Test
  void read_openClip() throws ModelFormatException {
    TextEncoderConfig openClip =
        read(
            """
            {"hidden_size": 1024, "intermediate_size": 4096, "num_hidden_layers": 23,
             "num_attention_heads": 16, "hidden_act": "gelu", "layer_norm_eps": 1e-06}\
            """);
    assertThat(openClip)
        .isEqualTo(new TextEncoderConfig(1024, 4096, 23, 16, 49408, 77, Activation.GELU, 1e-6));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"hidden_act\": \"relu\"} | hidden_act in config.json: must be quick_gelu or gelu, but is"
            + " \"relu\".",
        "{\"num_attention_heads\": 0} | config.json: num_attention_heads must be in [1, 65536], but"
            + " got: 0.",
        "{\"num_attention_heads\": 7} | config.json: num_attention_heads must divide hidden_size,"
            + " but got: 7 and 512.",
        "{\"num_hidden_layers\": 2147483647} | config.json: num_hidden_layers must be in [1, 256],"
            + " but got: 2147483647.",
        "{\"vocab_size\": 0} | config.json: vocab_size must be in [1, 16777216], but got: 0.",
        "{\"max_position_embeddings\": -1} | config.json: max_position_embeddings must be in [1,"
            + " 65536], but got: -1.",
        "{\"layer_norm_eps\": 0} | config.json: layer_norm_eps must be in (0, 1), but got: 0.0.",
        "{\"hidden_size\": \"768\"} | hidden_size in config.json: must be a whole number, but is"
            + " \"768\".",
      })
  void read_refuses(String json, String message) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(ModelFormatException.class)
        .hasMessage(message);
  }
}
