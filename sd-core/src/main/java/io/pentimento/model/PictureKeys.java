package io.pentimento.model;

import java.util.IdentityHashMap;
import java.util.Optional;

/**
 * Keys and values of a picture's tokens for the cross-attentions of a U-Net, computed once for all
 * steps of a request, and how much they count in each.
 */
public final class PictureKeys {
  private final IdentityHashMap<TransformerLayer, Attention.Beside> byLayer =
      new IdentityHashMap<>();

  PictureKeys() {}

  void put(TransformerLayer layer, Attention.Beside keys) {
    byLayer.put(layer, keys);
  }

  /** Returns those of a layer; empty where the picture counts nothing. */
  Optional<Attention.Beside> of(TransformerLayer layer) {
    return Optional.ofNullable(byLayer.get(layer));
  }
}
