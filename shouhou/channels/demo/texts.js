/** Every word the page itself says. What the bot says comes from the server. */

export const WHO = { bot: "智能助手", agent: "人工客服", system: "系统消息", buyer: "我" };

export const PRESENCE = {
  connecting: "正在连接…",
  bot: "智能助手 · 在线",
  agent: "人工客服为您服务",
  waiting: "正在等待人工客服",
  offline: "网络不通，正在重连…",
};

export const SEND = {
  sending: "发送中…",
  uploading: (percent) => `上传中 ${percent}%`,
  throttled: "发得有点快，稍后自动发送",
  again: "网络不稳，正在重发…",
  failed: "未送达",
  retry: "重试",
  retryLabel: (what) => `重新发送：${what}`,
};

export const FAILURE = {
  network: "网络不通",
  server: "服务器出错",
  throttled: "发送太频繁",
  signedOut: "身份已失效，请刷新页面",
  stale: "这个选项已失效，请直接输入",
  rejected: "这条消息没有被接受",
  conflict: "这条消息与之前的重复",
  fileGone: "文件已失效，请重新选择",
  tooLarge: "文件超过 10 MB",
  badKind: "只能发 JPEG、PNG、WebP、GIF 图片，MP4 视频或 PDF",
  empty: "文件是空的",
  noBuyers: "演示买家没有读到，正在重试…",
  rating: "评价没有提交成功，请再试一次",
};

export const FILES = {
  refused: (name, why) => `“${name}”没有添加：${why}`,
  tooMany: (most) => `一次最多发 ${most} 个文件`,
  remove: (name) => `移除 ${name}`,
  image: "图片",
  enlarge: "放大图片",
  open: { "application/pdf": "查看 PDF 文件", "video/mp4": "查看视频" },
  openOther: "查看文件",
  lost: "图片打不开了",
};

export const PAGE = {
  guest: "访客",
  guestNote: "没有登录的人",
  switchLabel: (name) => `切换演示身份，现在是${name}`,
  ask: "问这单",
  askLabel: (product, number) => `问这单：${product}，订单号 ${number}`,
  question: (number) => `订单 ${number} `,
  count: (length, most) => `${length.toLocaleString("zh-CN")} / ${most.toLocaleString("zh-CN")} 字`,
  unread: (count, title) => `(${count}) ${title}`,
  unreadLabel: (count) => `${count} 条新消息`,
  quick: "快捷回复",
  facts: "相关信息",
};

export const RATING = {
  words: { 1: "很不满意", 2: "不满意", 3: "一般", 4: "满意", 5: "很满意" },
  thanks: "谢谢您的评价",
};

export const DAY = { today: "今天", yesterday: "昨天" };

export const FACT = {
  order: "订单",
  verdict: "结论",
  progress: "进度",
  cancelled: "撤销",
  cancellations: (used, left) => `已用 ${used} 次，还剩 ${left} 次`,
  window: "有效期",
  daysLeft: (days, until) => `还剩 ${days} 天${until ? `，到 ${until}` : ""}`,
  lastDay: "今天是最后一天",
  shut: (until) => (until ? `${until} 已截止` : "已截止"),
  case: "售后单",
  complaint: "投诉",
  consent: "商家同意",
};

export const VERDICT = { allowed: "可以办理", refused: "不能办理", needs_consent: "需商家同意" };

export const STATUS = {
  case: {
    requested: "待商家处理",
    agreed: "商家已同意",
    refused: "商家已拒绝",
    returning: "退货途中",
    received: "商家已收货",
    refunded: "已退款",
    exchanged: "已换货",
    repaired: "已维修",
    resent: "已补寄",
    cancelled: "已撤销",
    closed: "已关闭",
    escalated: "平台介入中",
  },
  complaint: {
    submitted: "已提交",
    reviewing: "处理中",
    upheld: "投诉成立",
    rejected: "投诉未成立",
    withdrawn: "已撤回",
  },
  consent: { asked: "等商家答复", yes: "已同意", no: "未同意" },
};
