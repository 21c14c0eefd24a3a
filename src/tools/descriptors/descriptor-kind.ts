/** What a link in /proc/PID/fd is of (proc_pid_fd(5)). */
export const descriptorKinds = [
  "socket",
  "pipe",
  "file",
  "device",
  "eventfd",
  "epoll",
  "inotify",
  "timerfd",
  "memory",
  "other",
] as const;

export type DescriptorKind = (typeof descriptorKinds)[number];

const anonymous: Readonly<Record<string, DescriptorKind>> = {
  "[eventfd]": "eventfd",
  "[eventpoll]": "epoll",
  inotify: "inotify",
  "[fanotify]": "inotify",
  "[timerfd]": "timerfd",
};

export function descriptorKind(link: string): DescriptorKind {
  if (link.startsWith("socket:")) return "socket";
  if (link.startsWith("pipe:")) return "pipe";
  if (link.startsWith("anon_inode:")) return anonymous[link.slice(11)] ?? "other";
  if (link.startsWith("/memfd:") || link.startsWith("/dev/shm/")) return "memory";
  if (link.startsWith("/dev/")) return "device";
  return link.startsWith("/") ? "file" : "other";
}
