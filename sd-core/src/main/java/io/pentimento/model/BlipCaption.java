package io.pentimento.model;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.Scope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Captions of one picture on their way, all equally long. Keys and values of the picture are
 * computed once, those of each word when it comes.
 */
public final class BlipCaption implements CaptionSearch.Words, AutoCloseable {
  private final BlipNet network;
  private final Scope scope;
  private final List<Attention.KeyValue> picture;

  /** Keys and values of the words so far, by layer; empty before the first. */
  private List<Attention.KeyValue> words = List.of();

  private int length;

  BlipCaption(BlipNet network, Scope scope, List<Attention.KeyValue> picture) {
    this.network = network;
    this.scope = scope;
    this.picture = picture;
  }

  /** {@inheritDoc} It is one word each but in the beginning. */
  @Override
  public List<float[]> next(List<int[]> ids) {
    try (Scope step = scope.open("caption step")) {
      NDArray hidden = hidden(step, ids);
      long last = hidden.getShape().get(1);
      NDArray ends = step.slice(hidden, last - 1, last, 1);
      float[] all = network.predictions(step, ends).toFloatArray();
      int vocabulary = network.config().vocabulary();
      return IntStream.range(0, ids.size())
          .mapToObj(row -> Arrays.copyOfRange(all, row * vocabulary, (row + 1) * vocabulary))
          .toList();
    }
  }

  /** Returns what words become in the last layer, {@code [rows, words, width]}. */
  NDArray hidden(Scope step, List<int[]> ids) {
    network.check(ids, length);
    boolean first = words.isEmpty();
    NDArray hidden = network.embedded(step, ids, length);
    List<Attention.KeyValue> all = new ArrayList<>();
    for (int i = 0; i < network.layers().size(); i++) {
      BertLayer layer = network.layers().get(i);
      Attention.KeyValue own = layer.self().project(step, hidden);
      Attention.KeyValue seen = first ? own : joined(step, words.get(i), own);
      all.add(seen);
      hidden = layer.apply(step, hidden, seen, first, picture.get(i));
    }
    length += ids.get(0).length;
    keep(all);
    return hidden;
  }

  private static Attention.KeyValue joined(
      Scope step, Attention.KeyValue before, Attention.KeyValue own) {
    return new Attention.KeyValue(
        step.concat(before.keys(), own.keys(), 1), step.concat(before.values(), own.values(), 1));
  }

  @Override
  public void choose(List<Integer> rows) {
    try (Scope step = scope.open("caption choice")) {
      long[] chosen = rows.stream().mapToLong(Integer::longValue).toArray();
      NDArray index = step.array(chosen, chosen.length);
      keep(
          words.stream()
              .map(
                  word ->
                      new Attention.KeyValue(
                          rows(step, word.keys(), index), rows(step, word.values(), index)))
              .toList());
    }
  }

  private static NDArray rows(Scope step, NDArray x, NDArray index) {
    long[] shape = x.getShape().getShape();
    NDArray flat = x.reshape(shape[0], shape[1] * shape[2]);
    flat.attach(step.manager());
    return step.embedding(flat, index).reshape(index.size(), shape[1], shape[2]);
  }

  /** Keeps keys and values for the words to come, in place of those so far. */
  private void keep(List<Attention.KeyValue> next) {
    free(words);
    next.forEach(
        word -> {
          scope.adopt(word.keys());
          scope.adopt(word.values());
        });
    words = List.copyOf(next);
  }

  private static void free(List<Attention.KeyValue> arrays) {
    arrays.forEach(
        word -> {
          word.keys().close();
          word.values().close();
        });
  }

  /** Frees what it keeps. */
  @Override
  public void close() {
    free(words);
    free(picture);
    words = List.of();
  }
}
