/** Of `dev_t` as the kernel holds it (include/linux/kdev_t.h). */
const minors = 2 ** 20;

/** As /proc/diskstats and /proc/PID/mountinfo write it: `254:1`. */
export function deviceNumber(dev: number): string {
  return `${Math.floor(dev / minors)}:${dev % minors}`;
}
