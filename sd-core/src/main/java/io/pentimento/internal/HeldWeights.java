package io.pentimento.internal;

import ai.djl.Device;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** Weights that runs use while they hold them, and that go when they are closed. */
public final class HeldWeights {
  private final Scope scope;
  private final String closedMessage;

  /** Runs hold it for reading, {@link #close} for writing. */
  private final ReentrantReadWriteLock open = new ReentrantReadWriteLock();

  private volatile boolean closed;

  /**
   * Takes over weights.
   *
   * @param closedMessage what is said to those who come too late
   */
  public HeldWeights(Scope scope, String closedMessage) {
    this.scope = scope;
    this.closedMessage = closedMessage;
  }

  /** Returns the scope that holds the weights. */
  public Scope scope() {
    return scope;
  }

  /** Returns where the weights are. */
  public Device device() {
    return scope.device();
  }

  /**
   * Keeps the weights until {@link #release} on the same thread.
   *
   * @throws IllegalStateException if this is closed
   */
  public void hold() {
    open.readLock().lock();
    if (closed) {
      open.readLock().unlock();
      throw new IllegalStateException(closedMessage);
    }
  }

  /** Ends what {@link #hold} began. */
  public void release() {
    open.readLock().unlock();
  }

  /** Waits for those of other threads that hold the weights, and frees the memory. */
  public void close() {
    Lock writing = open.writeLock();
    writing.lock();
    try {
      closed = true;
      scope.close();
    } finally {
      writing.unlock();
    }
  }
}
