import {
  extend,
  leftBaseline,
  leftNameIds,
  leftSelf,
  leftTotals,
  nameBits,
  nameIds,
  nameSelf,
  nameTotals,
  notes,
  parents,
  startOf,
  totals,
} from "./regions";

/** Room for a tree and for all that passes over it: afterwards nothing moves, so that the host may look at columns. */
export function reserveColumns(nodes: u32, names: u32, isDiff: bool): void {
  for (let region = parents; region <= nameIds; region++) extend(region, nodes << 2);
  for (let region = notes; region <= leftNameIds; region++) extend(region, nodes << 2);
  for (let region = leftSelf; region <= (isDiff ? leftBaseline : leftTotals); region++) extend(region, nodes << 3);
  extend(totals, nodes << 3);
  for (let region = nameSelf; region <= nameTotals; region++) extend(region, names << 3);
  extend(nameBits, names << 2);
}

/** Totals from self weights: a parent comes before its children. */
export function sumUp(parentColumn: i32, selfColumn: i32, totalColumn: i32, nodes: u32): void {
  const parents = startOf(parentColumn);
  const totals = startOf(totalColumn);
  memory.copy(totals, startOf(selfColumn), nodes << 3);
  for (let node = nodes - 1; node > 0; node--) {
    const above = totals + (load<u32>(parents + (node << 2)) << 3);
    store<f64>(above, load<f64>(above) + load<f64>(totals + (node << 3)));
  }
}
