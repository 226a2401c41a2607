package io.pentimento;

import io.pentimento.internal.Scope;
import io.pentimento.model.LatentCodec;
import io.pentimento.sampling.Conventions;
import java.awt.image.BufferedImage;
import java.util.Arrays;

/**
 * Previews that a fast decoder draws, in the size of the picture.
 *
 * @param parent holds what is computed, while it is
 * @param decoder of the model's latents
 */
record DecodedPreview(Scope parent, LatentCodec decoder) implements Preview {
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
