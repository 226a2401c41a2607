package io.pentimento;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.Scope;
import io.pentimento.model.LatentCodec;
import io.pentimento.model.NetworkLease;
import io.pentimento.model.Observer;
import java.util.function.Supplier;

/**
 * An autoencoder whose weights are in memory only while it encodes or decodes, or is held.
 *
 * @param outline tells of it
 * @param network the autoencoder
 */
record ReloadedAutoencoder(LatentCodec outline, ReloadedNetwork<? extends LatentCodec> network)
    implements LatentCodec {
  @Override
  public int latentChannels() {
    return outline.latentChannels();
  }

  @Override
  public int factor() {
    return outline.factor();
  }

  @Override
  public NDArray moments(Scope parent, NDArray pixels, Observer observer) {
    try (NetworkLease<? extends LatentCodec> lease = network.use()) {
      return lease.network().moments(parent, pixels, observer);
    }
  }

  @Override
  public NDArray decode(Scope parent, NDArray latent, Observer observer) {
    try (NetworkLease<? extends LatentCodec> lease = network.use()) {
      return lease.network().decode(parent, latent, observer);
    }
  }

  @Override
  public NDArray toModel(NDArray latent) {
    return outline.toModel(latent);
  }

  @Override
  public NDArray fromModel(NDArray latent) {
    return outline.fromModel(latent);
  }

  @Override
  public <T> T held(Supplier<T> work) {
    return network.held(work);
  }
}
