package io.pentimento.prompt;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.pentimento.internal.Scope;
import io.pentimento.model.NetworkLease;
import io.pentimento.model.TextEncoder;
import io.pentimento.model.TextTower;
import io.pentimento.model.Tokenizer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Turns a prompt into what the U-Net's cross-attention looks at: text encoder output, chunk by
 * chunk, weighted.
 */
@SuppressWarnings("exports") // The networks stay hidden: only this library makes one.
public final class PromptEncoder {
  /** Bounds memory where a schedule has many texts. */
  private static final int ROWS_AT_ONCE = 32;

  private final PromptChunker chunker;
  private final List<AddedWord> words;
  private final TextTower tower;
  private final int layer;
  private final Emphasis emphasis;

  /**
   * Prepares the encoding of prompts.
   *
   * @param clipSkip which layer of the text encoder counts from the end, 1 (the last) to 12.
   *     OpenCLIP encoders (SD2) were trained with one layer and ignore it
   * @throws IllegalArgumentException if the text encoder has fewer layers
   */
  public PromptEncoder(
      Tokenizer tokenizer, TextEncoder textEncoder, int clipSkip, Emphasis emphasis) {
    this(new TextTower(tokenizer, textEncoder, false), List.of(), clipSkip, emphasis);
  }

  /**
   * Prepares the encoding of prompts.
   *
   * @param words the words that the text encoder was given
   * @param clipSkip which layer counts, see {@link TextTower#layer}
   * @throws IllegalArgumentException if the text encoder has fewer layers
   */
  public PromptEncoder(TextTower tower, List<AddedWord> words, int clipSkip, Emphasis emphasis) {
    this.words = List.copyOf(words);
    this.chunker =
        new PromptChunker(
            tower.tokenizer(),
            words.stream().map(AddedWord::embedding).toList(),
            PromptChunker.USUAL_BACKTRACK);
    this.tower = tower;
    this.layer = tower.layer(clipSkip);
    this.emphasis = emphasis;
  }

  /** Tells whether any text has a word that the text encoder was given. */
  public boolean hasAddedWords(List<String> texts) {
    return !words.isEmpty()
        && texts.stream()
            .flatMap(text -> chunker.chunk(emphasis.parse(text)).chunks().stream())
            .anyMatch(chunk -> !chunk.placements().isEmpty());
  }

  /**
   * Encodes a prompt of any length.
   *
   * @param parent holds the result
   * @return {@code [1, 77 × chunks, width]}, float32
   */
  public NDArray encode(Scope parent, String prompt) {
    return encode(parent, List.of(prompt)).get(0);
  }

  /**
   * Encodes texts together as {@link #encodeTexts} does, and returns their vectors alone.
   *
   * @return for each text, in order, {@code [1, 77 × chunks, width]}, float32
   */
  public List<NDArray> encode(Scope parent, List<String> texts) {
    return encodeTexts(parent, texts).stream().map(EncodedText::vectors).toList();
  }

  /**
   * Encodes the texts of one schedule together, since {@link Emphasis#ORIGINAL} keeps the mean over
   * all of them, equal ones counted as often as they come. All results have as many chunks as the
   * longest text; shorter ones are filled with empty chunks. A text that comes several times is
   * encoded once.
   *
   * @param parent holds the results
   * @param texts the texts of {@link PromptSchedule#texts}, at least one
   * @return for each text, in order, what it became; equal texts share it
   * @throws IllegalArgumentException if there is no text
   */
  public List<EncodedText> encodeTexts(Scope parent, List<String> texts) {
    ChunkTable table =
        ChunkTable.of(texts, text -> chunker.chunk(emphasis.parse(text)), chunker.emptyChunk());
    try (Scope scope = parent.open("prompt")) {
      TextEncoder.Encoded rows = encodeRows(scope, table.rows().stream().map(this::ids).toList());
      NDList chunks = new NDList(table.chunksPerText());
      for (int i = 0; i < table.chunksPerText(); i++) {
        chunks.add(weighed(scope, rows.hidden(), table, i));
      }
      NDArray joined = NDArrays.concat(chunks, 1);
      long[] firstRows = table.rowsOf(0);
      Map<String, EncodedText> encoded = new HashMap<>();
      for (String text : table.texts()) {
        int index = encoded.size();
        NDArray vectors = parent.adopt(scope.slice(joined, index, index + 1L, 0));
        long row = firstRows[index];
        Optional<NDArray> pooled =
            rows.pooled().map(all -> parent.adopt(scope.slice(all, row, row + 1, 0)));
        encoded.put(text, new EncodedText(vectors, pooled));
      }
      return texts.stream().map(encoded::get).toList();
    }
  }

  /** Returns the ids of a chunk, with those of added words in their places. */
  private int[] ids(TokenChunk chunk) {
    int[] ids = chunk.ids();
    for (TokenChunk.Placement placement : chunk.placements()) {
      int firstId = firstId(placement.embedding());
      int begin = placement.offset() + 1;
      int end = Math.min(begin + placement.embedding().vectors(), ids.length);
      for (int i = begin; i < end; i++) {
        ids[i] = firstId + i - begin;
      }
    }
    return ids;
  }

  private int firstId(PromptEmbedding embedding) {
    return words.stream()
        .filter(word -> word.embedding().equals(embedding))
        .findFirst()
        .orElseThrow()
        .firstId();
  }

  /** Runs the text encoder, {@code [rows, 77, width]}, over some rows at a time. */
  private TextEncoder.Encoded encodeRows(Scope scope, List<int[]> rows) {
    try (NetworkLease<TextEncoder> lease = tower.encoder().use()) {
      return encodeRows(lease.network(), scope, rows);
    }
  }

  private TextEncoder.Encoded encodeRows(TextEncoder encoder, Scope scope, List<int[]> rows) {
    NDList hidden = new NDList();
    NDList pooled = new NDList();
    for (int from = 0; from < rows.size(); from += ROWS_AT_ONCE) {
      List<int[]> some = rows.subList(from, Math.min(rows.size(), from + ROWS_AT_ONCE));
      if (tower.plain()) {
        TextEncoder.Encoded encoded =
            encoder.encodePlain(scope, some, layer, tower.tokenizer().endId());
        hidden.add(encoded.hidden());
        encoded.pooled().ifPresent(pooled::add);
      } else {
        hidden.add(encoder.encode(scope, some, layer));
      }
    }
    return new TextEncoder.Encoded(
        NDArrays.concat(hidden),
        pooled.isEmpty() ? Optional.empty() : Optional.of(NDArrays.concat(pooled)));
  }

  /** Returns one chunk of all texts, weighed together, {@code [texts, 77, width]}. */
  private NDArray weighed(Scope scope, NDArray rows, ChunkTable table, int chunk) {
    int texts = table.texts().size();
    Shape shape = rows.getShape();
    long[] rowIds = table.rowsOf(chunk);
    NDArray encoded =
        scope
            .embedding(rows.reshape(shape.get(0), -1), scope.array(rowIds, texts))
            .reshape(texts, shape.get(1), shape.get(2));
    if (!table.isWeighted(chunk)) {
      return encoded;
    }
    float[] weights = table.weightsOf(chunk);
    NDArray weightArray = scope.array(weights, texts, shape.get(1));
    return texts == 1
        ? emphasis.apply(encoded, weightArray)
        : emphasis.apply(encoded, weightArray, scope.array(table.shares(), texts));
  }
}
