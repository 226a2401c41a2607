package io.pentimento;

import io.pentimento.control.ControlUnit;
import io.pentimento.sampling.Sampling;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What pictures tell of the loaded models that made them. */
final class RecordedModels {
  private RecordedModels() {}

  /** Returns the fields; files are read for their hashes. The models may be closed by then. */
  static Map<String, String> fields(LoadedModel model, Sampling sampling) {
    Map<String, String> fields = new LinkedHashMap<>(model.files().fields());
    sampling
        .refiner()
        .ifPresent(
            refiner -> {
              LoadedModel second = PlannedRefiner.pipeline(refiner).model();
              RefinerFields.tell(fields, second.files().title(second.name()), refiner);
            });
    List<ControlUnit> units = sampling.control();
    for (int i = 0; i < units.size(); i++) {
      fields.put(ControlFields.NAME + i, ControlFields.text(units.get(i)));
    }
    return fields;
  }
}
