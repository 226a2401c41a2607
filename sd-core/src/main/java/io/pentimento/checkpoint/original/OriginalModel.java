package io.pentimento.checkpoint.original;

import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ComponentConfig;
import io.pentimento.checkpoint.ModelFamily;
import io.pentimento.checkpoint.ModelFormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A model in one file, {@code .safetensors} or {@code .ckpt}, in the layout of the original
 * programs. Nothing but names and shapes is read before a network's tensors are asked for.
 */
public final class OriginalModel implements AutoCloseable {
  /** Endings of names that files carry and no network needs; they are not worth telling. */
  private static final List<String> INERT = List.of("position_ids", "logit_scale");

  private static final List<String> INERT_STARTS =
      List.of(
          "betas",
          "alphas_cumprod",
          "sqrt_",
          "posterior_",
          "log_one_minus",
          "loss.",
          "v_pred",
          "ztsnr",
          "model_ema.decay",
          "model_ema.num_updates");

  private static final String EMA = "model_ema.";

  private final Checkpoint file;
  private final FileKind kind;
  private final ExplicitConfig explicit;
  private final Optional<String> parameterization;
  private final Map<String, NetworkView> networks;

  private OriginalModel(
      Checkpoint file,
      FileKind kind,
      ExplicitConfig explicit,
      Optional<String> parameterization,
      Map<String, NetworkView> networks) {
    this.file = file;
    this.kind = kind;
    this.explicit = explicit;
    this.parameterization = parameterization;
    this.networks = networks;
  }

  /**
   * Opens a file and finds out what it is.
   *
   * @param explicit what is told of it beside the file
   * @param ema whether the U-Net's averaged weights are taken where the file has both
   * @throws ModelFormatException if it is damaged, no model, or one of a kind that is not offered
   * @throws IOException if reading fails
   */
  public static OriginalModel open(Path path, ExplicitConfig explicit, boolean ema)
      throws IOException {
    Checkpoint file = Checkpoint.open(path);
    try {
      FileKind kind = FileKind.of(file);
      Optional<String> told = explicit.parameterization();
      return new OriginalModel(
          file,
          kind,
          explicit,
          told.isPresent() ? told : ExplicitConfig.besides(path),
          new FileNetworks(file, kind, explicit).all(ema));
    } catch (IOException | RuntimeException | Error e) {
      file.close();
      throw e;
    }
  }

  /** Returns the file. */
  public Path path() {
    return file.path();
  }

  /** Returns the family of models that this is one of. */
  public ModelFamily family() {
    return kind.family();
  }

  /** Returns how many channels the U-Net takes: 4, 9 to inpaint, 8 to edit by instruction. */
  public int inputChannels() {
    return kind.inputChannels();
  }

  /** Returns the networks that are there, under the names of diffusers' folders. */
  public Set<String> parts() {
    return networks.keySet();
  }

  /**
   * Returns a network's tensors under diffusers' names. They are valid until this model is closed.
   *
   * @param part one of {@link #parts()}
   */
  public Checkpoint weights(String part) {
    NetworkView network = networks.get(part);
    if (network == null) {
      throw new IllegalArgumentException(path() + " has no " + part + ".");
    }
    return network;
  }

  /**
   * Returns a network's configuration: that told beside the file, or else what shapes tell and the
   * published models have.
   *
   * @param part one of {@link #parts()}
   */
  public ComponentConfig config(String part) throws ModelFormatException {
    Optional<ComponentConfig> told = explicit.part(part);
    if (told.isPresent()) {
      return told.get();
    }
    Checkpoint network = weights(part);
    return switch (part) {
      case "unet" -> FoundConfigs.unet(network, family());
      case "vae" -> FoundConfigs.autoencoder(network, family());
      default -> FoundConfigs.textEncoder(network, family(), isOpenClip(part));
    };
  }

  /** Tells whether a network's configuration is told beside the file. */
  public boolean isTold(String part) {
    return explicit.part(part).isPresent();
  }

  private boolean isOpenClip(String part) {
    return family() == ModelFamily.SD2 || part.equals(FileNetworks.SECOND_TEXT);
  }

  /** Returns the configuration of the noise levels that is told beside the file, if one is. */
  public Optional<ComponentConfig> scheduler() {
    return explicit.part("scheduler");
  }

  /** Tells whether the file has a tensor of that name, such as {@code v_pred}. */
  public boolean has(String key) {
    return file.names().contains(key);
  }

  /** Returns the kind of prediction that a YAML file tells, such as {@code v}. */
  public Optional<String> parameterization() {
    return parameterization;
  }

  /** Returns the file's own notes. */
  public Map<String, String> metadata() {
    return file.metadata();
  }

  /** Tells in words what the file has that no network uses. */
  public List<String> ignored() {
    Set<String> left = new LinkedHashSet<>(file.names());
    for (NetworkView network : networks.values()) {
      network.names().forEach(name -> left.remove(network.keyOf(name)));
    }
    Map<String, Integer> counts = new TreeMap<>();
    for (String name : left) {
      if (INERT.stream().noneMatch(name::endsWith)
          && INERT_STARTS.stream().noneMatch(name::startsWith)) {
        counts.merge(group(name), 1, Integer::sum);
      }
    }
    return counts.entrySet().stream()
        .map(
            entry ->
                "%s (%d tensor%s)"
                    .formatted(
                        ModelFormatException.printable(entry.getKey()),
                        entry.getValue(),
                        entry.getValue() == 1 ? "" : "s"))
        .toList();
  }

  private static String group(String name) {
    if (name.startsWith(EMA)) {
      return "EMA weights";
    }
    int dot = name.indexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
