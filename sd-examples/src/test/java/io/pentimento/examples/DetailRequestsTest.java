package io.pentimento.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pentimento.image.ImageSize;
import io.pentimento.infotext.PictureFile;
import io.pentimento.inpaint.Detail;
import io.pentimento.inpaint.DetectionMasks;
import io.pentimento.inpaint.DetectionOrder;
import io.pentimento.inpaint.DetectionSelection;
import io.pentimento.inpaint.InpaintArea;
import io.pentimento.inpaint.MaskBlur;
import io.pentimento.inpaint.MaskMerge;
import io.pentimento.inpaint.SizeMatching;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the options of {@code sd detail} ask for. */
class DetailRequestsTest {
  @TempDir private Path folder;

  private Path picture() throws Exception {
    return TestPictures.plain(folder.resolve("in.png"), Color.ORANGE, 64);
  }

  private static Detail detail(Object... words) throws Exception {
    Object[] all = new Object[words.length + 1];
    all[0] = "detail";
    System.arraycopy(words, 0, all, 1, words.length);
    return CommandRun.parse(DetailCommand.class, all).request();
  }

  @Test
  void detail_isADetailersUnlessTold() throws Exception {
    Detail request = detail(picture());

    assertThat(request.prompt()).isEmpty();
    assertThat(request.detector()).isInstanceOf(PortraitFaces.class);
    assertThat(request.selection()).isEqualTo(DetectionSelection.DEFAULTS);
    assertThat(request.masks()).isEqualTo(DetectionMasks.DEFAULTS);
    assertThat(request.denoisingStrength()).isEqualTo(0.4);
    assertThat(request.area()).isEqualTo(InpaintArea.onlyMasked(32));
    assertThat(request.maskBlur()).isEqualTo(MaskBlur.of(4));
    assertThat(request.sizeMatching()).isEqualTo(SizeMatching.OFF);
    assertThat(request.sampling().guidanceScale()).isEqualTo(5);
  }

  @Test
  void detail_takesEveryOption() throws Exception {
    Path file = Files.createFile(folder.resolve("face.pt"));
    Detail request =
        detail(
            picture(),
            "--detector",
            file,
            "--prompt",
            "a group",
            "--each",
            "a [SEP] b",
            "--each-negative",
            "c",
            "--confidence",
            "0.5",
            "--class",
            "face",
            "--class",
            "hand",
            "--most",
            "2",
            "--least-share",
            "0.01",
            "--most-share",
            "0.5",
            "--order",
            "left_to_right",
            "--dilate",
            "-3",
            "--right",
            "5",
            "--up",
            "6",
            "--merge",
            "merge",
            "--strength",
            "0.7",
            "--strength-power",
            "2",
            "--mask-blur",
            "1.5",
            "--padding",
            "8",
            "--match-size",
            "free",
            "--same-seed",
            "--width",
            "64",
            "--height",
            "96");

    assertThat(request.detector()).isEqualTo(new DetectorFile(file));
    assertThat(request.detector().name()).isEqualTo("face.pt");
    assertThat(request.prompt()).isEqualTo("a group");
    assertThat(request.regionPrompt()).isEqualTo("a [SEP] b");
    assertThat(request.regionNegativePrompt()).isEqualTo("c");
    assertThat(request.selection())
        .isEqualTo(
            new DetectionSelection(
                0.5,
                Set.of("face", "hand"),
                0.01,
                0.5,
                2,
                DetectionSelection.Preference.LARGEST,
                DetectionOrder.LEFT_TO_RIGHT));
    assertThat(request.masks()).isEqualTo(new DetectionMasks(-3, 5, 6, MaskMerge.MERGE));
    assertThat(request.denoisingStrength()).isEqualTo(0.7);
    assertThat(request.strengthPower()).isEqualTo(2);
    assertThat(request.maskBlur()).isEqualTo(MaskBlur.of(1.5));
    assertThat(request.area()).isEqualTo(InpaintArea.onlyMasked(8));
    assertThat(request.sizeMatching()).isEqualTo(SizeMatching.FREE);
    assertThat(request.sameSeed()).isTrue();
    assertThat(request.size()).contains(new ImageSize(64, 96));
    assertThat(detail(picture(), "--whole-picture").area()).isEqualTo(InpaintArea.wholePicture());
  }

  @Test
  void prompt_isWhatThePictureTells() throws Exception {
    Path told = folder.resolve("told.png");
    BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
    PictureFile.writePng(image, "1girl, beach\nNegative prompt: blurry\nSteps: 3", told);

    assertThat(detail(told).prompt()).isEqualTo("1girl, beach");
    assertThat(detail(told, "--prompt", "x").prompt()).isEqualTo("x");
  }

  @Test
  void otherModels_needADetector() throws Exception {
    Path picture = picture();
    assertThatThrownBy(() -> detail(picture, "--model", folder))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("--model goes with --detector: name the file of a YOLOv8");
    assertThatThrownBy(() -> detail(picture, "--detector", folder.resolve("none.pt")))
        .hasMessageContaining("none.pt: there is no such file.");
  }
}
