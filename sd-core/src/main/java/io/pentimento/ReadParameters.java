package io.pentimento;

import io.pentimento.infotext.Infotext;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A request as the parameters of a picture tell it, and what of them it has no setting for.
 *
 * @param request the request; where the parameters say nothing of a setting, it has its default,
 *     but noise is an NVIDIA GPU's, as it is in the WebUI
 * @param notUsed the fields without a setting, such as {@code Model} or {@code Denoising strength},
 *     and names of samplers and schedules that are not offered, in the text's order
 */
public record ReadParameters(TextToImage request, Map<String, String> notUsed) {
  /** Copies the fields. */
  public ReadParameters {
    Objects.requireNonNull(request, "request");
    notUsed = Collections.unmodifiableMap(new LinkedHashMap<>(notUsed));
  }

  /**
   * Returns the second model that took over on the way; its fields are among {@link #notUsed},
   * since a request needs the loaded model.
   *
   * @throws IllegalArgumentException if a field has a value that it cannot have; the message names
   *     both
   */
  public Optional<RecordedRefiner> refiner() {
    return RefinerFields.read(notUsed);
  }

  /**
   * Returns the ControlNets that steered the picture; their fields are among {@link #notUsed},
   * since a request needs the loaded networks and their pictures.
   */
  public List<RecordedControl> control() {
    return ControlFields.read(notUsed);
  }

  /**
   * Reads the text of a picture, such as {@code PictureFile.readParameters} or {@link
   * Generation#parameters} returns. A text without a line of settings is a prompt.
   *
   * @throws IllegalArgumentException if a setting has a value that it cannot have; the message
   *     names both
   */
  public static ReadParameters of(String parameters) {
    return of(Infotext.parse(parameters));
  }

  /**
   * Reads a text that has been taken apart.
   *
   * @throws IllegalArgumentException if a setting has a value that it cannot have; the message
   *     names both
   */
  public static ReadParameters of(Infotext parameters) {
    return RequestFields.read(parameters.modernized());
  }
}
