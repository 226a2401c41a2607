package io.pentimento.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.pentimento.Pipeline;
import java.util.Set;
import java.util.stream.Stream;

/** The rules of the house that a compiler cannot check, over the classes of all modules. */
@AnalyzeClasses(
    packages = "io.pentimento",
    importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.NoTestJars.class})
class ArchitectureTest {
  private static final String[] CORE = {
    "Vision",
    "Pipeline",
    "Infotext",
    "Sampling",
    "Prompt",
    "Model",
    "Patch",
    "Checkpoint",
    "Control",
    "Image",
    "Internal"
  };

  /** One direction, between modules and inside the core. */
  @ArchTest
  static final ArchRule dependencies_haveOneDirection =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .withOptionalLayers(true)
          .layer("Examples")
          .definedBy("io.pentimento.examples..")
          .layer("Inpaint")
          .definedBy("io.pentimento.inpaint..")
          .layer("Adapters")
          .definedBy("io.pentimento.adapters..")
          .layer("Grid")
          .definedBy("io.pentimento.grid..")
          .layer("Vision")
          .definedBy("io.pentimento.vision..")
          .layer("Pipeline")
          .definedBy("io.pentimento")
          .layer("Infotext")
          .definedBy("io.pentimento.infotext..")
          .layer("Sampling")
          .definedBy("io.pentimento.sampling..")
          .layer("Prompt")
          .definedBy("io.pentimento.prompt..")
          .layer("Model")
          .definedBy("io.pentimento.model..")
          .layer("Patch")
          .definedBy("io.pentimento.patch..")
          .layer("Checkpoint")
          .definedBy("io.pentimento.checkpoint..")
          .layer("Control")
          .definedBy("io.pentimento.control..")
          .layer("Image")
          .definedBy("io.pentimento.image..")
          .layer("Internal")
          .definedBy("io.pentimento.internal..")
          .whereLayer("Examples")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("Inpaint")
          .mayOnlyAccessLayers(CORE)
          .whereLayer("Adapters")
          .mayOnlyAccessLayers(CORE)
          .whereLayer("Grid")
          .mayOnlyAccessLayers(CORE)
          .whereLayer("Vision")
          .mayOnlyAccessLayers("Pipeline", "Model", "Checkpoint", "Image", "Internal")
          .whereLayer("Pipeline")
          .mayOnlyAccessLayers(
              "Infotext",
              "Sampling",
              "Prompt",
              "Model",
              "Patch",
              "Checkpoint",
              "Control",
              "Image",
              "Internal")
          .whereLayer("Infotext")
          .mayOnlyAccessLayers("Prompt")
          .whereLayer("Sampling")
          .mayOnlyAccessLayers(
              "Prompt", "Model", "Patch", "Checkpoint", "Control", "Image", "Internal")
          .whereLayer("Prompt")
          .mayOnlyAccessLayers("Model", "Checkpoint", "Image", "Internal")
          .whereLayer("Model")
          .mayOnlyAccessLayers("Patch", "Checkpoint", "Image", "Internal")
          .whereLayer("Patch")
          .mayNotAccessAnyLayer()
          .whereLayer("Checkpoint")
          .mayNotAccessAnyLayer()
          .whereLayer("Control")
          .mayOnlyAccessLayers("Image")
          .whereLayer("Image")
          .mayNotAccessAnyLayer()
          .whereLayer("Internal")
          .mayNotAccessAnyLayer();

  @ArchTest
  static final ArchRule packages_haveNoCycles = slices().matching("(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule names_sayWhatAClassIs =
      noClasses()
          .should()
          .haveNameMatching(".*(Util|Utils|Manager|Helper|Impl|Base|Common|Processor)")
          .because("a helper gets the name of what it computes and lives beside its caller");

  @ArchTest
  static final ArchRule publicApi_usesTypesOfTheJdkAndOursOnly =
      classes()
          .that()
          .resideInAPackage("io.pentimento")
          .and()
          .arePublic()
          .should(exposeNothingOf("ai.djl"));

  @ArchTest
  static final ArchRule libraries_neverPrint =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.pentimento.examples..", "io.pentimento.benchmarks..")
          .should(ACCESS_STANDARD_STREAMS)
          .orShould(USE_JAVA_UTIL_LOGGING);

  @ArchTest
  static final ArchRule nativeCalls_areMadeByInternalOnly =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.pentimento.internal..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("ai.djl.pytorch.jni..");

  @ArchTest
  static final ArchRule nativeMemory_hasOneOwner =
      noClasses()
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("ai.djl.ndarray.NDScope")
          .because(
              "an array belongs to a manager whose lifetime is a block of code you can point at");

  @ArchTest
  static void rules_seeTheCore(JavaClasses classes) {
    assertThat(classes.contain(Pipeline.class)).isTrue();
  }

  private static ArchCondition<JavaClass> exposeNothingOf(String packageName) {
    return new ArchCondition<>("expose no type of " + packageName) {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        type.getInterfaces().forEach(parent -> check(type, type.getName(), parent, events));
        type.getSuperclass().ifPresent(parent -> check(type, type.getName(), parent, events));
        type.getFields().stream()
            .filter(field -> isExposed(field.getModifiers()))
            .forEach(field -> check(type, field.getFullName(), field.getType(), events));
        type.getCodeUnits().stream()
            .filter(unit -> isExposed(unit.getModifiers()))
            .forEach(
                unit ->
                    signature(unit).forEach(used -> check(type, unit.getFullName(), used, events)));
      }

      private void check(JavaClass type, String where, JavaType used, ConditionEvents events) {
        used.getAllInvolvedRawTypes().stream()
            .filter(raw -> raw.getPackageName().startsWith(packageName))
            .forEach(
                raw ->
                    events.add(
                        SimpleConditionEvent.violated(
                            type, where + " exposes " + raw.getName() + " to applications")));
      }
    };
  }

  private static Stream<JavaType> signature(JavaCodeUnit unit) {
    return Stream.concat(Stream.of(unit.getReturnType()), unit.getParameterTypes().stream());
  }

  private static boolean isExposed(Set<JavaModifier> modifiers) {
    return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
  }

  /** Leaves out what the core shares with the tests of other modules. */
  static final class NoTestJars implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("-tests.jar");
    }
  }
}
