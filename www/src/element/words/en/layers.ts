/** The layers view. */
export const layers = {
  "view.layers": "Layers",
} as const;
