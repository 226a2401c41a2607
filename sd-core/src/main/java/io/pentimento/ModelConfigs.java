package io.pentimento;

import io.pentimento.checkpoint.ComponentConfig;
import io.pentimento.checkpoint.ModelFamily;
import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.model.AutoencoderConfig;
import io.pentimento.model.TextEncoderConfig;
import io.pentimento.model.TinyAutoencoder;
import io.pentimento.model.UNetConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * The architectures of a model's networks, which fit each other.
 *
 * @param family the networks it has
 * @param texts its text encoders, in the order in which their vectors stand side by side
 * @param unet its U-Net
 * @param vae its autoencoder
 */
record ModelConfigs(ModelFamily family, List<Text> texts, UNetConfig unet, Vae vae) {
  private static final int USUAL_PROJECTION = 512;

  /**
   * A text encoder.
   *
   * @param part its name
   * @param config its architecture
   * @param pooledWidth the width of the pooled text, if it makes one
   * @param plain whether its last layer but one is taken as it is
   */
  record Text(String part, TextEncoderConfig config, OptionalInt pooledWidth, boolean plain) {}

  /**
   * An autoencoder.
   *
   * @param config its architecture; empty if it is a tiny one, which is there already
   * @param latentChannels how many channels its latents have
   * @param factor how many pixels one latent cell is wide and high
   */
  record Vae(Optional<AutoencoderConfig> config, int latentChannels, int factor) {
    private static Vae of(AutoencoderConfig config) {
      return new Vae(Optional.of(config), config.latentChannels(), config.factor());
    }

    private static Vae of(TinyAutoencoder tiny) {
      return new Vae(Optional.empty(), tiny.latentChannels(), tiny.factor());
    }
  }

  /**
   * Reads the configurations.
   *
   * @param tiny the autoencoder, if it is a tiny one
   * @throws ModelFormatException if one is missing or damaged, asks for what is not offered, or
   *     they are of different models
   */
  static ModelConfigs read(ModelSource source, Optional<TinyAutoencoder> tiny) throws IOException {
    ModelFamily family = source.family();
    List<String> texts = textParts(family);
    source.require(Stream.concat(texts.stream(), Stream.of("unet", "vae")).toList());
    List<Text> encoders = new ArrayList<>();
    for (String part : texts) {
      encoders.add(text(source, part, family));
    }
    ModelConfigs configs =
        new ModelConfigs(
            family,
            encoders,
            read(source, "unet", UNetConfig::read),
            tiny.isPresent()
                ? Vae.of(tiny.get())
                : Vae.of(read(source, "vae", AutoencoderConfig::read)));
    configs.check(source);
    return configs;
  }

  private static List<String> textParts(ModelFamily family) {
    return switch (family) {
      case SD1, SD2 -> List.of("text_encoder");
      case SDXL -> List.of("text_encoder", "text_encoder_2");
      case SDXL_REFINER -> List.of("text_encoder_2");
    };
  }

  private static Text text(ModelSource source, String part, ModelFamily family) throws IOException {
    TextEncoderConfig config = read(source, part, TextEncoderConfig::read);
    boolean pools = part.equals("text_encoder_2");
    return new Text(
        part,
        config,
        pools
            ? OptionalInt.of(source.config(part).integer("projection_dim", USUAL_PROJECTION))
            : OptionalInt.empty(),
        family.isXl());
  }

  @FunctionalInterface
  private interface Reader<T> {
    T read(ComponentConfig config) throws ModelFormatException;
  }

  private static <T> T read(ModelSource source, String part, Reader<T> reader) throws IOException {
    try {
      return reader.read(source.config(part));
    } catch (ModelFormatException e) {
      if (!source.guesses(part)) {
        throw e;
      }
      throw new ModelFormatException(
          source.path(),
          null,
          ("%s. A file does not tell how many groups and heads its %s has, so those of the"
                  + " published model are taken: pass its own configuration with config(Path).")
              .formatted(e.getMessage(), part),
          e);
    }
  }

  /** Returns the names of all parts that are still to be loaded, in order. */
  List<String> parts() {
    Stream<String> networks =
        vae.config().isPresent() ? Stream.of("unet", "vae") : Stream.of("unet");
    return Stream.concat(texts.stream().map(Text::part), networks).toList();
  }

  /** Each part may be sound and yet be of another model. */
  private void check(ModelSource source) throws ModelFormatException {
    List<String> misfits = new ArrayList<>();
    int width = texts.stream().mapToInt(text -> text.config().width()).sum();
    if (unet.crossAttentionDim() != width) {
      misfits.add(
          "cross_attention_dim of the unet (%d) must be hidden_size of the %s (%d)"
              .formatted(
                  unet.crossAttentionDim(),
                  String.join(" and the ", texts.stream().map(Text::part).toList()),
                  width));
    }
    if (unet.outChannels() != vae.latentChannels()) {
      misfits.add(
          "out_channels of the unet (%d) must be latent_channels of the vae (%d)"
              .formatted(unet.outChannels(), vae.latentChannels()));
    }
    if (unet.inChannels() < vae.latentChannels()) {
      misfits.add(
          "in_channels of the unet (%d) must be at least latent_channels of the vae (%d)"
              .formatted(unet.inChannels(), vae.latentChannels()));
    }
    checkAdded(misfits);
    if (!misfits.isEmpty()) {
      throw new ModelFormatException(
          source.path(), "the parts are not of one model: " + String.join("; ", misfits) + ".");
    }
  }

  private void checkAdded(List<String> misfits) {
    if (unet.added().isPresent() != family.isXl()) {
      misfits.add(
          "addition_embed_type of the unet must be %s for a model with these text encoders"
              .formatted(family.isXl() ? "text_time" : "absent"));
      return;
    }
    if (unet.added().isEmpty()) {
      return;
    }
    int pooled = texts.get(texts.size() - 1).pooledWidth().orElse(0);
    int expected = family == ModelFamily.SDXL ? BesidePrompts.SIZES : BesidePrompts.SIZES_AND_SCORE;
    UNetConfig.Added added = unet.added().get();
    if (added.width() != pooled + expected * added.numberWidth()) {
      misfits.add(
          ("projection_class_embeddings_input_dim of the unet (%d) must be projection_dim of the"
                  + " text_encoder_2 (%d) and %d times addition_time_embed_dim (%d)")
              .formatted(added.width(), pooled, expected, added.numberWidth()));
    }
  }
}
