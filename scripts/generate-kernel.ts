/** Compiles src/report/flamegraph/kernel/wasm, AssemblyScript, into stack-kernel.generated.ts beside it. */
import { writeFileSync } from "node:fs";
import { main } from "assemblyscript/asc";

const folder = "src/report/flamegraph/kernel";

// Without a runtime: the kernel allocates nothing but its own regions, whose table stands below the memory base.
// Warning 201 is about memories of 64 bits.
const options = ["-O3", "--runtime", "stub", "--memoryBase", "1024", "--noAssert", "--disableWarning", "201"];
let code = "";
const { error, stderr } = await main(
  [`${folder}/wasm/kernel.ts`, ...options, "--use", "abort=", "--outFile", "kernel.wasm"],
  {
    writeFile: (_, contents) => {
      code = Buffer.from(contents).toString("base64");
    },
  },
);
if (error) throw new Error(`${folder}: ${stderr}`, { cause: error });
writeFileSync(
  `${folder}/stack-kernel.generated.ts`,
  `// Generated from ${folder}/wasm. Change that.\nexport const kernelCode = ${JSON.stringify(code)};\n`,
);
