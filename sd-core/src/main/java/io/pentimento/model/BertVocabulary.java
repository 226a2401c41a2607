package io.pentimento.model;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.pentimento.checkpoint.ModelFormatException;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The word pieces of BERT (Schuster and Nakajima 2012; Devlin et al. 2019, section 3), in the order
 * of their ids: a piece within a word begins with "##".
 *
 * @param pieces by id; empty where an id has none
 */
record BertVocabulary(List<String> pieces) {
  static final String UNKNOWN = "[UNK]";
  private static final Set<String> SPECIAL =
      Set.of("", "[PAD]", UNKNOWN, "[CLS]", "[SEP]", "[MASK]", "[DEC]", "[ENC]");
  private static final String INNER = "##";

  /** No vocabulary is near this large. */
  private static final long LONGEST = 64L << 20;

  private static final List<String> MARKS = List.of(".", "?", "!", ",");
  private static final List<String> ENDINGS = List.of("n't", "'m", "'s", "'ve", "'re");

  BertVocabulary {
    pieces = List.copyOf(pieces);
  }

  /**
   * Reads {@code vocab.txt}, in which each line is a piece.
   *
   * @throws IOException if reading fails, or it is no such vocabulary
   */
  static BertVocabulary readText(Path file) throws IOException {
    checkSize(file);
    try {
      List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
      return checked(file, lines.stream().map(String::stripTrailing).toList());
    } catch (CharacterCodingException e) {
      throw new ModelFormatException(file, null, "the vocabulary is not UTF-8.", e);
    }
  }

  /**
   * Reads the vocabulary in {@code tokenizer.json}.
   *
   * @throws IOException if reading fails, or it holds no such vocabulary
   */
  static BertVocabulary readJson(Path file) throws IOException {
    checkSize(file);
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      JsonObject model = JsonParser.parseReader(reader).getAsJsonObject().getAsJsonObject("model");
      JsonObject vocabulary = model.getAsJsonObject("vocab");
      int most = Bounds.VOCABULARY;
      int count =
          1 + vocabulary.asMap().values().stream().mapToInt(JsonElement::getAsInt).max().orElse(0);
      List<String> pieces = new ArrayList<>(Collections.nCopies(Math.min(count, most), ""));
      vocabulary.asMap().forEach((piece, id) -> pieces.set(id.getAsInt(), piece));
      return checked(file, pieces);
    } catch (JsonParseException
        | IllegalStateException
        | ClassCastException
        | NullPointerException
        | NumberFormatException
        | IndexOutOfBoundsException e) {
      throw new ModelFormatException(
          file,
          null,
          "must be the tokenizer.json of BERT's word pieces, but: " + e.getMessage(),
          e);
    }
  }

  private static void checkSize(Path file) throws IOException {
    if (Files.size(file) > LONGEST) {
      throw new ModelFormatException(file, "a vocabulary has at most %d bytes.".formatted(LONGEST));
    }
  }

  private static BertVocabulary checked(Path file, List<String> pieces)
      throws ModelFormatException {
    if (!pieces.contains(UNKNOWN)) {
      throw new ModelFormatException(
          file, "must be BERT's vocabulary of word pieces, but lacks " + UNKNOWN + ".");
    }
    return new BertVocabulary(pieces);
  }

  /** Returns a tokenizer.json with these pieces and the rules of bert-base-uncased. */
  JsonObject tokenizerJson() {
    JsonObject model = new JsonObject();
    model.addProperty("type", "WordPiece");
    model.addProperty("unk_token", UNKNOWN);
    model.addProperty("continuing_subword_prefix", INNER);
    model.addProperty("max_input_chars_per_word", 100);
    JsonObject ids = new JsonObject();
    for (int id = 0; id < pieces.size(); id++) {
      if (!pieces.get(id).isEmpty() && !ids.has(pieces.get(id))) {
        ids.addProperty(pieces.get(id), id);
      }
    }
    model.add("vocab", ids);
    JsonObject normalizer = new JsonObject();
    normalizer.addProperty("type", "BertNormalizer");
    normalizer.addProperty("clean_text", true);
    normalizer.addProperty("handle_chinese_chars", true);
    normalizer.addProperty("lowercase", true);
    JsonObject cutting = new JsonObject();
    cutting.addProperty("type", "BertPreTokenizer");
    JsonObject whole = new JsonObject();
    whole.addProperty("version", "1.0");
    whole.add("added_tokens", new JsonArray());
    whole.add("normalizer", normalizer);
    whole.add("pre_tokenizer", cutting);
    whole.add("model", model);
    return whole;
  }

  /**
   * Joins pieces to a text, as transformers does: ids that are no words are left out, and blanks
   * before punctuation and around apostrophes.
   */
  String text(int[] ids) {
    List<String> known = new ArrayList<>();
    for (int id : ids) {
      String piece = id < pieces.size() ? pieces.get(id) : "";
      if (!SPECIAL.contains(piece)) {
        known.add(piece);
      }
    }
    String joined =
        known.stream().collect(Collectors.joining(" ")).replace(" " + INNER, "").strip();
    return glued(joined);
  }

  private static String glued(String text) {
    String glued = text;
    for (String mark : MARKS) {
      glued = glued.replace(" " + mark, mark);
    }
    glued = glued.replace(" ' ", "'");
    for (String ending : ENDINGS) {
      glued = glued.replace(" " + ending, ending);
    }
    return glued;
  }
}
