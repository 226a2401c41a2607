package io.pentimento.prompt;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A tag in a prompt that names a network, {@code <lora:ink:0.8>}.
 *
 * @param kind the word that says what it is, as written: lora, lyco, hypernet, or anything else
 * @param items what stands between the colons behind the kind, at least one, possibly empty
 * @param positional those items without a name, in order
 * @param named the value of those items that are {@code name=value}; of equal names the last
 */
public record ExtraNetwork(
    String kind, List<String> items, List<String> positional, Map<String, String> named) {
  private static final Logger LOG = LoggerFactory.getLogger(ExtraNetwork.class);

  /** Copies the items. */
  public ExtraNetwork {
    items = List.copyOf(items);
    positional = List.copyOf(positional);
    named = Collections.unmodifiableMap(new LinkedHashMap<>(named));
  }

  /** Reads what stands between the kind and the end of the tag. */
  static ExtraNetwork of(String kind, String arguments) {
    List<String> items = List.of(arguments.split(":", -1));
    List<String> positional = new ArrayList<>();
    Map<String, String> named = new LinkedHashMap<>();
    for (String item : items) {
      int equals = item.indexOf('=');
      if (equals >= 0 && equals == item.lastIndexOf('=')) {
        named.put(item.substring(0, equals), item.substring(equals + 1));
      } else {
        positional.add(item);
      }
    }
    return new ExtraNetwork(kind, items, positional, named);
  }

  /**
   * Reads this tag as a LoRA: {@code <lora:NAME:TE:UNET:DYN>}, where the last three may also be
   * named {@code te=}, {@code unet=} and {@code dyn=}; a name goes before a place. lyco is another
   * word for lora.
   *
   * @return nothing if this tag is of another kind; also, and that is logged, if no item is the
   *     name
   */
  public Optional<LoraTag> lora() {
    if (!kind.equals("lora") && !kind.equals("lyco")) {
      return Optional.empty();
    }
    if (positional.isEmpty()) {
      LOG.warn("{} must start with the name of a LoRA; leaving it out.", OneLine.of(this));
      return Optional.empty();
    }
    TagNumbers numbers = new TagNumbers(this);
    double textEncoder = numbers.weight(argument("te", 1), 1);
    double unet = numbers.weight(argument("unet", 2), textEncoder);
    OptionalInt rank = numbers.rank(argument("dyn", 3));
    return Optional.of(new LoraTag(positional.get(0), textEncoder, unet, rank));
  }

  /**
   * Reads this tag as a hypernetwork: {@code <hypernet:NAME:MULTIPLIER>}.
   *
   * @return nothing if this tag is of another kind
   */
  public Optional<HypernetTag> hypernet() {
    if (!kind.equals("hypernet")) {
      return Optional.empty();
    }
    Optional<String> multiplier = items.size() > 1 ? Optional.of(items.get(1)) : Optional.empty();
    return Optional.of(new HypernetTag(items.get(0), new TagNumbers(this).weight(multiplier, 1)));
  }

  private Optional<String> argument(String name, int place) {
    return Optional.ofNullable(named.get(name))
        .or(
            () ->
                place < positional.size() ? Optional.of(positional.get(place)) : Optional.empty());
  }

  /** Returns the tag as it can be written in a prompt. */
  @Override
  public String toString() {
    return "<" + kind + ":" + String.join(":", items) + ">";
  }
}
