package io.pentimento.model;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.google.gson.JsonObject;
import io.pentimento.checkpoint.ModelFormatException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * CLIP's byte-level byte-pair encoding: Sennrich et al. 2016, "Neural Machine Translation of Rare
 * Words with Subword Units", over 49408 entries. Many threads may use one tokenizer; it holds
 * native memory until it is closed.
 */
public final class ClipTokenizer implements Tokenizer, AutoCloseable {
  static final String START = "<|startoftext|>";
  static final String END = "<|endoftext|>";

  private static final String PACKAGED = "clip/tokenizer.json";
  private static final int CLIP_LENGTH = 77;

  /** The id of "!", with which OpenCLIP pads. */
  private static final int OPEN_CLIP_PAD = 0;

  private static final Map<String, String> NOTHING_ADDED =
      Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false");

  private final HuggingFaceTokenizer tokenizer;
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private final int startId;
  private final int endId;
  private final int padId;
  private final int maxLength;
  private boolean closed;

  private ClipTokenizer(
      HuggingFaceTokenizer tokenizer, int startId, int endId, int padId, int maxLength) {
    this.tokenizer = tokenizer;
    this.startId = startId;
    this.endId = endId;
    this.padId = padId;
    this.maxLength = maxLength;
  }

  /**
   * Opens the tokenizer that comes with this library, padding with the end token as Stable
   * Diffusion 1 does.
   */
  public static ClipTokenizer packaged() {
    HuggingFaceTokenizer tokenizer = openPackaged();
    int end = special(tokenizer, END);
    return new ClipTokenizer(tokenizer, special(tokenizer, START), end, end, CLIP_LENGTH);
  }

  /**
   * Opens the tokenizer that comes with this library, padding with 0 as Stable Diffusion 2 does.
   */
  public static ClipTokenizer packagedForOpenClip() {
    HuggingFaceTokenizer tokenizer = openPackaged();
    return new ClipTokenizer(
        tokenizer, special(tokenizer, START), special(tokenizer, END), OPEN_CLIP_PAD, CLIP_LENGTH);
  }

  /**
   * Opens the tokenizer of a model folder: of its {@code tokenizer.json}, or of {@code vocab.json}
   * and {@code merges.txt}.
   *
   * @param folder the folder {@code tokenizer} of a diffusers model
   * @throws IOException if the folder holds no such files, or they are not CLIP's
   */
  public static ClipTokenizer read(Path folder) throws IOException {
    TokenizerFolder files = new TokenizerFolder(folder);
    HuggingFaceTokenizer tokenizer = open(folder, files);
    try {
      int start = special(tokenizer, START);
      int end = special(tokenizer, END);
      int pad = files.padToken().equals(END) ? end : files.idOf(files.padToken());
      return new ClipTokenizer(tokenizer, start, end, pad, files.maxLength(CLIP_LENGTH));
    } catch (RuntimeException e) {
      tokenizer.close();
      throw new ModelFormatException(
          folder, null, "must be a folder of CLIP's tokenizer, but: " + e.getMessage(), e);
    } catch (IOException e) {
      tokenizer.close();
      throw e;
    }
  }

  /** Opens the packaged tokenizer; its text is the template for folders that have none. */
  private static HuggingFaceTokenizer openPackaged() {
    try (InputStream json = packagedJson()) {
      return HuggingFaceTokenizer.newInstance(json, NOTHING_ADDED);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static InputStream packagedJson() {
    InputStream resource = ClipTokenizer.class.getResourceAsStream(PACKAGED);
    if (resource == null) {
      throw new IllegalStateException(
          "The resource io/pentimento/model/"
              + PACKAGED
              + " must be in the jar of sd-core, but is missing.");
    }
    return resource;
  }

  private static HuggingFaceTokenizer open(Path folder, TokenizerFolder files) throws IOException {
    if (files.isPackagedVocabulary()) {
      return openPackaged();
    }
    try (InputStream json =
        files.hasTokenizerJson()
            ? Files.newInputStream(files.tokenizerJson())
            : bytes(files.assembled())) {
      return HuggingFaceTokenizer.newInstance(json, NOTHING_ADDED);
    } catch (RuntimeException e) {
      throw new ModelFormatException(
          folder, null, "the files must hold a byte-pair tokenizer, but: " + e.getMessage(), e);
    }
  }

  private static InputStream bytes(JsonObject json) {
    return new ByteArrayInputStream(json.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static int special(HuggingFaceTokenizer tokenizer, String token) {
    long[] ids = tokenizer.encode(token, false, false).getIds();
    if (ids.length != 1) {
      throw new IllegalArgumentException(
          "The vocabulary must have the token %s, but has none. Is this CLIP's?".formatted(token));
    }
    return Math.toIntExact(ids[0]);
  }

  @Override
  public int[] tokenize(String text) {
    String repaired = TextRepair.repaired(text);
    lock.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException("The tokenizer must be open, but was closed.");
      }
      long[] ids = tokenizer.encode(repaired, false, false).getIds();
      int[] result = new int[ids.length];
      for (int i = 0; i < ids.length; i++) {
        result[i] = Math.toIntExact(ids[i]);
      }
      return result;
    } finally {
      lock.readLock().unlock();
    }
  }

  @Override
  public int startId() {
    return startId;
  }

  @Override
  public int endId() {
    return endId;
  }

  @Override
  public int padId() {
    return padId;
  }

  @Override
  public int maxLength() {
    return maxLength;
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
