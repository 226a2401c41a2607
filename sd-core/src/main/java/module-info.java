/** Stable Diffusion for Java. Start at {@link io.pentimento.Pipeline}. */
module io.pentimento.core {
  requires transitive ai.djl.api;
  requires transitive java.desktop;
  requires ai.djl.pytorch_engine;
  requires ai.djl.tokenizers;
  requires com.drew.metadata;
  requires com.google.gson;
  requires com.twelvemonkeys.imageio.webp;
  // Also for DJL, whose jars are automatic modules and cannot ask for it.
  requires org.slf4j;
  requires static transitive org.jspecify;

  exports io.pentimento;
  exports io.pentimento.checkpoint;
  exports io.pentimento.control;
  exports io.pentimento.grid;
  exports io.pentimento.image;
  exports io.pentimento.infotext;
  exports io.pentimento.patch;
  exports io.pentimento.prompt;
  exports io.pentimento.sampling;
  exports io.pentimento.vision;
}
