import type { Message } from "../../../words/catalogue.js";
import type { raw as english } from "../en/raw.js";

export const raw: Record<keyof typeof english, Message> = {
  "view.raw": "原始文档",
};
