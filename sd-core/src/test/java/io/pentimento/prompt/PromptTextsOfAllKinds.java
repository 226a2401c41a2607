package io.pentimento.prompt;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Texts made of the prompt language's syntax, whole and broken, and of anything else. */
final class PromptTextsOfAllKinds {
  private PromptTextsOfAllKinds() {}

  static Arbitrary<String> arbitrary() {
    Arbitrary<String> parts =
        Arbitraries.oneOf(
            Arbitraries.of("(", ")", "[", "]", ":", "|", "\\", " ", "\n", "<", ">", "=", "::"),
            Arbitraries.of("[a:b:0.5]", "[a:3]", "[a::4 ]", "[a|b|]", ":1.2)", ":.5]", ":1e999]"),
            Arbitraries.of(" AND ", "AND", " BREAK ", ":-0.5", " : 2", "\u0663", "\u00a0"),
            Arbitraries.of("<lora:x:1>", "<lora:te=x:y=1>", "<hypernet:h:?>", "<lora:", "<w:>"),
            Arbitraries.of(" --no hat", " --ar 3:2", " \u2014seed 4", " --tile", " --x", "--"),
            Arbitraries.strings().ofMaxLength(4),
            Arbitraries.strings().withChars("ab1.,:()[]|").ofMaxLength(6));
    return parts.list().ofMaxSize(30).map(list -> String.join("", list));
  }
}
