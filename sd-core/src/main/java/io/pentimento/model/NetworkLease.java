package io.pentimento.model;

import java.util.function.UnaryOperator;

/**
 * A network whose weights stay in memory until this is closed.
 *
 * @param network the network
 * @param end is run when it is closed, once
 */
public record NetworkLease<T>(T network, Runnable end) implements AutoCloseable {
  /** A network whose weights stay in memory anyway. */
  public static <T> NetworkLease<T> of(T network) {
    return new NetworkLease<>(network, () -> {});
  }

  /** Returns a lease in place of this one, of a network that is made of this one's. */
  public NetworkLease<T> map(UnaryOperator<T> change) {
    try {
      return new NetworkLease<>(change.apply(network), end);
    } catch (Throwable e) {
      close();
      throw e;
    }
  }

  @Override
  public void close() {
    end.run();
  }
}
