package io.pentimento;

import io.pentimento.sampling.Prediction;
import io.pentimento.sampling.SchedulerSettings;

/**
 * What is known of a model's training before its networks are loaded.
 *
 * @param settings its noise levels, and what its network predicts as far as that is known
 * @param certain whether that is told; or else the network itself has to be tried
 */
record TrainedAs(SchedulerSettings settings, boolean certain) {
  static TrainedAs told(SchedulerSettings settings) {
    return new TrainedAs(settings, true);
  }

  TrainedAs predicting(Prediction prediction) {
    return told(settings.withPrediction(prediction));
  }
}
