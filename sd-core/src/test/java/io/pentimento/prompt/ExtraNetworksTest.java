package io.pentimento.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalInt;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ExtraNetworksTest {
  @Property(tries = 3000)
  void everyText_isItsTagsAndTheRest(@ForAll("prompts") String prompt) {
    ExtraNetworks networks = ExtraNetworks.of(prompt);
    int tagged = networks.tags().stream().mapToInt(tag -> tag.toString().length()).sum();
    assertThat(networks.text().length() + tagged).isEqualTo(prompt.length());
    int at = 0;
    for (ExtraNetwork tag : networks.tags()) {
      at = prompt.indexOf(tag.toString(), at);
      assertThat(at).isNotNegative();
      at += tag.toString().length();
    }
  }

  @Property(tries = 50)
  void everyTag_hasFiniteNumbers(@ForAll("prompts") String prompt) {
    ExtraNetworks networks = ExtraNetworks.of("<lora:x:" + prompt + "><hypernet:y:" + prompt + ">");
    assertThat(networks.loras()).allSatisfy(lora -> assertThat(lora.unetWeight()).isFinite());
    assertThat(networks.loras())
        .allSatisfy(lora -> assertThat(lora.textEncoderWeight()).isFinite());
    assertThat(networks.hypernets())
        .allSatisfy(hypernet -> assertThat(hypernet.multiplier()).isFinite());
  }

  /** A tag inside what would be one, {@code <a<b:c>:d>}, leaves a new tag, as in the WebUI. */
  @Property(tries = 3000)
  void removal_leavesNoTagWhereNoneIsInsideAnother(@ForAll("prompts") String prompt) {
    String flat = prompt.replaceAll("<(?!\\w+:[^<>]+>)", "");
    ExtraNetworks once = ExtraNetworks.of(flat);
    assertThat(ExtraNetworks.of(once.text())).isEqualTo(new ExtraNetworks(once.text(), List.of()));
  }

  @Test
  void tagInsideATag_isTakenOutAlone() {
    ExtraNetworks networks = ExtraNetworks.of("<a<b:c>:d>");
    assertThat(networks.text()).isEqualTo("<a:d>");
    assertThat(networks.tags()).hasSize(1);
  }

  @Test
  void lora_badNumbersAreOne() {
    assertThat(ExtraNetworks.of("<lora:x:much:1..2>").loras())
        .containsExactly(new LoraTag("x", 1, 1, OptionalInt.empty()));
    assertThat(ExtraNetworks.of("<lora:x:0.5:nan>").loras())
        .containsExactly(new LoraTag("x", 0.5, 1, OptionalInt.empty()));
    assertThat(ExtraNetworks.of("<lora:x:te=:unet=1e999>").loras())
        .containsExactly(new LoraTag("x", 1, 1, OptionalInt.empty()));
    assertThat(ExtraNetworks.of("<lora:x: 5e-1 >").loras())
        .containsExactly(new LoraTag("x", 0.5, 0.5, OptionalInt.empty()));
  }

  @Test
  void lora_badRanksAreNone() {
    for (String rank : new String[] {"0", "-4", "1.5", "many", "9999999999"}) {
      assertThat(ExtraNetworks.of("<lora:x:1:1:" + rank + ">").loras())
          .containsExactly(new LoraTag("x", 1, 1, OptionalInt.empty()));
    }
  }

  @Test
  void lora_withoutNameIsLeftOut() {
    assertThat(ExtraNetworks.of("<lora:te=1:unet=1>").loras()).isEmpty();
  }

  @Test
  void lyco_isALora() {
    assertThat(ExtraNetworks.of("<lyco:y:0.5> <hypernet:z>").loras())
        .containsExactly(new LoraTag("y", 0.5, 0.5, OptionalInt.empty()));
  }

  @Test
  void hypernet_hasAMultiplierOfOneIfNothingIsSaid() {
    assertThat(ExtraNetworks.of("<hypernet:bar:0.6> <hypernet:a=b> <hypernet:c:x>").hypernets())
        .containsExactly(
            new HypernetTag("bar", 0.6), new HypernetTag("a=b", 1), new HypernetTag("c", 1));
  }

  @Test
  void kind_isAWordOfAnyScript() {
    assertThat(ExtraNetworks.of("<\u732b_1:x>").text()).isEmpty();
    assertThat(ExtraNetworks.of("<a-b:x>").tags()).isEmpty();
  }

  @Test
  void logged_isOneShortLine() {
    assertThat(OneLine.of("a\nb\r\u0085\u2028c\u001b")).isEqualTo("a b   c ");
    assertThat(OneLine.of("a".repeat(500))).hasSize(201);
  }

  @Test
  @Timeout(20)
  void openTags_areReadAtOnce() {
    for (String part : new String[] {"<a:", "<", "<a", "<a:>", "<a:<"}) {
      String open = part.repeat(100_000);
      assertThat(ExtraNetworks.of(open).text()).isEqualTo(open);
    }
  }

  @Provide
  Arbitrary<String> prompts() {
    return PromptTextsOfAllKinds.arbitrary();
  }
}
