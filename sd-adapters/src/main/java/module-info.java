/** Adapters that a request carries: LoRA, textual inversion and hypernetworks. */
module io.pentimento.adapters {
  requires transitive io.pentimento.core;
  requires static org.jspecify;
  requires org.slf4j;

  exports io.pentimento.adapters;
}
