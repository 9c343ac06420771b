import type { Message } from "../../../words/catalogue.js";
import type { starts as english } from "../en/starts.js";

export const starts: Record<keyof typeof english, Message> = {
  "config.unknown": "无法得知启动什么：没有可以读取的配置。",
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
