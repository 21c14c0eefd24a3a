import { cgroupCpu } from "./cgroup-cpu/cgroup-cpu.ts";
import { cgroupMemory } from "./cgroup-memory/cgroup-memory.ts";
import { cgroupReclaim } from "./cgroup-reclaim/cgroup-reclaim.ts";
import { clock } from "./clock/clock.ts";
import { conntrack } from "./conntrack/conntrack.ts";
import { cpuBursts } from "./cpu-bursts/cpu-bursts.ts";
import { cpuNeighbours } from "./cpu-neighbours/cpu-neighbours.ts";
import { cpuPressure } from "./cpu-pressure/cpu-pressure.ts";
import { descriptors } from "./descriptors/descriptors.ts";
import { directReclaim } from "./direct-reclaim/direct-reclaim.ts";
import { diskLoad } from "./disk-load/disk-load.ts";
import { diskRequests } from "./disk-requests/disk-requests.ts";
import { diskUsers } from "./disk-users/disk-users.ts";
import { fileIo } from "./file-io/file-io.ts";
import { fileSyncs } from "./file-syncs/file-syncs.ts";
import { fileSystems } from "./file-systems/file-systems.ts";
import { futex } from "./futex/futex.ts";
import { gcCpu } from "./gc-cpu/gc-cpu.ts";
import { gcPauses } from "./gc-pauses/gc-pauses.ts";
import { interfaces } from "./interfaces/interfaces.ts";
import { allocations } from "./java-events/allocations.ts";
import { lockWaits } from "./java-events/lock-waits.ts";
import { kernelLimits } from "./kernel-limits/kernel-limits.ts";
import { kernelLog } from "./kernel-log/kernel-log.ts";
import { memleak } from "./memleak/memleak.ts";
import { memoryMap } from "./memory-map/memory-map.ts";
import { mpstat } from "./mpstat/mpstat.ts";
import { nodeTool } from "./node/node.ts";
import { offCpu } from "./off-cpu/off-cpu.ts";
import { oomHistory } from "./oom-history/oom-history.ts";
import { capture } from "./packets/capture.ts";
import { packets } from "./packets/packets.ts";
import { pageFaults } from "./page-faults/page-faults.ts";
import { pidstat } from "./pidstat/pidstat.ts";
import { podTool } from "./pod/pod.ts";
import { processTool } from "./process/process.ts";
import { processMemory } from "./process-memory/process-memory.ts";
import { processStarts } from "./process-starts/process-starts.ts";
import { profile } from "./profile/profile.ts";
import type { Binary } from "./requirement.ts";
import { resolver } from "./resolver/resolver.ts";
import { runQueueRivals } from "./run-queue-rivals/run-queue-rivals.ts";
import { runqlat } from "./runqlat/runqlat.ts";
import { sockets } from "./sockets/sockets.ts";
import { startTimeline } from "./start-timeline/start-timeline.ts";
import { stuckTasks } from "./stuck-tasks/stuck-tasks.ts";
import { syscalls } from "./syscalls/syscalls.ts";
import { tcpCounters } from "./tcp-counters/tcp-counters.ts";
import { tcpconnlat } from "./tcpconnlat/tcpconnlat.ts";
import { tcpdrop } from "./tcpdrop/tcpdrop.ts";
import { tcplife } from "./tcplife/tcplife.ts";
import { tcpretrans } from "./tcpretrans/tcpretrans.ts";
import { threads } from "./threads/threads.ts";
import type { Tool } from "./tool.ts";
import { vmstat } from "./vmstat/vmstat.ts";

/** Every tool that a playbook may name. A new tool is one line here. */
export const tools: readonly Tool[] = [
  allocations,
  capture,
  cgroupCpu,
  cgroupMemory,
  cgroupReclaim,
  clock,
  conntrack,
  cpuBursts,
  cpuNeighbours,
  cpuPressure,
  descriptors,
  directReclaim,
  diskLoad,
  diskRequests,
  diskUsers,
  fileIo,
  fileSyncs,
  fileSystems,
  futex,
  gcCpu,
  gcPauses,
  interfaces,
  kernelLimits,
  kernelLog,
  lockWaits,
  memleak,
  memoryMap,
  mpstat,
  nodeTool,
  offCpu,
  oomHistory,
  packets,
  pageFaults,
  pidstat,
  podTool,
  processTool,
  processMemory,
  processStarts,
  profile,
  resolver,
  runQueueRivals,
  runqlat,
  sockets,
  startTimeline,
  stuckTasks,
  syscalls,
  tcpCounters,
  tcpconnlat,
  tcpdrop,
  tcplife,
  tcpretrans,
  threads,
  vmstat,
];

export function toolNamed(name: string): Tool | undefined {
  return tools.find((tool) => tool.name === name);
}

/** The programs that the probe must look for. */
export function binariesOf(list: readonly Tool[] = tools): Binary[] {
  return list.flatMap(({ variants }) =>
    variants.flatMap(({ requires }) => requires.flatMap((one) => (one.kind === "binary" ? [one.binary] : []))),
  );
}
