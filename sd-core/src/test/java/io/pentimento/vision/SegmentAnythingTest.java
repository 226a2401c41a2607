package io.pentimento.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pentimento.ComputeDevice;
import io.pentimento.GenerationFailedException;
import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.image.PictureReader;
import io.pentimento.testing.Goldens;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentAnythingTest {
  private static final String SAM = "vision/sam-tiny/";

  @Test
  void clicks_giveThreeCandidatesOfThePicturesSize() throws IOException {
    try (SegmentAnything sam = load("model.safetensors")) {
      PictureEmbedding embedding = sam.embed(picture());
      List<SegmentCandidate> candidates = embedding.candidates(middle(embedding));
      assertThat(candidates).hasSize(3);
      assertThat(candidates)
          .allSatisfy(
              candidate -> {
                assertThat(candidate.selection().size()).isEqualTo(embedding.size());
                assertThat(candidate.stability()).isBetween(0.0, 1.0);
              });
      SegmentCandidate best = embedding.best(middle(embedding));
      assertThat(candidates).allMatch(candidate -> candidate.score() <= best.score());
      assertThat(candidates)
          .filteredOn(candidate -> candidate.score() == best.score())
          .first()
          .satisfies(
              same -> assertThat(same.selection().levels()).isEqualTo(best.selection().levels()));
    }
  }

  @Test
  void prompts_ofSeveralClicksOrABoxHaveOneAnswer() throws IOException {
    try (SegmentAnything sam = load("original.pth")) {
      PictureEmbedding embedding = sam.embed(picture());
      int width = embedding.size().width();
      int height = embedding.size().height();
      ClickPrompt box =
          ClickPrompt.box(new Rectangle(width / 4, height / 4, width / 2, height / 2));
      SegmentCandidate first = embedding.best(box);
      assertThat(embedding.candidates(box)).noneMatch(other -> other.score() == first.score());
      SegmentCandidate refined = embedding.best(box.exclude(width / 4, height / 4).refining(first));
      assertThat(refined.selection().levels()).isNotEqualTo(first.selection().levels());
    }
  }

  @Test
  void embedding_answersManyThreadsAlike() throws IOException {
    try (SegmentAnything sam = load("model.safetensors")) {
      PictureEmbedding embedding = sam.embed(picture());
      byte[] alone = embedding.best(middle(embedding)).selection().levels();
      List<byte[]> together =
          IntStream.range(0, 8)
              .parallel()
              .mapToObj(i -> embedding.best(middle(embedding)).selection().levels())
              .toList();
      assertThat(together).allMatch(levels -> Arrays.equals(levels, alone));
    }
  }

  @Test
  void clickOutsideOfThePicture_isRefused() throws IOException {
    try (SegmentAnything sam = load("model.safetensors")) {
      PictureEmbedding embedding = sam.embed(picture());
      int width = embedding.size().width();
      assertThatThrownBy(() -> embedding.best(ClickPrompt.at(width, 3)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "A click must be in the picture, which is %s, but got: (%d, 3)."
                  .formatted(embedding.size(), width));
      assertThatThrownBy(() -> embedding.best(ClickPrompt.box(new Rectangle(-1, 0, width, 2))))
          .hasMessageStartingWith("A box must be in the picture, which is");
    }
  }

  @Test
  void damagedScores_areRefusedByName(@TempDir Path folder) throws IOException {
    Path damaged =
        DamagedCopy.write(
            Goldens.path(SAM + "model.safetensors"),
            "mask_decoder.iou_prediction_head.proj_out.bias",
            folder.resolve("damaged.safetensors"));
    Optional<Path> config = Optional.of(Goldens.path(SAM + "config.json"));
    try (SegmentAnything sam = SegmentAnything.load(damaged, config, ComputeDevice.CPU)) {
      PictureEmbedding embedding = sam.embed(picture());
      assertThatThrownBy(() -> embedding.best(middle(embedding)))
          .isInstanceOf(GenerationFailedException.class)
          .hasMessage(
              "Segment Anything "
                  + damaged
                  + " made NaN of a picture. Its weights may be damaged.");
    }
  }

  @Test
  void closedNetwork_saysSo() throws IOException {
    SegmentAnything sam = load("model.safetensors");
    PictureEmbedding embedding = sam.embed(picture());
    sam.close();
    assertThatThrownBy(() -> embedding.best(ClickPrompt.at(3, 3)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageEndingWith("is closed. Load it again to use it.");
  }

  @Test
  void fileOfAnotherKind_isRefusedByName() {
    Path other = Goldens.path("vision/isnet-tiny/model.pth");
    assertThatThrownBy(() -> SegmentAnything.load(other))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("this is IS-Net. Load it with SubjectSelector.");
    Path sam = Goldens.path(SAM + "original.pth");
    assertThatThrownBy(() -> SubjectSelector.load(sam))
        .hasMessageContaining("this is Segment Anything. Load it with SegmentAnything.");
    assertThatThrownBy(() -> TextSegmenter.load(sam))
        .hasMessageContaining("this is Segment Anything. Load it with SegmentAnything.");
  }

  @Test
  void prompt_mustAskSomething() {
    assertThatThrownBy(() -> new ClickPrompt(List.of(), Optional.empty(), Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("There must be a click or a box, but there is neither.");
  }

  @Test
  void segments_areSortedAndEachOnce() throws IOException {
    try (SegmentAnything sam = load("model.safetensors")) {
      PictureEmbedding embedding = sam.embed(picture());
      List<Segment> found = embedding.segments(new SegmentSearch(3, -100, 0, 0.6));
      assertThat(found).isNotEmpty();
      assertThat(found)
          .isSortedAccordingTo(Comparator.comparingDouble(Segment::score).reversed())
          .allSatisfy(
              one -> {
                Selection pixels = one.selection();
                assertThat(pixels.boundingBox(0.5)).contains(one.boundingBox());
                int all = embedding.size().width() * embedding.size().height();
                assertThat(pixels.coverage(0.5)).isEqualTo((double) one.area() / all);
              });
      for (Segment one : found) {
        assertThat(found)
            .filteredOn(other -> other != one)
            .allMatch(other -> SegmentGrid.overlap(one.boundingBox(), other.boundingBox()) <= 0.6);
      }
    }
  }

  @Test
  void segments_mustBeStable() throws IOException {
    try (SegmentAnything sam = load("model.safetensors")) {
      PictureEmbedding embedding = sam.embed(picture());
      List<Segment> all = embedding.segments(new SegmentSearch(2, -100, 0, 1));
      double bound = all.stream().mapToDouble(Segment::stability).average().orElseThrow();
      assertThat(embedding.segments(new SegmentSearch(2, -100, bound, 1)))
          .hasSize((int) all.stream().filter(one -> one.stability() >= bound).count());
    }
  }

  @Test
  void overlap_isMeasuredBetweenOutermostPixels() {
    Rectangle one = new Rectangle(0, 0, 11, 11);
    assertThat(SegmentGrid.overlap(one, one)).isEqualTo(1);
    assertThat(SegmentGrid.overlap(one, new Rectangle(5, 0, 11, 11))).isEqualTo(50 / 150.0);
    assertThat(SegmentGrid.overlap(one, new Rectangle(20, 0, 3, 3))).isZero();
  }

  @Test
  void search_refusesWhatIsNoShare() {
    assertThatThrownBy(() -> new SegmentSearch(32, 0.88, 95, 0.7))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("leastStability must be in [0, 1], but got: 95.0.");
    assertThatThrownBy(() -> new SegmentSearch(0, 0.88, 0.95, 0.7))
        .hasMessage("pointsPerSide must be in [1, 128], but got: 0.");
  }

  private static ClickPrompt middle(PictureEmbedding embedding) {
    return ClickPrompt.at(embedding.size().width() / 2, embedding.size().height() / 2);
  }

  private static SegmentAnything load(String file) throws IOException {
    return SegmentAnything.load(
        Goldens.path(SAM + file),
        Optional.of(Goldens.path(SAM + "config.json")),
        ComputeDevice.CPU);
  }

  private static BufferedImage picture() throws IOException {
    return PictureReader.read(Goldens.path(SAM + "image.png"));
  }
}
