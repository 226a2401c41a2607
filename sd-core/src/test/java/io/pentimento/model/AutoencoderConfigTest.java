package io.pentimento.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pentimento.checkpoint.ComponentConfig;
import io.pentimento.checkpoint.ModelFormatException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AutoencoderConfigTest {
  private static AutoencoderConfig read(String json) throws ModelFormatException {
    return AutoencoderConfig.read(ComponentConfig.parse(Path.of("config.json"), json));
  }

  @Test
  void read_sd15() throws ModelFormatException {
    AutoencoderConfig sd15 =
        read(
            """
            {"block_out_channels": [128, 256, 512, 512], "layers_per_block": 2,
             "latents_mean": null, "shift_factor": null, "force_upcast": true,
             "down_block_types": ["DownEncoderBlock2D", "DownEncoderBlock2D",
               "DownEncoderBlock2D", "DownEncoderBlock2D"]}\
            """);
    assertThat(sd15).isEqualTo(AutoencoderConfig.sd15());
    assertThat(sd15.factor()).isEqualTo(8);
  }

  @Test
  void read_defaults() throws ModelFormatException {
    assertThat(read("{}"))
        .isEqualTo(new AutoencoderConfig(List.of(64), 1, 4, 32, 0.18215, 0, true, true, true));
    assertThat(read("{}").factor()).isEqualTo(1);
  }

  @Test
  void read_everyField() throws ModelFormatException {
    assertThat(
            read(
                """
                {"block_out_channels": [16, 32, 48], "layers_per_block": 3, "latent_channels": 16,
                 "norm_num_groups": 8, "scaling_factor": 0.3611, "shift_factor": 0.1159,
                 "mid_block_add_attention": false, "use_quant_conv": false,
                 "use_post_quant_conv": false}\
                """))
        .isEqualTo(
            new AutoencoderConfig(
                List.of(16, 32, 48), 3, 16, 8, 0.3611, 0.1159, false, false, false));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"block_out_channels\": []} | config.json: block_out_channels must have a number of"
            + " entries in [1, 8], but got: 0.",
        "{\"block_out_channels\": [-64]} | config.json: block_out_channels must be in [1, 65536],"
            + " but got: -64.",
        "{\"block_out_channels\": [48]} | config.json: norm_num_groups must divide"
            + " block_out_channels, but got: 32 and 48.",
        "{\"layers_per_block\": 0} | config.json: layers_per_block must be in [1, 256], but got:"
            + " 0.",
        "{\"latent_channels\": 0} | config.json: latent_channels must be in [1, 65536], but got:"
            + " 0.",
        "{\"scaling_factor\": 0} | config.json: scaling_factor must be a number above 0, but got:"
            + " 0.0.",
        "{\"scaling_factor\": \"Infinity\"} | config.json: scaling_factor must be a number above 0,"
            + " but got: Infinity.",
        "{\"shift_factor\": \"NaN\"} | config.json: shift_factor must be a number, but got: NaN.",
        "{\"latents_mean\": [0, 0, 0, 0]} | latents_mean in config.json: must be absent or null:"
            + " per-channel statistics are not offered, but is [0,0,0,0].",
        "{\"in_channels\": 4} | in_channels in config.json: must be 3, but is 4.",
        "{\"down_block_types\": [\"AttnDownEncoderBlock2D\"]} | down_block_types in config.json:"
            + " may only hold DownEncoderBlock2D, but is [\"AttnDownEncoderBlock2D\"].",
        "{\"up_block_types\": [\"UpDecoderBlock2D\",\"UpDecoderBlock2D\"]} | up_block_types in"
            + " config.json: must have one entry for each of block_out_channels, but is"
            + " [\"UpDecoderBlock2D\",\"UpDecoderBlock2D\"].",
      })
  void read_refuses(String json, String message) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(ModelFormatException.class)
        .hasMessage(message);
  }
}
