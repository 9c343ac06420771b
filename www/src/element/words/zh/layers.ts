import type { Message } from "../../../words/catalogue.js";
import type { layers as english } from "../en/layers.js";

export const layers: Record<keyof typeof english, Message> = {
  "view.layers": "层",
};
