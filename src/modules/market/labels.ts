// What a product or its makers can show of where it comes from. A label is the holder's own word unless a certificate is named.

export const labelKeys = [
  "agroecological",
  "organic_certified",
  "participatory_guarantee",
  "native_seed",
  "worker_owned",
  "women_led",
  "handmade",
  "recycled",
  "own_processing",
  "protected_origin",
] as const;
export type LabelKey = (typeof labelKeys)[number];
