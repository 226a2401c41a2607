package io.pentimento.checkpoint.original;

import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ModelFamily;
import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.checkpoint.TensorInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a file holds, found from names and shapes of its tensors.
 *
 * @param family the networks it has
 * @param inputChannels what its U-Net takes: 4, 9 to inpaint, 8 to edit by instruction
 * @param hasText whether its text encoders are there
 * @param hasAutoencoder whether its autoencoder is there
 */
record FileKind(ModelFamily family, int inputChannels, boolean hasText, boolean hasAutoencoder) {
  static final String UNET = "model.diffusion_model.";
  static final String VAE = "first_stage_model.";
  static final String CLIP = "cond_stage_model.transformer.";
  static final String OPEN_CLIP = "cond_stage_model.model.";
  static final String XL_CLIP = "conditioner.embedders.0.transformer.";
  static final String XL_OPEN_CLIP = "conditioner.embedders.1.model.";
  static final String REFINER_OPEN_CLIP = "conditioner.embedders.0.model.";

  private static final String CONV_IN = UNET + "input_blocks.0.0.weight";
  private static final String CONV_OUT = UNET + "out.2.weight";
  private static final String ADDED = UNET + "label_emb.0.0.weight";
  private static final int LATENT_CHANNELS = 4;
  private static final List<Integer> OFFERED = List.of(4, 8, 9);
  private static final int XL_LEVELS = 3;

  /** U-Nets that take something else beside the latent, by their input channels. */
  private static final Map<Integer, String> OTHER_INPUTS =
      Map.of(
          5, "a depth model, which takes a depth map beside the latent",
          7, "the x4 upscaler, which takes a small picture beside the latent");

  /**
   * Looks at a file.
   *
   * @throws ModelFormatException if it is no model of these families, or one whose U-Net takes what
   *     is not offered
   */
  static FileKind of(Checkpoint file) throws ModelFormatException {
    Set<String> names = file.names();
    Optional<String> other = ForeignFile.model(names);
    if (other.isPresent()) {
      throw new ModelFormatException(file.path(), "this is " + other.get());
    }
    if (!hasPrefix(names, UNET)) {
      throw new ModelFormatException(file.path(), withoutUNet(names));
    }
    if (names.contains("edm_vpred.sigma_max")) {
      throw new ModelFormatException(
          file.path(), "edm_vpred.sigma_max", "noise levels of EDM (CosXL) are not offered.", null);
    }
    Optional<ModelFamily> told = textFamily(names);
    ModelFamily family = told.isPresent() ? told.get() : familyOfUNet(file);
    checkAdded(file, family);
    int channels = inputChannels(file);
    return new FileKind(family, channels, told.isPresent(), hasPrefix(names, VAE));
  }

  private static String withoutUNet(Set<String> names) {
    return ForeignFile.beside(names)
        .or(() -> VisionFile.of(names).map(VisionFile::told))
        .map(told -> "this is " + told)
        .orElse(
            "a model's file must hold a U-Net, but no tensor's name begins with "
                + UNET
                + " here. Is this a checkpoint of Stable Diffusion?");
  }

  private static Optional<ModelFamily> textFamily(Set<String> names) {
    if (hasPrefix(names, XL_CLIP) && hasPrefix(names, XL_OPEN_CLIP)) {
      return Optional.of(ModelFamily.SDXL);
    }
    if (hasPrefix(names, REFINER_OPEN_CLIP)) {
      return Optional.of(ModelFamily.SDXL_REFINER);
    }
    if (hasPrefix(names, OPEN_CLIP)) {
      return Optional.of(ModelFamily.SD2);
    }
    return hasPrefix(names, CLIP) ? Optional.of(ModelFamily.SD1) : Optional.empty();
  }

  /** A U-Net without text encoders tells by its form which ones it was trained with. */
  private static ModelFamily familyOfUNet(Checkpoint file) throws ModelFormatException {
    Set<String> names = file.names();
    if (names.contains(ADDED)) {
      long levels = names.stream().filter(name -> name.endsWith(".0.op.weight")).count() + 1;
      return levels <= XL_LEVELS ? ModelFamily.SDXL : ModelFamily.SDXL_REFINER;
    }
    String entry = UNET + "middle_block.1.proj_in.weight";
    return shape(file, entry).size() == 2 ? ModelFamily.SD2 : ModelFamily.SD1;
  }

  private static void checkAdded(Checkpoint file, ModelFamily family) throws ModelFormatException {
    boolean added = file.names().contains(ADDED);
    if (added && !family.isXl()) {
      throw new ModelFormatException(
          file.path(),
          ADDED,
          "the U-Net takes a vector beside the prompt, as models of image embeddings (unCLIP) do,"
              + " which are not offered.",
          null);
    }
    if (!added && family.isXl()) {
      throw new ModelFormatException(
          file.path(),
          ADDED,
          "the U-Net of " + family.label() + " must have this tensor, but there is none.",
          null);
    }
  }

  private static int inputChannels(Checkpoint file) throws ModelFormatException {
    int channels = Math.toIntExact(side(file, CONV_IN, 1));
    if (OTHER_INPUTS.containsKey(channels)) {
      throw new ModelFormatException(
          file.path(),
          CONV_IN,
          "takes "
              + channels
              + " channels: this is "
              + OTHER_INPUTS.get(channels)
              + ". It is not offered.",
          null);
    }
    if (!OFFERED.contains(channels)) {
      throw new ModelFormatException(
          file.path(),
          CONV_IN,
          "must take 4 channels, 9 to inpaint or 8 to edit by instruction, but takes "
              + channels
              + ".",
          null);
    }
    long out = side(file, CONV_OUT, 0);
    if (out != LATENT_CHANNELS) {
      throw new ModelFormatException(
          file.path(), CONV_OUT, "must make 4 channels, but makes " + out + ".", null);
    }
    return channels;
  }

  private static long side(Checkpoint file, String name, int dimension)
      throws ModelFormatException {
    List<Long> shape = shape(file, name);
    if (shape.size() != 4) {
      throw new ModelFormatException(
          file.path(), name, "must be a convolution, but has shape " + shape + ".", null);
    }
    return shape.get(dimension);
  }

  private static List<Long> shape(Checkpoint file, String name) throws ModelFormatException {
    TensorInfo info = file.info(name);
    return info.shape();
  }

  private static boolean hasPrefix(Set<String> names, String prefix) {
    return names.stream().anyMatch(name -> name.startsWith(prefix));
  }
}
