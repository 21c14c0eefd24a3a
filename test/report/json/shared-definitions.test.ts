import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

function definitions(name: string) {
  return JSON.parse(readFileSync(`schemas/${name}.v1.json`, "utf8"), (key, value) =>
    key === "additionalProperties" && value === false ? undefined : value,
  ).$defs;
}

/** Each schema is complete in one file, so what they share stands in each. */
test.each([
  ["facts", ["Unit", "Fact", "NumberFact", "StringFact", "BooleanFact", "SeriesFact", "HistogramFact", "ProfileFact"]],
  ["facts", ["TableFact"]],
  ["findings", ["Outcome"]],
  ["manifest", ["Attempt", "Reason", "ReasonCode"]],
])("report.v1.json says of %s what its own schema says: %j", (name, shared) => {
  const [own, copied] = [definitions(name), definitions("report")];
  for (const one of shared) expect(copied[one]).toEqual(own[one]);
});
