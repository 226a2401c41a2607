package io.pentimento;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.Edges;
import io.pentimento.internal.Scope;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * An encoder of pictures, such as the autoencoder's, with a memory of what it made of recent ones:
 * one picture is often repainted many times. Pictures are told apart by shape and samples, never by
 * identity, since they can change. What is kept lies on Java's heap; of an autoencoder it is the
 * posterior, so that conventions which sample it draw anew. Least recently used ones go first. Safe
 * for use by many threads; two that bring the same new picture at once both encode it.
 */
final class EncodedPictures {
  /** How many bytes of moments are kept in all: those of 512 pictures of 512 × 512 pixels. */
  private static final long MOST_BYTES = 64L << 20;

  /** How many samples are hashed at a time. */
  private static final int BLOCK = 1 << 14;

  private final Encoder encoder;
  private final long mostBytes;
  private final Map<Key, Moments> entries = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;

  /** Encodes pixels, see {@link TiledAutoencoder#moments}. */
  @FunctionalInterface
  interface Encoder {
    NDArray moments(Scope scope, NDArray pixels);
  }

  /**
   * What an encoding depends on.
   *
   * @param edges what lies beyond the picture's edges
   * @param shape of the pixels
   * @param digest SHA-256 of their samples, in hexadecimal
   */
  private record Key(Edges edges, String shape, String digest) {
    static Key of(Edges edges, float[] pixels, long... shape) {
      return new Key(edges, Arrays.toString(shape), EncodedPictures.digest(pixels));
    }
  }

  /** An encoding, row-major. */
  private record Moments(float[] values, long... shape) {
    private long bytes() {
      return (long) values.length * Float.BYTES;
    }
  }

  EncodedPictures(Encoder encoder) {
    this(encoder, MOST_BYTES);
  }

  EncodedPictures(Encoder encoder, long mostBytes) {
    this.encoder = encoder;
    this.mostBytes = mostBytes;
  }

  /**
   * Returns the posterior's moments, float32, in a scope.
   *
   * @param pixels row-major samples in [-1, 1]
   * @param shape {@code [batch, 3, height, width]}
   */
  NDArray moments(Scope scope, float[] pixels, long... shape) {
    return moments(
        scope, Key.of(scope.edges(), pixels, shape), inner -> inner.array(pixels, shape));
  }

  /**
   * Returns the posterior's moments, float32, in a scope.
   *
   * @param pixels {@code [batch, 3, height, width]}, float32 in [-1, 1]
   */
  NDArray moments(Scope scope, NDArray pixels) {
    Key key = Key.of(scope.edges(), Scope.floats(pixels, scope), pixels.getShape().getShape());
    return moments(scope, key, inner -> pixels);
  }

  private NDArray moments(Scope scope, Key key, Function<Scope, NDArray> pixels) {
    Optional<Moments> known = get(key);
    if (known.isPresent()) {
      return scope.array(known.get().values, known.get().shape);
    }
    try (Scope inner = scope.open("unknown picture")) {
      NDArray made = encoder.moments(inner, pixels.apply(inner));
      put(key, new Moments(made.toFloatArray(), made.getShape().getShape()));
      return scope.adopt(made);
    }
  }

  private synchronized Optional<Moments> get(Key key) {
    return Optional.ofNullable(entries.get(key));
  }

  private synchronized void put(Key key, Moments moments) {
    if (moments.bytes() > mostBytes) {
      return;
    }
    Moments replaced = entries.put(key, moments);
    bytes += moments.bytes() - (replaced == null ? 0 : replaced.bytes());
    var oldest = entries.values().iterator();
    while (bytes > mostBytes) {
      bytes -= oldest.next().bytes();
      oldest.remove();
    }
  }

  /** Returns how many bytes of moments are kept. */
  synchronized long bytes() {
    return bytes;
  }

  private static String digest(float[] pixels) {
    MessageDigest sha = sha256();
    ByteBuffer block = ByteBuffer.allocate(BLOCK * Float.BYTES);
    for (int from = 0; from < pixels.length; from += BLOCK) {
      int count = Math.min(BLOCK, pixels.length - from);
      block.clear();
      block.asFloatBuffer().put(pixels, from, count);
      sha.update(block.limit(count * Float.BYTES));
    }
    return HexFormat.of().formatHex(sha.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256, but this one lacks it.", e);
    }
  }
}
