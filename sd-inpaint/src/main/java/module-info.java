/** Repainting parts of pictures. Start at {@link io.pentimento.inpaint.Inpaint}. */
module io.pentimento.inpaint {
  requires transitive io.pentimento.core;
  requires static transitive org.jspecify;

  exports io.pentimento.inpaint;
}
