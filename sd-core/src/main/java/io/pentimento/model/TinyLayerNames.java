package io.pentimento.model;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How a file names the layers of one half of a tiny autoencoder, which are numbered.
 *
 * @param prefix what stands before the number
 * @param shift what is added to diffusers' number: the original decoder counts the clamping of its
 *     input as its first layer
 */
record TinyLayerNames(String prefix, int shift) {
  private static final List<TinyLayerNames> ENCODERS =
      List.of(
          new TinyLayerNames("encoder.layers.", 0),
          new TinyLayerNames("taesd_encoder.", 0),
          new TinyLayerNames("", 0));

  private static final List<TinyLayerNames> DECODERS =
      List.of(
          new TinyLayerNames("decoder.layers.", 0),
          new TinyLayerNames("taesd_decoder.", 1),
          new TinyLayerNames("", 1));

  /** Returns the name of a layer by its number in diffusers. */
  String at(int index) {
    return prefix + (index + shift);
  }

  /** Finds how a file names an encoder, if it has one: a convolution, then a block. */
  static Optional<TinyLayerNames> encoder(Set<String> file) {
    return find(ENCODERS, file, 1);
  }

  /** Finds how a file names a decoder, if it has one: a convolution, an activation, a block. */
  static Optional<TinyLayerNames> decoder(Set<String> file) {
    return find(DECODERS, file, 2);
  }

  private static Optional<TinyLayerNames> find(
      List<TinyLayerNames> known, Set<String> file, int block) {
    return known.stream()
        .filter(names -> file.contains(names.at(0) + ".weight"))
        .filter(names -> file.contains(names.at(block) + ".conv.0.weight"))
        .findFirst();
  }
}
