package io.pentimento.model;

import java.util.function.UnaryOperator;

/**
 * Where a network is had from whose weights are in memory only while it is used. Safe for use by
 * many threads.
 */
@FunctionalInterface
public interface NetworkSupply<T> {
  /**
   * Reads the weights, unless someone else uses them already.
   *
   * @throws java.io.UncheckedIOException if reading fails; it holds the cause
   */
  NetworkLease<T> use();

  /** Returns what supplies networks that are made of these. */
  default NetworkSupply<T> map(UnaryOperator<T> change) {
    return () -> use().map(change);
  }
}
