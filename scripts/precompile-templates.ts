/**
 * Compiles the templates of the page, src/report/html/*.hbs, so that no compiler is loaded at run time. Every file is a
 * template and, by its own name, a partial of the others. They are held as strictly as Handlebars can: a field that is
 * absent or a helper that is unknown is an error, and so is unescaped output of anything but our own HTML.
 */
import { globSync, readFileSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import handlebars from "handlebars";

const folder = "src/report/html";
const banner = `// Generated from ${folder}/*.hbs. Change those.`;

class UnescapedOutput extends handlebars.Visitor {
  readonly found: string[] = [];

  override MustacheStatement(mustache: hbs.AST.MustacheStatement): void {
    const name = "original" in mustache.path ? String(mustache.path.original) : "";
    if (!mustache.escaped && !/(^html|Html)$/.test(name.split(".").at(-1) ?? "")) {
      this.found.push(`line ${mustache.loc.start.line}: {{{${name}}}}`);
    }
  }
}

const names: string[] = [];
const entries: string[] = [];

for (const path of globSync(`${folder}/*.hbs`).sort()) {
  const name = basename(path, ".hbs");
  const tree = handlebars.parse(readFileSync(path, "utf8"));
  const unescaped = new UnescapedOutput();
  unescaped.accept(tree);
  if (unescaped.found.length > 0) {
    throw new Error(`${path}: only what is named …html may go unescaped: ${unescaped.found.join(", ")}`);
  }
  const specification = handlebars.precompile(tree, { strict: true, knownHelpersOnly: true, preventIndent: true });
  names.push(name);
  entries.push(`  ${JSON.stringify(name)}: engine.template(${specification}),\n`);
}

writeFileSync(
  `${folder}/templates.generated.js`,
  [
    `${banner}\nimport handlebars from "handlebars/runtime.js";\n\nconst engine = handlebars.create();\n`,
    `export const templates = {\n${entries.join("")}};\n\nengine.registerPartial(templates);\n`,
  ].join("\n"),
);
writeFileSync(
  `${folder}/templates.generated.d.ts`,
  `${banner}\nexport declare const templates: Readonly<Record<${names.map((name) => JSON.stringify(name)).join(" | ") || "never"}, (data: object) => string>>;\n`,
);
