/**
 * Generates, from every schema in schemas/, the TypeScript types of the document and its validator,
 * so that ajv compiles nothing at run time.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import standalone from "ajv/dist/standalone/index.js";
import { buildSync } from "esbuild";
import { compile } from "json-schema-to-typescript";

const folder = "src/documents";

for (const file of readdirSync("schemas").sort()) {
  const name = basename(file, ".v1.json");
  const text = readFileSync(`schemas/${file}`, "utf8");
  const schema = JSON.parse(text);
  const types = await compile(shapeOf(schema), name, {
    bannerComment: `// Generated from schemas/${file}. Change that.`,
    additionalProperties: false,
    style: { printWidth: 110 },
    unreachableDefinitions: true,
  });
  const referenced = /\n \* This interface was referenced by [\s\S]*?\n \* via the `definition` "[^"]*"\.(?=\n \*\/)/g;
  writeFileSync(`${folder}/${name}.generated.ts`, types.replace(referenced, "").replace(/\/\*\*\n \*\/\n/g, ""));

  const ajv = new Ajv2020({
    allErrors: true,
    verbose: false,
    code: { source: true, esm: true },
    allowUnionTypes: true,
  });
  const code = standalone.default(ajv, ajv.compile(schema));
  const validator = `${folder}/validate-${name}.generated.js`;
  const bundled = buildSync({
    stdin: { contents: code, resolveDir: "." },
    bundle: true,
    format: "esm",
    minify: true,
    platform: "node",
    write: false,
  });
  writeFileSync(validator, `// Generated from schemas/${file}. Change that.\n${bundled.outputFiles[0]?.text}`);
  writeFileSync(
    `${folder}/validate-${name}.generated.d.ts`,
    `import type { ErrorObject } from "ajv";\ndeclare const validate: ((value: unknown) => boolean) & { errors?: ErrorObject[] | null };\nexport default validate;\n`,
  );
}

/** Without the conditions between properties ("one of these two"), which would make the types unreadable. */
function shapeOf(schema: unknown): object {
  return JSON.parse(JSON.stringify(schema), (_key, value) => {
    if (value?.properties === undefined) return value;
    const { oneOf: _oneOf, anyOf: _anyOf, ...shape } = value;
    return shape;
  });
}
