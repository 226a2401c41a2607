package io.pentimento.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

/**
 * Finds the words of a caption: always the likeliest next one, or by beam search, with
 * transformers' rules.
 *
 * @param endId the id that ends a caption
 * @param beams how many captions are followed at once, at least 1
 * @param shortest how many ids a caption has before it may end, those of the prompt among them
 * @param longest how many ids a caption has at most, those of the prompt among them
 * @param repetitionPenalty by what the score of an id that is there already gets worse, 1 for not
 *     at all (Keskar et al. 2019, section 4.1)
 */
public record CaptionSearch(
    int endId, int beams, int shortest, int longest, double repetitionPenalty) {

  private static final Comparator<Continuation> BEST_FIRST =
      Comparator.comparingDouble(Continuation::score)
          .reversed()
          .thenComparingInt(Continuation::row)
          .thenComparingInt(Continuation::id);

  /** What tells which words suit. */
  public interface Words {
    /**
     * Takes further words.
     *
     * @param ids the words of each row, equally many
     * @return for each row the logits of all words behind its last
     */
    List<float[]> next(List<int[]> ids);

    /**
     * Goes on from some of the rows.
     *
     * @param rows the row that each new one continues
     */
    void choose(List<Integer> rows);
  }

  /** Ids and their score. */
  private record Beam(int[] ids, double score) {}

  /** A beam and one more id. */
  private record Continuation(int row, int id, double score) {
    Beam of(List<Beam> running) {
      int[] before = running.get(row).ids();
      int[] ids = Arrays.copyOf(before, before.length + 1);
      ids[before.length] = id;
      return new Beam(ids, score);
    }
  }

  /**
   * Finds a caption.
   *
   * @param prompt the ids with which it starts, fewer than it may have
   * @return all its ids, those of the prompt among them, the end at last unless it became too long
   */
  public int[] find(Words words, int[] prompt) {
    if (prompt.length == 0 || prompt.length >= longest) {
      throw new IllegalArgumentException(
          "The prompt must have 1 to %d tokens, fewer than the caption, but has: %d."
              .formatted(longest - 1, prompt.length));
    }
    return beams == 1 ? likeliest(words, prompt) : best(words, prompt);
  }

  private int[] likeliest(Words words, int[] prompt) {
    int[] ids = prompt;
    int[] added = prompt;
    while (ids.length < longest) {
      double[] scores = penalised(widened(words.next(List.of(added)).get(0)), ids);
      int id = IntStream.range(0, scores.length).reduce(0, (a, b) -> scores[b] > scores[a] ? b : a);
      ids = Arrays.copyOf(ids, ids.length + 1);
      ids[ids.length - 1] = id;
      added = new int[] {id};
      if (id == endId) {
        return ids;
      }
    }
    return ids;
  }

  private int[] best(Words words, int[] prompt) {
    List<Beam> running = List.of(new Beam(prompt, 0));
    List<Beam> finished = new ArrayList<>();
    List<float[]> logits = words.next(List.of(prompt));
    while (true) {
      List<Continuation> next = continuations(running, logits);
      int length = running.get(0).ids().length + 1;
      int made = length - prompt.length;
      List<Continuation> open = new ArrayList<>();
      for (int i = 0; i < next.size(); i++) {
        Continuation one = next.get(i);
        if (one.id() != endId && length < longest) {
          open.add(one);
        } else if (i < beams) {
          Beam whole = one.of(running);
          finished.add(new Beam(whole.ids(), whole.score() / made));
        }
      }
      finished.sort(Comparator.comparingDouble(Beam::score).reversed());
      finished.subList(Math.min(beams, finished.size()), finished.size()).clear();
      if (open.isEmpty() || isDone(finished, open.get(0).score() / made)) {
        return finished.get(0).ids();
      }
      List<Continuation> kept = open.subList(0, Math.min(beams, open.size()));
      words.choose(kept.stream().map(Continuation::row).toList());
      List<Beam> before = running;
      running = kept.stream().map(one -> one.of(before)).toList();
      logits = words.next(kept.stream().map(one -> new int[] {one.id()}).toList());
    }
  }

  /** Tells whether no running beam can still become one of the best. */
  private boolean isDone(List<Beam> finished, double running) {
    return finished.size() == beams && running <= finished.get(beams - 1).score();
  }

  /** Returns the best continuations of all beams, twice as many as there are beams. */
  private List<Continuation> continuations(List<Beam> running, List<float[]> logits) {
    PriorityQueue<Continuation> best = new PriorityQueue<>(BEST_FIRST.reversed());
    for (int row = 0; row < running.size(); row++) {
      Beam beam = running.get(row);
      double[] scores = penalised(logarithms(logits.get(row)), beam.ids());
      for (int id = 0; id < scores.length; id++) {
        double score = beam.score() + scores[id];
        if (best.size() < 2 * beams) {
          best.add(new Continuation(row, id, score));
        } else if (score > best.element().score()) {
          best.remove();
          best.add(new Continuation(row, id, score));
        }
      }
    }
    return best.stream().sorted(BEST_FIRST).toList();
  }

  private double[] penalised(double[] scores, int[] ids) {
    if (repetitionPenalty != 1) {
      IntStream.of(ids)
          .distinct()
          .forEach(
              id ->
                  scores[id] =
                      scores[id] < 0
                          ? scores[id] * repetitionPenalty
                          : scores[id] / repetitionPenalty);
    }
    if (ids.length < shortest) {
      scores[endId] = Double.NEGATIVE_INFINITY;
    }
    return scores;
  }

  private static double[] widened(float[] logits) {
    double[] wide = new double[logits.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = logits[i];
    }
    return wide;
  }

  /** Returns the logarithms of the probabilities. */
  private static double[] logarithms(float[] logits) {
    double[] scores = widened(logits);
    double largest = Arrays.stream(scores).max().orElse(0);
    double sum = Arrays.stream(scores).map(score -> Math.exp(score - largest)).sum();
    double shift = largest + Math.log(sum);
    return Arrays.stream(scores).map(score -> score - shift).toArray();
  }
}
