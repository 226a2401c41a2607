package io.pentimento.vision;

import io.pentimento.ComputeDevice;
import io.pentimento.image.Pixels;
import io.pentimento.internal.Scope;
import io.pentimento.model.ImageNetPixels;
import io.pentimento.model.SamNetwork;
import io.pentimento.model.SamPixels;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A loaded Segment Anything (ViT-B, ViT-L or ViT-H), which finds what lies under a click or in a
 * box. Safe for use by many threads at once. Close it to free its memory.
 *
 * <pre>{@code
 * try (SegmentAnything sam = SegmentAnything.load(Path.of("sam_vit_b_01ec64.pth"))) {
 *   PictureEmbedding photo = sam.embed(picture);          // seconds, once a picture
 *   Selection dog = photo.best(ClickPrompt.at(310, 220)).selection();   // milliseconds a click
 * }
 * }</pre>
 *
 * <p>A picture is embedded once; clicks on it then take a hundredth of that time. Computes in
 * float32.
 */
public final class SegmentAnything implements AutoCloseable {
  private final LentNetwork<SamNetwork> sam;

  private SegmentAnything(LentNetwork<SamNetwork> sam) {
    this.sam = sam;
  }

  /**
   * Loads a network on the device that suits this machine.
   *
   * @param path a {@code .safetensors} or {@code .pth} file, of which no code is run, or a folder
   *     in transformers' layout with its config.json
   * @throws IOException if it cannot be read; a {@code ModelFormatException} where it is damaged or
   *     of another kind
   * @throws IllegalStateException if the engine does not start
   */
  public static SegmentAnything load(Path path) throws IOException {
    return load(path, Optional.empty(), ComputeDevice.AUTO);
  }

  /**
   * Loads a network.
   *
   * @param path a file or folder as in {@link #load(Path)}
   * @param config the {@code config.json} of a file; without one, its decoder has the published
   *     eight heads. A folder has its own.
   * @throws IOException if it cannot be read; a {@code ModelFormatException} where it is damaged or
   *     of another kind
   * @throws IllegalStateException if the device is not to be had on this machine, or the engine
   *     does not start
   */
  public static SegmentAnything load(Path path, Optional<Path> config, ComputeDevice device)
      throws IOException {
    return new SegmentAnything(
        LentNetwork.load("Segment Anything", path, config, device, SamNetwork::read));
  }

  /**
   * Embeds a picture, which takes nearly all of the time.
   *
   * @param picture of any size; what is transparent becomes white
   * @return an answerer of clicks, which uses this network and asks for no closing
   * @throws io.pentimento.GenerationFailedException if the engine fails, or makes NaN
   * @throws IllegalStateException if this is closed
   */
  public PictureEmbedding embed(BufferedImage picture) {
    Pixels pixels = Pixels.of(picture);
    float[] embedded = sam.use((network, scope) -> embed(network, scope, pixels));
    return new PictureEmbedding(sam, pixels.size(), embedded);
  }

  private float[] embed(SamNetwork network, Scope scope, Pixels picture) {
    int size = network.config().imageSize();
    float[] values = ImageNetPixels.values(SamPixels.resized(picture, size), size);
    return sam.values(scope, network.embed(scope, scope.array(values, 1, 3, size, size)));
  }

  /** Waits for other threads that use this, and frees the memory. */
  @Override
  public void close() {
    sam.close();
  }
}
