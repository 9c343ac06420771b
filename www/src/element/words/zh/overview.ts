import type { Message } from "../../../words/catalogue.js";
import type { overview as english } from "../en/overview.js";

export const overview: Record<keyof typeof english, Message> = {
  "view.overview": "概览",
};
