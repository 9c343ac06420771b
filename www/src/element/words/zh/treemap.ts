import type { Message } from "../../../words/catalogue.js";
import type { treemap as english } from "../en/treemap.js";

export const treemap: Record<keyof typeof english, Message> = {
  "treemap.label": "{path} 的矩形树图：{n} 项，共 {size}",
  "treemap.help": "每一块的大小与其字节成正比。方向键在各块之间移动，Enter 进入文件夹，Backspace 返回上级。",
  "treemap.piece": "{name}，{type}，{size}，{share}",
  "treemap.rest": "{n} 个较小的项",
  "treemap.table": "同样的内容，以表格显示，最大的在前",
  "treemap.name": "名称",
  "treemap.size": "大小",
  "treemap.share": "占比",
  "treemap.entries": "项数",
  "treemap.up": "返回 {path}",
  "treemap.shown": "{path}：{n} 项，{size}",
  "treemap.empty": "此文件夹中没有字节。",
  "treemap.failed": "无法读取此文件夹。",
  "treemap.loading": "正在读取文件夹…",
};
