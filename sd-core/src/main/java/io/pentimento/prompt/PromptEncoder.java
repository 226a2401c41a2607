package io.pentimento.prompt;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.pentimento.internal.Scope;
import io.pentimento.model.TextEncoder;
import io.pentimento.model.TextEncoderConfig.Activation;
import io.pentimento.model.Tokenizer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
  private final TextEncoder textEncoder;
  private final int clipSkip;
  private final Emphasis emphasis;

  /**
   * Prepares the encoding of prompts.
   *
   * @param words the words that the text encoder was given
   * @param clipSkip which layer of the text encoder counts from the end, 1 (the last) to 12.
   *     OpenCLIP encoders (SD2) were trained with one layer and ignore it
   * @throws IllegalArgumentException if the text encoder has fewer layers
   */
  public PromptEncoder(
      Tokenizer tokenizer,
      TextEncoder textEncoder,
      List<AddedWord> words,
      int clipSkip,
      Emphasis emphasis) {
    this.words = List.copyOf(words);
    this.chunker =
        new PromptChunker(
            tokenizer,
            words.stream().map(AddedWord::embedding).toList(),
            PromptChunker.USUAL_BACKTRACK);
    this.textEncoder = textEncoder;
    this.clipSkip = textEncoder.config().activation() == Activation.GELU ? 1 : clipSkip;
    this.emphasis = emphasis;
    textEncoder.checkClipSkip(this.clipSkip);
  }

  /** Prepares the encoding of prompts in the text encoder's own words. */
  public PromptEncoder(
      Tokenizer tokenizer, TextEncoder textEncoder, int clipSkip, Emphasis emphasis) {
    this(tokenizer, textEncoder, List.of(), clipSkip, emphasis);
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
   * Encodes the texts of one schedule together, since {@link Emphasis#ORIGINAL} keeps the mean over
   * all of them, equal ones counted as often as they come. All results have as many chunks as the
   * longest text; shorter ones are filled with empty chunks. A text that comes several times is
   * encoded once.
   *
   * @param parent holds the results
   * @param texts the texts of {@link PromptSchedule#texts}, at least one
   * @return for each text, in order, {@code [1, 77 × chunks, width]}, float32; equal texts share
   *     one array
   * @throws IllegalArgumentException if there is no text
   */
  public List<NDArray> encode(Scope parent, List<String> texts) {
    ChunkTable table =
        ChunkTable.of(texts, text -> chunker.chunk(emphasis.parse(text)), chunker.emptyChunk());
    try (Scope scope = parent.open("prompt")) {
      NDArray rows = encodeRows(scope, table.rows().stream().map(this::ids).toList());
      NDList chunks = new NDList(table.chunksPerText());
      for (int i = 0; i < table.chunksPerText(); i++) {
        chunks.add(weighed(scope, rows, table, i));
      }
      NDArray joined = NDArrays.concat(chunks, 1);
      Map<String, NDArray> encoded = new HashMap<>();
      for (String text : table.texts()) {
        int row = encoded.size();
        encoded.put(text, parent.adopt(scope.slice(joined, row, row + 1L, 0)));
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
  private NDArray encodeRows(Scope scope, List<int[]> rows) {
    NDList encoded = new NDList();
    for (int from = 0; from < rows.size(); from += ROWS_AT_ONCE) {
      List<int[]> some = rows.subList(from, Math.min(rows.size(), from + ROWS_AT_ONCE));
      encoded.add(textEncoder.encode(scope, some, clipSkip));
    }
    return NDArrays.concat(encoded);
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
