/**
 * Names that only a runtime's own symbol file (/tmp/perf-PID.map) holds, for tools that do not print the module that
 * a symbol comes from: V8's `JS:*f file:line:column` and `LazyCompile:~f`, its builtins, CPython's `py::f:file`, and
 * `Lpackage/Class;::method` of perf-map-agent, the JVM's own `Interpreter`.
 */
const jitName =
  /^(?:(?:JS|LazyCompile|Function|Eval|Script|Builtin|BytecodeHandler|RegExp|Stub):(?!:)|py::|Interpreter$|StubRoutines \(|L[\w/$]+[:;]::\w)/;

export function isJitName(name: string): boolean {
  return jitName.test(name);
}

/** perf(1), BCC and bpftrace name the runtime's symbol file as the module of what it covers. */
export function isJitModule(module: string): boolean {
  return /(?:^|\/)perf-\d+\.map$|\[JIT\]|\/jitted-\d+-\d+\.so$/.test(module);
}

/**
 * The function that the program's author wrote. V8 marks the tier that compiled it (`~` interpreted, `^` `+` baseline
 * and maglev, `*` turbofan, `'` specialised): a function that moves up while it is watched would be told apart from itself.
 */
export function jitFunctionName(name: string): string {
  const [, written] = /^(?:JS|LazyCompile|Function|Eval|Script):[*~^+]*'?(.*)$/.exec(name) ?? [];
  if (written !== undefined) return written.startsWith(" ") || written === "" ? `(anonymous)${written}` : written;
  if (name.startsWith("py::")) return name.slice(4) || name;
  const [, type, method] = /^L([\w/$]+)[:;](::.*)$/.exec(name) ?? [];
  return type === undefined ? name : `${type.replaceAll("/", ".")}${method}`;
}
