package io.pentimento.model;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.pentimento.checkpoint.ModelFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The files of a diffusers model's {@code tokenizer} folder. */
final class TokenizerFolder {
  /** No file of a tokenizer is near this large; a larger one is refused before it is read. */
  private static final long LARGEST_FILE = 64L << 20;

  /**
   * The usual vocabulary in its usual spelling, for which the packaged tokenizer is ready without
   * any parsing.
   */
  private static final String CLIP_VOCAB_SHA256 =
      "5047b556ce86ccaf6aa22b3ffccfc52d391ea4accdab9c2f2407da5b742d4363";

  private static final String CLIP_MERGES_SHA256 =
      "9fd691f7c8039210e0fced15865466c65820d09b63988b0174bfe25de299051a";

  private final Path folder;
  private final JsonObject config;

  TokenizerFolder(Path folder) throws IOException {
    this.folder = folder;
    if (!hasTokenizerJson() && !(has("vocab.json") && has("merges.txt"))) {
      throw new ModelFormatException(
          folder,
          "a tokenizer folder must hold tokenizer.json, or vocab.json and merges.txt, but does"
              + " not.");
    }
    this.config = has("tokenizer_config.json") ? json("tokenizer_config.json") : new JsonObject();
  }

  boolean hasTokenizerJson() {
    return has("tokenizer.json");
  }

  Path tokenizerJson() throws IOException {
    return checked("tokenizer.json");
  }

  /** Tells whether the folder's vocabulary is the packaged one, by the digest of its files. */
  boolean isPackagedVocabulary() throws IOException {
    return !hasTokenizerJson()
        && sha256("vocab.json").equals(CLIP_VOCAB_SHA256)
        && sha256("merges.txt").equals(CLIP_MERGES_SHA256);
  }

  /**
   * Makes a tokenizer.json of the packaged one's rules with this folder's vocabulary and merges.
   */
  JsonObject assembled() throws IOException {
    JsonObject vocabulary = json("vocab.json");
    JsonObject tokenizer;
    try (Reader template =
        new InputStreamReader(ClipTokenizer.packagedJson(), StandardCharsets.UTF_8)) {
      tokenizer = JsonParser.parseReader(template).getAsJsonObject();
    }
    JsonArray special = tokenizer.getAsJsonArray("added_tokens");
    for (JsonElement token : special) {
      String content = token.getAsJsonObject().get("content").getAsString();
      token.getAsJsonObject().addProperty("id", idOf(vocabulary, content));
    }
    JsonArray merges = new JsonArray();
    Files.readAllLines(checked("merges.txt"), StandardCharsets.UTF_8).stream()
        .filter(line -> !line.isBlank() && !line.startsWith("#version"))
        .forEach(merges::add);
    JsonObject model = tokenizer.getAsJsonObject("model");
    model.add("vocab", vocabulary);
    model.add("merges", merges);
    tokenizer.remove("post_processor");
    return tokenizer;
  }

  /** Returns the token that fills the input, the end token where nothing is said. */
  String padToken() {
    JsonElement token = config.get("pad_token");
    if (token != null && token.isJsonObject()) {
      token = token.getAsJsonObject().get("content");
    }
    boolean named = token != null && token.isJsonPrimitive();
    return named ? token.getAsString() : ClipTokenizer.END;
  }

  /**
   * Returns how many ids the text encoder takes; some files hold an absurd number there that means
   * "any".
   */
  int maxLength(int usual) {
    JsonElement length = config.get("model_max_length");
    boolean number =
        length != null && length.isJsonPrimitive() && length.getAsJsonPrimitive().isNumber();
    double value = number ? length.getAsDouble() : usual;
    return value >= 3 && value <= 4096 ? (int) value : usual;
  }

  /** Returns the id of a vocabulary entry. */
  int idOf(String token) throws IOException {
    return idOf(
        has("vocab.json")
            ? json("vocab.json")
            : json("tokenizer.json").getAsJsonObject("model").getAsJsonObject("vocab"),
        token);
  }

  private int idOf(JsonObject vocabulary, String token) throws IOException {
    JsonElement id = vocabulary.get(token);
    if (id == null || !id.isJsonPrimitive()) {
      throw new ModelFormatException(
          folder,
          "the vocabulary must have the token " + token + ", but has none. Is this CLIP's?");
    }
    return id.getAsInt();
  }

  private boolean has(String name) {
    return Files.isRegularFile(folder.resolve(name));
  }

  private Path checked(String name) throws IOException {
    Path file = folder.resolve(name);
    if (Files.size(file) > LARGEST_FILE) {
      throw new ModelFormatException(
          file,
          "a tokenizer's file must be at most 64 MiB, but has %d bytes."
              .formatted(Files.size(file)));
    }
    return file;
  }

  private JsonObject json(String name) throws IOException {
    Path file = checked(name);
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      return JsonParser.parseReader(reader).getAsJsonObject();
    } catch (JsonParseException | IllegalStateException e) {
      throw new ModelFormatException(
          file, null, "must be a JSON object, but: " + e.getMessage(), e);
    }
  }

  private String sha256(String name) throws IOException {
    try (InputStream file = Files.newInputStream(checked(name))) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[1 << 16];
      for (int read = file.read(buffer); read >= 0; read = file.read(buffer)) {
        digest.update(buffer, 0, read);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
