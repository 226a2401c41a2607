package io.pentimento;

import io.pentimento.internal.Scope;
import io.pentimento.patch.ModelPatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The patched models of recent requests, so that the next request with an equal patch begins at
 * once. Runs that use one keep it; of the others the least recently used go first. Safe for use by
 * many threads.
 */
final class PatchedModels {
  /** How much is kept unless a pipeline says otherwise: 1 GiB. */
  static final long USUAL_BYTES = 1L << 30;

  private final long mostBytes;
  private final Map<ModelPatch, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * Keeps nothing yet.
   *
   * @param mostBytes how much memory those may take that no run uses, together with those in use
   */
  PatchedModels(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  /** A patched model while someone uses it. */
  final class Lease implements AutoCloseable {
    private final PatchedModel patched;
    private final @Nullable Entry entry;

    private Lease(PatchedModel patched, @Nullable Entry entry) {
      this.patched = patched;
      this.entry = entry;
    }

    PatchedModel model() {
      return patched;
    }

    @Override
    public void close() {
      if (entry != null) {
        release(entry);
      }
    }
  }

  /** What is known of a patch; users and bytes are guarded by the map's owner. */
  private static final class Entry {
    private int users;
    private long bytes;
    private @Nullable Made made;

    /** Makes the networks, or waits until another thread has. */
    synchronized Made made(LoadedModel model, ModelPatch patch) {
      Made ready = made;
      if (ready == null) {
        ready = Made.of(model, patch);
        made = ready;
      }
      return ready;
    }

    /** Called when nobody uses it any more. */
    synchronized void free() {
      if (made != null) {
        made.scope.close();
        made.model.base().memory().remove(made.bytes);
      }
    }
  }

  private record Made(PatchedModel model, Scope scope, long bytes) {
    static Made of(LoadedModel model, ModelPatch patch) {
      Scope scope = model.scope().open("patch");
      try {
        PatchedModel patched = PatchedParts.make(model, patch, scope);
        long bytes = scope.bytes();
        model.memory().add(bytes);
        return new Made(patched, scope, bytes);
      } catch (IOException e) {
        scope.close();
        throw new UncheckedIOException(e);
      } catch (Throwable e) {
        scope.close();
        throw e;
      }
    }
  }

  /**
   * Returns a model under a patch, which is made if it is not kept.
   *
   * @throws IllegalArgumentException if the patch does not suit the model; nothing of it is left
   * @throws UncheckedIOException if a file cannot be read; nothing of it is left
   */
  Lease use(LoadedModel model, ModelPatch patch) {
    if (patch.isEmpty()) {
      return new Lease(PatchedModel.of(model), null);
    }
    Entry entry;
    synchronized (this) {
      entry = entries.computeIfAbsent(patch, p -> new Entry());
      entry.users++;
    }
    try {
      Made made = entry.made(model, patch);
      synchronized (this) {
        entry.bytes = made.bytes;
        makeRoom();
      }
      return new Lease(made.model, entry);
    } catch (Throwable e) {
      release(entry);
      throw e;
    }
  }

  private synchronized void release(Entry entry) {
    entry.users--;
    makeRoom();
  }

  /** Drops what nobody uses until the rest fits; what could not be made is dropped at once. */
  private void makeRoom() {
    long bytes = entries.values().stream().mapToLong(entry -> entry.bytes).sum();
    Iterator<Entry> oldest = entries.values().iterator();
    while (oldest.hasNext()) {
      Entry entry = oldest.next();
      if (entry.users == 0 && (entry.bytes == 0 || bytes > mostBytes)) {
        bytes -= entry.bytes;
        oldest.remove();
        entry.free();
      }
    }
  }
}
