package io.pentimento;

import io.pentimento.internal.Scope;
import io.pentimento.model.NetworkLease;
import io.pentimento.model.NetworkSupply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A network of a model whose weights are read when someone uses it, and freed when nobody does any
 * more. Users at the same time share them; who comes while they are read waits.
 */
final class ReloadedNetwork<T> implements NetworkSupply<T> {
  private final String name;
  private final Scope model;
  private final WeightMemory memory;
  private final Reader<T> reader;
  private int holders;
  private @Nullable Resident<T> resident;

  /** Reads a network. */
  @FunctionalInterface
  interface Reader<T> {
    /**
     * Reads.
     *
     * @param scope holds the weights
     */
    T read(Scope scope) throws IOException;
  }

  private record Resident<T>(T network, Scope scope, long bytes) {}

  /**
   * Reads nothing yet.
   *
   * @param model the scope in which that of the weights is opened
   * @param memory hears of them
   */
  ReloadedNetwork(String name, Scope model, WeightMemory memory, Reader<T> reader) {
    this.name = name;
    this.model = model;
    this.memory = memory;
    this.reader = reader;
  }

  @Override
  public synchronized NetworkLease<T> use() {
    Resident<T> known = resident;
    if (known == null) {
      known = read();
      resident = known;
    }
    holders++;
    AtomicBoolean open = new AtomicBoolean(true);
    return new NetworkLease<>(
        known.network,
        () -> {
          if (open.getAndSet(false)) {
            release();
          }
        });
  }

  /** Does work; the weights stay from their first use in it to its end. */
  <R> R held(Supplier<R> work) {
    synchronized (this) {
      holders++;
    }
    try {
      return work.get();
    } finally {
      release();
    }
  }

  private Resident<T> read() {
    Scope scope = model.open(name);
    try {
      T network = reader.read(scope);
      scope.cap();
      long bytes = scope.bytes();
      memory.add(bytes);
      return new Resident<>(network, scope, bytes);
    } catch (IOException e) {
      scope.close();
      throw new UncheckedIOException(e);
    } catch (Throwable e) {
      scope.close();
      throw e;
    }
  }

  private synchronized void release() {
    holders--;
    Resident<T> unused = resident;
    if (holders == 0 && unused != null) {
      resident = null;
      unused.scope.close();
      memory.remove(unused.bytes);
    }
  }
}
