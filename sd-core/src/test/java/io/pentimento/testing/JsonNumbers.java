package io.pentimento.testing;

import com.google.gson.JsonElement;
import java.util.stream.Stream;

/** Numbers out of the JSON of golden files. */
public final class JsonNumbers {
  private JsonNumbers() {}

  /** Returns the elements of an array. */
  public static Stream<JsonElement> elements(JsonElement array) {
    return array.getAsJsonArray().asList().stream();
  }

  /** Returns an array of doubles. */
  public static double[] doubles(JsonElement array) {
    return elements(array).mapToDouble(JsonElement::getAsDouble).toArray();
  }

  /** Returns an array of floats. */
  public static float[] floats(JsonElement array) {
    double[] doubles = doubles(array);
    float[] floats = new float[doubles.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) doubles[i];
    }
    return floats;
  }

  /** Returns an array of ints. */
  public static int[] ints(JsonElement array) {
    return elements(array).mapToInt(JsonElement::getAsInt).toArray();
  }

  /** Returns an array of longs. */
  public static long[] longs(JsonElement array) {
    return elements(array).mapToLong(JsonElement::getAsLong).toArray();
  }
}
