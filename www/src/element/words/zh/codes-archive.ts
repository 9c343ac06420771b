// The archive, tar, compression, documents, and why a format was recognised.
import type { Explanation } from "./codes.js";

const DAMAGED = "内容可能已损坏，或在传输途中被重新编码：请重新下载或保存文件。";
const CUT = "文件很可能在复制或下载时被截断：请与原文件比较大小。";
const SAVE = "文档已损坏，或由其他工具写成：请重新保存镜像。";
const DISTRUST = "没有工具会写出这样的内容：请不要加载这个归档。";

export const archive = {
  "archive/not-an-archive": {
    title: "这不是镜像归档",
    text: "内容不是 tar 归档；它看起来是什么，见原始消息。",
    hint: "请使用 docker save、podman save、skopeo copy 或 buildx --output type=oci 生成的归档。",
  },
  "archive/empty": {
    title: "这个归档是空的",
    text: "归档格式正确，但没有任何成员。",
    hint: "请重新保存镜像，并检查该命令的退出码。",
  },
  "archive/missing-blob": {
    title: "缺少镜像的一部分",
    text: "有清单、配置或层被引用，却不在归档中。",
    exact: "{name} 被引用，却不在归档中。",
    hint: "归档只含镜像的一部分：请重新保存，并包含所需的所有平台。",
  },
  "archive/link-escape": {
    title: "有链接指向归档之外",
    text: "归档中的一个链接指向归档之外，没有跟随它。",
    hint: DISTRUST,
  },
  "archive/link-cycle": {
    title: "链接循环",
    text: "链接互相指向而形成循环，或者连续的链接过多。",
    hint: DISTRUST,
  },
  "archive/duplicate-member": {
    title: "同一名称出现多次",
    text: "同一个文档名称在归档中出现多次；以最后一个为准。",
    exact: "{path} 在归档中出现了 {copies} 次；以最后一个为准。",
    hint: "不同的工具读取的可能不是同一个。",
  },
  "archive/no-end-mark": {
    title: "归档没有结束标记",
    text: "归档末尾缺少作为结束标记的两个全零块。",
    hint: "它可能正好在两个成员之间被截断：请与原文件比较大小。",
  },
  "archive/lone-zero-block": {
    title: "成员之间有一个全零块",
    text: "成员之间单独出现了一个全零块；它后面的成员仍然列出。",
    hint: "tar 读到这里就会停止，容器引擎会拒绝加载：它们看到的比这里显示的少。",
  },
  "archive/trailing-bytes": {
    title: "归档结束之后还有内容",
    text: "结束标记之后还有不为零的字节，已忽略。",
    hint: "如果是多个归档前后相接，请先把它们拆开。",
  },

  "tar/truncated": {
    title: "这个归档提前结束",
    layer: "这一层提前结束",
    text: "内容在文件头或文件数据中途结束，后面本应还有字节。",
    hint: CUT,
  },
  "tar/header-checksum": {
    title: "这个归档已损坏",
    layer: "这一层已损坏",
    text: "tar 文件头的校验和与其内容不符。",
    hint: DAMAGED,
  },
  "tar/header": {
    title: "这个归档已损坏",
    layer: "这一层已损坏",
    text: "本应是 tar 文件头的位置是别的内容。",
    hint: DAMAGED,
  },
  "tar/number": {
    title: "这个归档已损坏",
    layer: "这一层已损坏",
    text: "tar 文件头中的一个数值字段不是数字，或者是不合理的负数。",
    hint: DAMAGED,
  },
  "tar/pax": {
    title: "这个归档已损坏",
    layer: "这一层已损坏",
    text: "PAX 扩展头不符合格式。",
    hint: DAMAGED,
  },
  "tar/sparse": {
    title: "这个稀疏文件的映射已损坏",
    text: "稀疏文件的映射不符合格式，或与声明的大小不一致，因此无法读取该文件。",
    hint: DAMAGED,
  },
  "tar/size": {
    title: "这个归档声明的大小不可能存在",
    layer: "这一层声明的大小不可能存在",
    text: "按声明的大小，有一个成员会超出 2^63 字节。",
    hint: DAMAGED,
  },

  "compression/corrupt": {
    title: "这个文件已损坏",
    layer: "这一层已损坏",
    text: "压缩数据已损坏，或者校验和不符。",
    hint: DAMAGED,
  },
  "compression/truncated": {
    title: "这个文件提前结束",
    layer: "这一层提前结束",
    text: "压缩数据在结束标记之前就中断了。",
    hint: CUT,
  },
  "compression/unsupported": {
    title: "无法读取这种压缩格式",
    text: "内容使用了 lz4、lzma，或这个版本不支持的压缩格式。",
    hint: "请先解压，或者使用 gzip、zstd、bzip2 或 xz。",
  },
  "compression/trailing-bytes": {
    title: "压缩数据之后还有内容",
    text: "压缩数据之后还有不属于数据的字节，已忽略。",
    exact: "压缩数据之后还有 {bytes} 个不属于数据的字节，已忽略。",
    hint: "可能是多个文件前后相接；容器引擎可能会拒绝。",
  },

  "json/manifest-json": {
    title: "无法理解 manifest.json",
    text: "manifest.json 不是 JSON，或者不符合 docker load 要求的结构。",
    hint: SAVE,
  },
  "json/index-json": {
    title: "无法理解 index.json",
    text: "index.json 不是 JSON，或者结构不正确。",
    hint: SAVE,
  },
  "json/repositories": {
    title: "无法理解 repositories",
    text: "repositories 文件不是 JSON，或者结构不正确。",
    hint: SAVE,
  },
  "json/manifest": {
    title: "无法理解清单",
    text: "有一个清单或索引不是 JSON，或者结构不正确。",
    hint: SAVE,
  },
  "json/config": {
    title: "无法理解配置",
    text: "镜像的配置不是 JSON，或者结构不正确：层仍可显示，历史则不能。",
    hint: SAVE,
  },
  "json/legacy": {
    title: "无法理解层的说明",
    text: "docker 1.10 之前的归档中，有一个层的 json 文件不是 JSON，或者结构不正确。",
    hint: SAVE,
  },
  "digest/mismatch": {
    title: "内容与摘要不符",
    text: "按内容计算出的摘要与声明的不同。",
    exact: "声明的摘要是 {expected}，但按内容计算出的是 {actual}。",
    hint: "内容已被改动或损坏：请重新下载或保存镜像。",
  },
  "digest/invalid": {
    title: "这不是有效的摘要",
    text: "本应是摘要的文字不是摘要。",
    hint: "摘要应写成 sha256: 加 64 个 0-9、a-f 的字符。",
  },
  "size/mismatch": {
    title: "大小与声明不符",
    text: "blob 的大小与描述符中声明的不同。",
    exact: "声明的大小是 {expected} 字节，实际存储了 {actual} 字节。",
    hint: "内容被截断或改动，或者描述符有误。",
  },
  "size/unusable": {
    title: "没有声明可用的大小",
    text: "描述符没有给出文件可能具有的大小：缺失、为负，或超出 2^63。",
    hint: "容器引擎会拒绝这样的描述符。",
  },

  "docker-save/manifest-json": {
    title: "docker save 归档",
    text: "有 manifest.json，没有 index.json。",
    exact: "manifest.json 列出了 {images} 个镜像；没有 index.json。",
  },
  "docker-save-oci/both": {
    title: "docker save 与 OCI 布局合一的归档",
    text: "既有 manifest.json，也有 index.json。",
    exact: "manifest.json 列出了 {images} 个镜像，index.json 有 {entries} 个条目。",
  },
  "docker-save-legacy/layer-folders": {
    title: "docker save 归档（1.10 之前）",
    text: "每一层是一个带有 json 文件的文件夹。",
    exact: "有 {layers} 个带有 json 文件的层文件夹。",
  },
  "oci/index-json": {
    title: "OCI 镜像布局",
    text: "有 index.json，没有 manifest.json。",
    exact: "index.json 有 {entries} 个条目；没有 manifest.json。",
  },
  "oci/blobs-only": {
    title: "没有被引用的 blob",
    text: "只有 blobs/，没有 index.json 和 manifest.json：归档可能在它们之前被截断。",
    exact: "blobs/ 中有 {manifests} 个清单；没有 index.json，也没有 manifest.json。",
  },
  "filesystem/no-manifest": {
    title: "普通文件系统",
    text: "没有 manifest.json、index.json 或 repositories：这是普通的根文件系统。",
  },
} satisfies Record<string, Explanation>;
