const LAYER = /^(?:.*?\.)?(?:layers?|blocks?|h)\.\d+(?=\.|$)/;

/**
 * The group a weight belongs to under a uniform budget: its name up to `layers.N` or `layer.N` (`encoder.layer.0`), or its own
 * name when it lies in no layer (section 9).
 */
export function groupOf(name: string): string {
  return LAYER.exec(name)?.[0] ?? name;
}
