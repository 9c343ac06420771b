/** The history view. */
export const history = {
  "view.history": "History",
} as const;
