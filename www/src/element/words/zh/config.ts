import type { Message } from "../../../words/catalogue.js";
import type { config as english } from "../en/config.js";

export const config: Record<keyof typeof english, Message> = {
  "view.config": "配置",

  "config.absent": "无法得知启动什么：有配置的摘要，但其内容不在此处。",
  "config.none": "无法得知启动什么：此处没有任何配置。",
  "config.starts": "在 {folder} 中运行 {command}。",
  "config.starts-as": "以 {user} 身份在 {folder} 中运行 {command}。",
  "config.starts-nothing": "本身不启动任何程序：既没有入口点，也没有命令。",
  "config.listens": "监听 {names}。",
  "config.keeps": "数据保存在 {n} 个卷中：{names}。",
  "config.stops": "收到 {signal} 时停止。",
  "config.checks": "用 {command} 检查健康状态。",
  "config.checks-every": "每 {n} 秒用 {command} 检查健康状态。",
  "config.separator": "、",
  "config.and-more": "，以及另外 {n} 个",
};
