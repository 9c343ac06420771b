/** The history view, and instructions wherever they stand. */
export const history = {
  "view.history": "History",
  "history.build-arguments": "Build arguments",
  "history.shell": "Shell",
} as const;
