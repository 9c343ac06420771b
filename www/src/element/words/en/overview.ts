/** The overview view. */
export const overview = {
  "view.overview": "Overview",
} as const;
