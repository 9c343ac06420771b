/** The history view. */
export const history = {
  "history.label-newest": "History, the newest first",
  "history.label-base": "History, the base first",
  "history.entries": { one: "{n} entry", other: "{n} entries" },
  "history.with-layer": { one: "{n} with a layer", other: "{n} with a layer" },
  "history.newest-first": "Newest first",
  "history.base-first": "Base first",
  "history.unfold-all": "Unfold all",
  "history.fold-all": "Fold all",
  "history.copy": "Copy as text",
  "history.as-text": "the history as text",
  "history.guessed":
    "The entries that should have made a layer ({entries}) are not as many as the layers ({layers}). They were joined in order from the base, so an instruction may stand beside a layer that it did not make.",
  "history.unjoined": "No entry says that it made a layer, so it is not known which made which.",
  "history.none": "No history",
  "history.none-note":
    "The config of this image has none. It is optional, and some builders leave it out on purpose. The layers are there all the same.",
  "history.none-config": "The history stands in the config, and the config of this image could not be read here.",

  "history.created": "Created",
  "history.no-date": "no date is stated",
  "history.stored": "Layer, stored",
  "history.no-layer": "no layer",
  "history.unknown-layer": "not known which",
  "history.layer": "Layer",
  "history.author": "Author",
  "history.comment": "Comment",
  "history.as-written": "As written",
  "history.copy-one": "Copy",
} as const;
