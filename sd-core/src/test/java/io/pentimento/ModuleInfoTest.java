package io.pentimento;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.net.URI;
import org.junit.jupiter.api.Test;

/** What the core's module promises to applications. */
class ModuleInfoTest {
  private static ModuleDescriptor descriptor() throws IOException {
    String classes = Pipeline.class.getProtectionDomain().getCodeSource().getLocation().toString();
    String file = classes.endsWith("/") ? classes : "jar:" + classes + "!/";
    try (InputStream content = URI.create(file + "module-info.class").toURL().openStream()) {
      return ModuleDescriptor.read(content);
    }
  }

  @Test
  void exports_theApiAndNothingInternal() throws IOException {
    assertThat(descriptor().exports())
        .allMatch(exported -> !exported.isQualified())
        .extracting(ModuleDescriptor.Exports::source)
        .containsExactlyInAnyOrder(
            "io.pentimento",
            "io.pentimento.checkpoint",
            "io.pentimento.control",
            "io.pentimento.grid",
            "io.pentimento.image",
            "io.pentimento.infotext",
            "io.pentimento.patch",
            "io.pentimento.prompt",
            "io.pentimento.sampling",
            "io.pentimento.vision");
    assertThat(descriptor().opens()).isEmpty();
  }

  @Test
  void requires_whatSignaturesMention() throws IOException {
    assertThat(descriptor().requires())
        .filteredOn(
            required ->
                required.modifiers().contains(ModuleDescriptor.Requires.Modifier.TRANSITIVE))
        .extracting(ModuleDescriptor.Requires::name)
        .containsExactlyInAnyOrder("ai.djl.api", "java.desktop", "org.jspecify");
  }
}
