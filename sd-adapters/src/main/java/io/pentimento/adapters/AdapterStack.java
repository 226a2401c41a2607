package io.pentimento.adapters;

import io.pentimento.patch.ModelLayout;
import io.pentimento.patch.ModelPatch;
import io.pentimento.patch.PatchTarget;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The adapters of one request. An immutable value that is cheap to make: files are read once, and
 * shared by all stacks that name them.
 *
 * @param adapters the adapters; their order matters to hypernetworks only
 */
public record AdapterStack(List<Adapter> adapters) implements ModelPatch {
  /** Copies the list. */
  public AdapterStack {
    adapters = List.copyOf(adapters);
  }

  /** Starts without adapters. */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public boolean isEmpty() {
    return adapters.isEmpty();
  }

  @Override
  public List<ModelPatch> parts() {
    return adapters.stream().<ModelPatch>map(one -> new AdapterStack(List.of(one))).toList();
  }

  /**
   * Checks that all adapters suit a model, by names and shapes alone.
   *
   * @throws AdapterMismatchException if one is for another kind of model
   * @throws IOException if a file cannot be read, or has changed since the stack was made
   */
  @Override
  public void check(ModelLayout layout) throws IOException {
    for (Adapter adapter : adapters) {
      adapter.check(layout);
    }
  }

  /**
   * Tells what of the LoRAs a model has a place for, one after the other.
   *
   * @throws AdapterMismatchException if one is for another kind of model
   * @throws IOException if a file cannot be read
   */
  public List<LoraMatch> loraMatches(ModelLayout layout) throws IOException {
    List<LoraMatch> matches = new ArrayList<>();
    for (Adapter adapter : adapters) {
      if (adapter instanceof Lora lora) {
        matches.add(lora.match(layout));
      }
    }
    return List.copyOf(matches);
  }

  @Override
  public void apply(PatchTarget target) throws IOException {
    check(target.layout());
    for (Adapter adapter : adapters) {
      adapter.apply(target);
    }
  }

  @Override
  public List<String> tags() {
    return adapters.stream().map(Adapter::tag).flatMap(Optional::stream).toList();
  }

  /** Collects adapters. */
  public static final class Builder {
    private final List<Adapter> adapters = new ArrayList<>();

    private Builder() {}

    /** Adds an adapter. */
    public Builder add(Adapter adapter) {
      adapters.add(adapter);
      return this;
    }

    /**
     * Adds a LoRA with one weight for all networks and steps. Add a {@link Lora} for weights by
     * network, step or block.
     *
     * @param path a file of the LoRA family
     * @param weight finite, usually [0, 1]
     * @throws IOException if the file cannot be read or is damaged
     */
    public Builder lora(Path path, double weight) throws IOException {
      return add(Lora.read(path, weight));
    }

    /**
     * Adds an embedding, which prompts name by its {@link TextualInversionFile#words()}. Add a
     * {@link TextualInversion} for a word of your own.
     *
     * @param path a file or picture that holds an embedding
     * @throws IOException if the file cannot be read or is damaged
     */
    public Builder textualInversion(Path path) throws IOException {
      return add(TextualInversion.read(path));
    }

    /**
     * Adds a hypernetwork that counts the same in all steps; it changes what those before it made.
     * Add a {@link Hypernetwork} for a strength by step.
     *
     * @param path a hypernetwork's file
     * @param strength finite, usually [0, 1]
     * @throws IOException if the file cannot be read or is damaged
     */
    public Builder hypernetwork(Path path, double strength) throws IOException {
      return add(Hypernetwork.read(path, strength));
    }

    /** Makes the stack. */
    public AdapterStack build() {
      return new AdapterStack(adapters);
    }
  }
}
