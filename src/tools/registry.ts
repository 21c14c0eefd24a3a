import { profile } from "./profile/profile.ts";
import type { Binary } from "./requirement.ts";
import type { Tool } from "./tool.ts";

/** Every tool that a playbook may name. A new tool is one line here. */
export const tools: readonly Tool[] = [profile];

export function toolNamed(name: string): Tool | undefined {
  return tools.find((tool) => tool.name === name);
}

/** The programs that the probe must look for. */
export function binariesOf(list: readonly Tool[] = tools): Binary[] {
  return list.flatMap(({ variants }) =>
    variants.flatMap(({ requires }) => requires.flatMap((one) => (one.kind === "binary" ? [one.binary] : []))),
  );
}
