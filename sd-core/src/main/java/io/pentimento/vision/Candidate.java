package io.pentimento.vision;

import io.pentimento.model.YoloPrediction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A cell of which a network says that something is there.
 *
 * @param cell its index
 * @param classNumber what is there
 * @param score how sure the network is, 0 to 1
 * @param box where it is, in what the network sees
 */
record Candidate(int cell, int classNumber, double score, DetectionBox box) {
  private static final int MOST_CANDIDATES = 30_000;

  /**
   * Chooses among all cells: the surest first, and none that overlaps one that was chosen before
   * and is of the same class (greedy non-maximum suppression).
   */
  static List<Candidate> chosen(YoloPrediction prediction, DetectionSettings settings) {
    return chosen(prediction, settings, false);
  }

  /**
   * As above.
   *
   * @param acrossClasses whether things of another class count as overlapping, too
   */
  static List<Candidate> chosen(
      YoloPrediction prediction, DetectionSettings settings, boolean acrossClasses) {
    List<Candidate> chosen = new ArrayList<>();
    for (Candidate candidate : sorted(prediction, settings.confidence())) {
      if (chosen.size() == settings.most()) {
        break;
      }
      if (chosen.stream()
          .filter(better -> acrossClasses || better.classNumber == candidate.classNumber)
          .noneMatch(better -> better.box.overlap(candidate.box) > settings.overlap())) {
        chosen.add(candidate);
      }
    }
    return chosen;
  }

  private static List<Candidate> sorted(YoloPrediction prediction, double confidence) {
    List<Candidate> candidates = new ArrayList<>();
    for (int cell = 0; cell < prediction.cells(); cell++) {
      int best = 0;
      for (int i = 1; i < prediction.classes(); i++) {
        if (classScore(prediction, i, cell) > classScore(prediction, best, cell)) {
          best = i;
        }
      }
      float score = classScore(prediction, best, cell);
      if (score > confidence) {
        candidates.add(new Candidate(cell, best, Math.min(1, score), box(prediction, cell)));
      }
    }
    candidates.sort(Comparator.comparingDouble(Candidate::score).reversed());
    return candidates.subList(0, Math.min(MOST_CANDIDATES, candidates.size()));
  }

  private static float classScore(YoloPrediction prediction, int classNumber, int cell) {
    return prediction.value(YoloPrediction.BOX + classNumber, cell);
  }

  private static DetectionBox box(YoloPrediction prediction, int cell) {
    float halfWidth = prediction.value(2, cell) / 2;
    float halfHeight = prediction.value(3, cell) / 2;
    float x = prediction.value(0, cell);
    float y = prediction.value(1, cell);
    return new DetectionBox(x - halfWidth, y - halfHeight, x + halfWidth, y + halfHeight);
  }
}
