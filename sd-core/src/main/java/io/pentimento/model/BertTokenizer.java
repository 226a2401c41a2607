package io.pentimento.model;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import io.pentimento.checkpoint.ModelFormatException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * The tokenizer of bert-base-uncased, which BLIP's captions are made of. Many threads may use one;
 * it holds native memory until it is closed.
 */
public final class BertTokenizer implements AutoCloseable {
  private static final Map<String, String> NOTHING_ADDED =
      Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false");

  private final HuggingFaceTokenizer tokenizer;
  private final BertVocabulary vocabulary;
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private boolean closed;

  private BertTokenizer(HuggingFaceTokenizer tokenizer, BertVocabulary vocabulary) {
    this.tokenizer = tokenizer;
    this.vocabulary = vocabulary;
  }

  /**
   * Opens the tokenizer of a folder: of its {@code tokenizer.json}, or of {@code vocab.txt}.
   *
   * @throws IOException if the folder holds neither, or they are not BERT's
   */
  public static BertTokenizer read(Path folder) throws IOException {
    Path json = folder.resolve("tokenizer.json");
    Path text = folder.resolve("vocab.txt");
    if (Files.isRegularFile(json)) {
      BertVocabulary vocabulary = BertVocabulary.readJson(json);
      try (InputStream in = Files.newInputStream(json)) {
        return open(json, in, vocabulary);
      }
    }
    if (Files.isRegularFile(text)) {
      BertVocabulary vocabulary = BertVocabulary.readText(text);
      byte[] made = vocabulary.tokenizerJson().toString().getBytes(StandardCharsets.UTF_8);
      return open(text, new ByteArrayInputStream(made), vocabulary);
    }
    throw new ModelFormatException(
        folder,
        "must hold vocab.txt or tokenizer.json beside BLIP's weights, but has neither. Both are in"
            + " Salesforce/blip-image-captioning-base, and vocab.txt in bert-base-uncased.");
  }

  private static BertTokenizer open(Path file, InputStream json, BertVocabulary vocabulary)
      throws IOException {
    try {
      return new BertTokenizer(HuggingFaceTokenizer.newInstance(json, NOTHING_ADDED), vocabulary);
    } catch (RuntimeException e) {
      throw new ModelFormatException(
          file, null, "must hold BERT's word pieces, but: " + e.getMessage(), e);
    }
  }

  /** Returns the ids of a text, without any at its start and end. */
  public int[] tokenize(String text) {
    lock.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException("The tokenizer must be open, but was closed.");
      }
      long[] ids = tokenizer.encode(text, false, false).getIds();
      int[] result = new int[ids.length];
      for (int i = 0; i < ids.length; i++) {
        result[i] = Math.toIntExact(ids[i]);
      }
      return result;
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Returns the text of ids; those that are no words are left out. */
  public String text(int[] ids) {
    return vocabulary.text(ids);
  }

  /** Frees the native memory, after running calls are done. */
  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        tokenizer.close();
      }
    } finally {
      lock.writeLock().unlock();
    }
  }
}
