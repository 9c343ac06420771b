// Registries.
import type { Explanation } from "./codes.js";

const OPERATOR = "请稍后再试；如果仍然如此，请告知注册表的管理员。";

export const registry = {
  "registry/no-such-image": {
    title: "注册表中没有这个镜像",
    text: "注册表有应答，但没有这个标签或摘要的镜像。",
    hint: "请检查名称和标签：layerglass tags 仓库名 可列出现有的标签。",
  },
  "registry/no-such-repository": {
    title: "注册表中没有这个仓库",
    text: "注册表有应答，但没有这个名称的仓库，或者不向未授权者显示。",
    hint: "请检查名称；私有仓库需要凭据。",
  },
  "registry/no-such-blob": {
    title: "注册表缺少镜像的一部分",
    text: "清单中列出的配置或层在注册表中不存在。",
    hint: "请重新推送镜像，或改用其他镜像站。",
  },
  "registry/denied": {
    title: "注册表要求其他凭据",
    text: "注册表或其令牌服务器返回了 401 或 403。",
    hint: "请使用有读取权限的凭据登录：layerglass login 注册表。",
  },
  "registry/too-many-requests": {
    title: "对注册表的请求过于频繁",
    text: "等待之后注册表仍返回 429。",
    hint: "请稍后再试，或先登录：注册表对已登录用户的限制较宽。",
  },
  "registry/no-platform": {
    title: "没有适用于该平台的镜像",
    text: "索引中只有其他平台的镜像。",
    hint: "请选择已提供的平台之一。",
  },
  "registry/no-search": {
    title: "无法在这个注册表中搜索",
    text: "该注册表没有搜索功能，或不允许本页面使用。",
    hint: "若允许，可列出其仓库；或改为搜索 Docker Hub。",
  },
  "registry/no-catalog": {
    title: "这个注册表不列出仓库",
    text: "注册表不公开它有哪些仓库。",
    hint: "请直接给出仓库名称。",
  },
  "registry/not-a-registry": {
    title: "应答的不是注册表",
    text: "返回的不是 JSON，或不是所请求的文档。",
    hint: "请检查注册表的名称和端口；前面可能有代理或登录页面。",
  },
  "registry/digest-mismatch": {
    title: "注册表给出的内容与摘要不符",
    text: "清单、配置或层的摘要与应有的不一致。",
    hint: "内容在途中被更改或在注册表中已损坏：请不要使用。",
  },
  "registry/token": {
    title: "令牌服务器没有给出令牌",
    text: "令牌服务器的应答中没有令牌。",
    hint: OPERATOR,
  },
  "registry/link": {
    title: "列表的下一页指向了别处",
    text: "注册表说列表在其他主机或路径继续；不会跟随。",
    hint: "请告知注册表的管理员。",
  },
  "registry/status": {
    title: "注册表返回了错误",
    text: "消息中有状态码；如果注册表有说明，也在其中。",
    hint: OPERATOR,
  },
  "registry/address": {
    title: "这不是注册表的地址",
    text: "注册表、镜像站或网关的写法不构成地址。",
    hint: "请写成 host[:port] 或 https://host。",
  },
  "registry/manifest-only": {
    title: "只能得到清单",
    text: "注册表给出了清单，但拒绝给出配置：缺少历史和 diff ID。",
    hint: "请使用命令行，或通过网关访问。",
  },
  "registry/index": {
    title: "注册表中的索引",
    text: "这个引用指向一个索引，从中选出了一个镜像。",
  },
  "registry/manifest": {
    title: "注册表中的清单",
    text: "这个引用直接指向一个清单。",
  },
  "network/timeout": {
    title: "没有及时得到应答",
    text: "30 秒内没有应答，或应答内容中断了这么久。",
    hint: "请重试；较近的镜像站可能有帮助。",
  },
} satisfies Record<string, Explanation>;
