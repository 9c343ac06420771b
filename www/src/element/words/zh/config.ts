import type { Message } from "../../../words/catalogue.js";
import type { config as english } from "../en/config.js";

export const config: Record<keyof typeof english, Message> = {
  "view.config": "配置",
};
