package io.pentimento.examples;

import io.pentimento.sampling.Prediction;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads what a network predicts, and lists the words for the help. */
final class PredictionConverter implements ITypeConverter<Prediction>, Iterable<String> {
  private static final Map<String, Prediction> WORDS = words();

  private static Map<String, Prediction> words() {
    Map<String, Prediction> words = new LinkedHashMap<>();
    words.put("epsilon", Prediction.EPSILON);
    words.put("v", Prediction.VELOCITY);
    return words;
  }

  @Override
  public Prediction convert(String text) {
    Prediction prediction = WORDS.get(text.strip().toLowerCase(Locale.ROOT));
    if (prediction == null) {
      throw new TypeConversionException(
          "prediction must be one of %s, but got: %s."
              .formatted(String.join(", ", WORDS.keySet()), text));
    }
    return prediction;
  }

  @Override
  public Iterator<String> iterator() {
    return WORDS.keySet().iterator();
  }
}
