package io.pentimento.model;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextRepairTest {
  @ParameterizedTest
  @CsvSource({
    "“curly” ‘quotes’, \"curly\" 'quotes'",
    "ﬁsh ﬂower, fish flower",
    "ＦＵＬＬ　１２, FULL 12",
    "&eacute; &#233; &#xE9;, é é é",
    "&EACUTE;, É",
    "&LTCIR;, &LTCIR;",
    "a <|EndOfText|> B, a <|endoftext|> B",
    "&unknown; & &#x; &#12a;, &unknown; & &#x; &#12a;",
    "&amp;amp;, &",
    "schÃ¶n, schön",
    "â€œoldâ€\u009d, \"old\"",
    "naïve café, naïve café",
    "e\u0301, é",
  })
  void repairs(String text, String repaired) {
    assertThat(TextRepair.repaired(text)).isEqualTo(repaired.replace("''", "'"));
  }

  @Test
  void entities_stayWhereTextLooksLikeHtml() {
    assertThat(TextRepair.repaired("&lt; <b> &amp;")).isEqualTo("&lt; <b> &amp;");
    assertThat(TextRepair.repaired("&amp;\n<b>\n&amp;")).isEqualTo("&\n<b>\n&amp;");
  }

  @Test
  void entities_thatAreNoCharacters() {
    assertThat(TextRepair.repaired("&#0;&#xD800;&#99999999999;")).isEqualTo("\uFFFD\uFFFD\uFFFD");
    assertThat(TextRepair.repaired("a&#1;b&#150;")).isEqualTo("ab–");
  }

  @Test
  void controls_areTakenOut() {
    assertThat(TextRepair.repaired("a\u0000b\u001B[31mc\uFEFFd\te")).isEqualTo("abcd\te");
    assertThat(TextRepair.repaired("a\uD800b")).isEqualTo("a\uFFFDb");
  }

  @Property(tries = 2000)
  void everyText_isRepairedOnce(@ForAll String text) {
    String once = TextRepair.repaired(text);
    assertThat(TextRepair.repaired(once)).isEqualTo(once);
  }
}
