package io.pentimento;

import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;
import io.pentimento.model.LatentCodec;
import io.pentimento.model.TinyAutoencoder;
import io.pentimento.model.TinyAutoencoderFiles;
import io.pentimento.sampling.Conventions;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Previews that a fast decoder draws, in the size of the picture.
 *
 * @param parent holds what is computed, while it is
 * @param decoder of the model's latents
 */
record DecodedPreview(Scope parent, LatentCodec decoder) implements Preview {
  /**
   * Reads a decoder for a model's latents.
   *
   * @param path a folder or file of a tiny autoencoder
   * @param type the type in which the model computes
   * @throws ModelFormatException if there is no decoder, or one of other latents
   * @throws IOException if reading fails
   */
  static LatentCodec decoder(Path path, LoadedModel model, NumberType type) throws IOException {
    TinyAutoencoder decoder =
        TinyAutoencoderFiles.read(path, model.scope().open("preview decoder"), type.withRange());
    if (!decoder.decodes()
        || decoder.latentChannels() != model.vae().latentChannels()
        || decoder.factor() != model.vae().factor()) {
      throw new ModelFormatException(
          path,
          "previews need a decoder of latents with %d channels, %d pixels a cell."
              .formatted(model.vae().latentChannels(), model.vae().factor()));
    }
    return decoder;
  }

  @Override
  public BufferedImage draw(float[] latent, int index, int width, int height) {
    int values = decoder.latentChannels() * width * height;
    float[] one = Arrays.copyOfRange(latent, index * values, (index + 1) * values);
    try (Scope scope = parent.open("preview")) {
      return new PictureCodec(decoder, Conventions.WEBUI)
          .decode(scope, scope.array(one, 1, decoder.latentChannels(), height, width));
    }
  }
}
