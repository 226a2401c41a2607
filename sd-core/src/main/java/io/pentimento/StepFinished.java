package io.pentimento;

import java.awt.image.BufferedImage;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * A denoising step is done.
 *
 * @param index the step's index, from 0
 * @param count how many steps the run takes
 * @param sigma the noise level the step arrived at
 * @param remaining an estimate of the time the steps to come will take
 * @param previews makes a picture of each image as it looks now, rough and one pixel a latent cell,
 *     or in full size where the pipeline has a {@code previewDecoder}; valid only while the
 *     listener is called
 */
public record StepFinished(
    int index, int count, double sigma, Duration remaining, Supplier<List<BufferedImage>> previews)
    implements GenerationEvent {}
