import { element } from "./element.ts";
import { keyList } from "./keyboard.ts";

export function keyPanel(): HTMLElement {
  const entries = keyList.flatMap(({ shown, does }) => [
    element("dt", "", element("kbd", "", shown)),
    element("dd", "", does),
  ]);
  return element("dl", "keys", ...entries);
}
