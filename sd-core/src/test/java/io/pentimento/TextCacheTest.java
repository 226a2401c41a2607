package io.pentimento;

import static org.assertj.core.api.Assertions.assertThat;

import io.pentimento.patch.ModelPatch;
import io.pentimento.prompt.Emphasis;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TextCacheTest {
  private static TextCache.Key key(String... texts) {
    return new TextCache.Key(List.of(texts), 1, Emphasis.ORIGINAL, ModelPatch.none());
  }

  /** Three of these are more than the cache holds. */
  private static TextCache.Vectors large(String text) {
    int values = 6 << 20;
    return new TextCache.Vectors(1, values, Map.of(text, new float[values]), Map.of());
  }

  @Test
  void get_isWhatWasPutUnderAllThatAnEncodingDependsOn() {
    TextCache cache = new TextCache();
    TextCache.Vectors cat = new TextCache.Vectors(1, 1, Map.of("cat", new float[] {1}), Map.of());
    cache.put(key("cat"), cat);
    assertThat(cache.get(key("cat"))).containsSame(cat);
    assertThat(cache.get(key("cat", "dog"))).isEmpty();
    assertThat(
            cache.get(new TextCache.Key(List.of("cat"), 2, Emphasis.ORIGINAL, ModelPatch.none())))
        .isEmpty();
    assertThat(cache.get(new TextCache.Key(List.of("cat"), 1, Emphasis.IGNORE, ModelPatch.none())))
        .isEmpty();
  }

  @Test
  void put_dropsTheLeastRecentlyUsedWhenFull() {
    TextCache cache = new TextCache();
    cache.put(key("a"), large("a"));
    cache.put(key("b"), large("b"));
    assertThat(cache.get(key("a"))).isPresent();
    cache.put(key("c"), large("c"));
    assertThat(cache.get(key("b"))).isEmpty();
    assertThat(cache.get(key("a"))).isPresent();
    assertThat(cache.get(key("c"))).isPresent();
  }

  @Test
  void put_ofTheSameTextsAgain_countsOnce() {
    TextCache cache = new TextCache();
    cache.put(key("a"), large("a"));
    for (int i = 0; i < 5; i++) {
      cache.put(key("b"), large("b"));
    }
    assertThat(cache.get(key("a"))).isPresent();
  }
}
