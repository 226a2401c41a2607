package io.pentimento;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.Scope;
import io.pentimento.sampling.Conventions;
import io.pentimento.testing.TestEngine;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EncodedPicturesTest {
  /** Of a {@code [1, 3, 2, 2]} picture, which the stub encodes to as many numbers. */
  private static final int BYTES = 12 * Float.BYTES;

  private final AtomicInteger encodings = new AtomicInteger();

  /** A stand-in for the network: it doubles. */
  private NDArray twice(Scope scope, NDArray pixels) {
    encodings.incrementAndGet();
    return scope.addScaled(pixels, pixels, 1);
  }

  private static float[] picture(int seed) {
    float[] values = new float[12];
    for (int i = 0; i < values.length; i++) {
      values[i] = seed + i / 16f;
    }
    return values;
  }

  private static float[] moments(EncodedPictures pictures, Scope scope, float[] picture) {
    NDArray moments = pictures.moments(scope, picture, 1, 3, 2, 2);
    assertThat(scope.holds(moments)).isTrue();
    assertThat(moments.getShape().getShape()).containsExactly(1, 3, 2, 2);
    return moments.toFloatArray();
  }

  @Test
  void moments_ofTheSameSamples_areEncodedOnce() {
    EncodedPictures pictures = new EncodedPictures(this::twice);
    try (Scope scope = TestEngine.open("pictures")) {
      float[] first = moments(pictures, scope, picture(1));
      assertThat(moments(pictures, scope, picture(1))).isEqualTo(first);
      assertThat(encodings).hasValue(1);
    }
  }

  @Test
  void moments_ofAnArrayAndOfItsValues_areOneEncoding() {
    EncodedPictures pictures = new EncodedPictures(this::twice);
    try (Scope scope = TestEngine.open("pictures")) {
      NDArray array = scope.array(picture(1), 1, 3, 2, 2);
      float[] first = pictures.moments(scope, array).toFloatArray();
      assertThat(moments(pictures, scope, picture(1))).isEqualTo(first);
      assertThat(pictures.moments(scope, array).toFloatArray()).isEqualTo(first);
      assertThat(encodings).hasValue(1);
    }
  }

  @Test
  void moments_ofSamplesThatChangedInPlace_areEncodedAgain() {
    EncodedPictures pictures = new EncodedPictures(this::twice);
    try (Scope scope = TestEngine.open("pictures")) {
      float[] picture = picture(1);
      moments(pictures, scope, picture);
      picture[11] += 0.5f;
      assertThat(moments(pictures, scope, picture)[11]).isEqualTo(2 * picture[11]);
      assertThat(encodings).hasValue(2);
    }
  }

  @Test
  void moments_ofAnotherShape_areEncodedAgain() {
    EncodedPictures pictures = new EncodedPictures(this::twice);
    try (Scope scope = TestEngine.open("pictures")) {
      pictures.moments(scope, picture(1), 1, 3, 2, 2);
      NDArray wide = pictures.moments(scope, picture(1), 1, 3, 1, 4);
      assertThat(wide.getShape().getShape()).containsExactly(1, 3, 1, 4);
      assertThat(encodings).hasValue(2);
    }
  }

  @Test
  void moments_areNotSharedWithWhoGotThem() {
    EncodedPictures pictures = new EncodedPictures(this::twice);
    try (Scope scope = TestEngine.open("pictures")) {
      float[] before = moments(pictures, scope, picture(1));
      pictures.moments(scope, picture(1), 1, 3, 2, 2).muli(0);
      assertThat(moments(pictures, scope, picture(1))).isEqualTo(before);
    }
  }

  @Test
  void bytes_stayBoundedAndTheLeastRecentlyUsedGoes() {
    EncodedPictures pictures = new EncodedPictures(this::twice, 2 * BYTES);
    try (Scope scope = TestEngine.open("pictures")) {
      moments(pictures, scope, picture(1));
      moments(pictures, scope, picture(2));
      moments(pictures, scope, picture(1));
      moments(pictures, scope, picture(3));
      assertThat(pictures.bytes()).isEqualTo(2 * BYTES);
      assertThat(encodings).hasValue(3);
      moments(pictures, scope, picture(1));
      assertThat(encodings).hasValue(3);
      moments(pictures, scope, picture(2));
      assertThat(encodings).hasValue(4);
    }
  }

  @Test
  void bytes_onePictureThatIsTooLargeIsNotKept() {
    EncodedPictures pictures = new EncodedPictures(this::twice, BYTES - 1);
    try (Scope scope = TestEngine.open("pictures")) {
      moments(pictures, scope, picture(1));
      assertThat(pictures.bytes()).isZero();
    }
  }

  /** Threads that bring few pictures to a cache that holds fewer still. */
  @Test
  void moments_ofManyThreads_areRightAndBounded() throws Exception {
    EncodedPictures pictures = new EncodedPictures(this::twice, 2 * BYTES);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (Scope scope = TestEngine.open("pictures")) {
      CyclicBarrier start = new CyclicBarrier(4);
      List<Future<?>> done = new ArrayList<>();
      for (int thread = 0; thread < 4; thread++) {
        int first = thread;
        done.add(
            threads.submit(
                () -> {
                  start.await();
                  for (int i = 0; i < 200; i++) {
                    try (Scope own = scope.open("thread")) {
                      float[] picture = picture((first + i) % 3);
                      float[] moments = moments(pictures, own, picture);
                      assertThat(moments[5]).isEqualTo(2 * picture[5]);
                      assertThat(pictures.bytes()).isLessThanOrEqualTo(2 * BYTES);
                    }
                  }
                  return null;
                }));
      }
      awaitAll(done);
    } finally {
      threads.shutdown();
    }
  }

  private static void awaitAll(List<Future<?>> done)
      throws ExecutionException, InterruptedException {
    for (Future<?> one : done) {
      one.get();
    }
  }

  private static BufferedImage noise() {
    SplittableRandom random = new SplittableRandom(3);
    BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 64 * 64; i++) {
      image.setRGB(i % 64, i / 64, random.nextInt());
    }
    return image;
  }

  private static int[] samples(Pipeline pipeline, ImageToImage request) {
    return pipeline.generate(request).image().getRGB(0, 0, 64, 64, null, 0, 64);
  }

  private static ImageToImage request(String prompt, Conventions conventions, long seed) {
    return ImageToImage.builder(noise(), prompt)
        .conventions(conventions)
        .steps(2)
        .seed(seed)
        .build();
  }

  /** Also where the posterior is sampled, which each seed does in its own way. */
  @ParameterizedTest
  @EnumSource(Conventions.class)
  void runs_withAKnownPicture_makeTheSameBits(Conventions conventions) {
    int[] first;
    int[] second;
    try (Pipeline fresh = TinyModel.open()) {
      first = samples(fresh, request("a door", conventions, 1));
    }
    try (Pipeline fresh = TinyModel.open()) {
      second = samples(fresh, request("a door", conventions, 2));
    }
    assertThat(second).isNotEqualTo(first);
    try (Pipeline warm = TinyModel.open(4, () -> encodings.incrementAndGet())) {
      samples(warm, request("a window", conventions, 1));
      assertThat(samples(warm, request("a door", conventions, 1))).isEqualTo(first);
      assertThat(samples(warm, request("a door", conventions, 2))).isEqualTo(second);
    }
    assertThat(encodings).hasValue(1);
  }

  /** Inpainting models also encode a grey picture, of each size once. */
  @ParameterizedTest
  @ValueSource(ints = {4, 9})
  void runs_encodeOncePerPicture(int inChannels) {
    try (Pipeline pipeline = TinyModel.open(inChannels, () -> encodings.incrementAndGet())) {
      for (int i = 0; i < 3; i++) {
        samples(pipeline, request("picture " + i, Conventions.WEBUI, i));
      }
    }
    assertThat(encodings).hasValue(inChannels == 4 ? 1 : 2);
  }
}
