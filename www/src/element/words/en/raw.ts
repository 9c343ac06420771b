/** The raw view. */
export const raw = {
  "view.raw": "Raw",
} as const;
