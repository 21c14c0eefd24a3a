import type { NodeSnapshot } from "../../tools/cluster-snapshot/snapshot.ts";
import type { V1Node } from "./api-types.ts";
import { boundSnapshot } from "./bound-snapshot.ts";
import type { Cluster } from "./cluster.ts";
import { newestEvents } from "./newest-events.ts";
import { pickFields } from "./pick-fields.ts";
import { snapshotFields as fields } from "./snapshot-fields.ts";
import { SnapshotRequest } from "./snapshot-request.ts";

/**
 * What the cluster knows of a node: its conditions, versions and events. One request; what you may not read is named under `missing`.
 *
 * @param node As it has just been read; undefined where the user may not read it.
 */
export async function nodeSnapshot(cluster: Cluster, name: string, node: V1Node | undefined): Promise<NodeSnapshot> {
  const request = new SnapshotRequest(cluster);
  if (node === undefined) request.lacks("node", "not permitted: add get nodes");
  const events = await request.nodeEvents(name);
  return boundSnapshot({
    at: new Date(cluster.now()).toISOString(),
    ...(node === undefined ? {} : { node: pickFields(node, fields.node) }),
    ...(events === undefined ? {} : { events: newestEvents(events).map((one) => pickFields(one, fields.event)) }),
    missing: request.missing,
  });
}
