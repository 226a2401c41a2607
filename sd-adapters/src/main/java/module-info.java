/** Adapters that a request carries: LoRA, textual inversion and hypernetworks. */
module io.pentimento.adapters {
  requires transitive io.pentimento.core;
  requires com.google.gson;
  requires org.slf4j;
  requires static transitive org.jspecify;

  exports io.pentimento.adapters;
}
