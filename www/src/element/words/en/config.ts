/** The config view. */
export const config = {
  "view.config": "Config",
} as const;
