package io.pentimento.prompt;

import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The chunks of texts that are encoded together: one line a different text, all lines filled with
 * empty chunks to the same length, and chunks of equal tokens encoded as one row.
 */
final class ChunkTable {
  private final List<String> texts;
  private final List<List<TokenChunk>> lines;
  private final float[] shares;
  private final List<TokenChunk> rows = new ArrayList<>();

  /** The row of each chunk, by line and place in it. */
  private final int[][] rowOf;

  private ChunkTable(List<String> texts, List<List<TokenChunk>> lines, float[] shares) {
    this.texts = texts;
    this.lines = lines;
    this.shares = shares;
    this.rowOf = new int[lines.size()][lines.get(0).size()];
    Map<EncoderInput, Integer> known = new HashMap<>();
    for (int line = 0; line < rowOf.length; line++) {
      for (int chunk = 0; chunk < rowOf[line].length; chunk++) {
        rowOf[line][chunk] = row(lines.get(line).get(chunk), known);
      }
    }
  }

  /** Returns the row of a chunk, a new one if there is none of the same input. */
  private int row(TokenChunk chunk, Map<EncoderInput, Integer> known) {
    Integer row = known.putIfAbsent(EncoderInput.of(chunk), rows.size());
    if (row != null) {
      return row;
    }
    rows.add(chunk);
    return rows.size() - 1;
  }

  /** What of a chunk the text encoder sees; weights act behind it. */
  private record EncoderInput(IntBuffer ids, List<TokenChunk.Placement> placements) {
    static EncoderInput of(TokenChunk chunk) {
      return new EncoderInput(IntBuffer.wrap(chunk.ids()), chunk.placements());
    }
  }

  /**
   * Cuts texts into chunks.
   *
   * @throws IllegalArgumentException if there is no text
   */
  static ChunkTable of(
      List<String> batch, Function<String, EncodedPrompt> chunker, TokenChunk empty) {
    if (batch.isEmpty()) {
      throw new IllegalArgumentException("There must be a text to encode, but got none.");
    }
    Map<String, Integer> counts = new LinkedHashMap<>();
    batch.forEach(text -> counts.merge(text, 1, Integer::sum));
    List<List<TokenChunk>> lines = new ArrayList<>();
    int longest = 0;
    for (String text : counts.keySet()) {
      List<TokenChunk> chunks = new ArrayList<>(chunker.apply(text).chunks());
      lines.add(chunks);
      longest = Math.max(longest, chunks.size());
    }
    float[] shares = new float[lines.size()];
    int line = 0;
    for (int count : counts.values()) {
      while (lines.get(line).size() < longest) {
        lines.get(line).add(empty);
      }
      shares[line++] = (float) count / batch.size();
    }
    return new ChunkTable(List.copyOf(counts.keySet()), lines, shares);
  }

  /** Returns the different texts, in the order of lines. */
  List<String> texts() {
    return texts;
  }

  /** Returns the chunks that the text encoder tells apart. */
  List<TokenChunk> rows() {
    return rows;
  }

  int chunksPerText() {
    return lines.get(0).size();
  }

  /** Returns which share of the batch each text makes up. */
  float[] shares() {
    return shares;
  }

  /** Returns the row of one chunk of each text. */
  long[] rowsOf(int chunk) {
    long[] found = new long[rowOf.length];
    for (int line = 0; line < found.length; line++) {
      found[line] = rowOf[line][chunk];
    }
    return found;
  }

  boolean isWeighted(int chunk) {
    return lines.stream().anyMatch(line -> line.get(chunk).isWeighted());
  }

  /** Returns the weights of one chunk of each text, text after text. */
  float[] weightsOf(int chunk) {
    int length = rows.get(0).weights().length;
    float[] weights = new float[lines.size() * length];
    for (int line = 0; line < lines.size(); line++) {
      System.arraycopy(lines.get(line).get(chunk).weights(), 0, weights, line * length, length);
    }
    return weights;
  }
}
