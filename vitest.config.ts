import { defineConfig } from "vitest/config";

interface Layer {
  readonly name: string;
  readonly include: readonly string[];
  /** A test may take so long. */
  readonly seconds: number;
  readonly group: number;
  /** Files at a time. */
  readonly workers?: number;
  readonly globalSetup?: string;
}

/** The layers of the tests, by the end of a file's name. A later group starts when the one before has ended. */
const layers: readonly Layer[] = [
  { name: "unit", include: ["test/**/*.test.ts"], seconds: 20, group: 0, workers: 2 },
  { name: "recorded", include: ["test/**/*.recorded.test.ts"], seconds: 30, group: 0, workers: 2 },
  { name: "repository", include: ["test/repository/**/*.test.ts"], seconds: 60, group: 0, workers: 2 },
  // Time limits mean something only while nothing else runs, and without coverage: scripts/test/run.ts sees to both.
  { name: "speed", include: ["test/**/*.speed.test.ts"], seconds: 120, group: 1 },
  { name: "browser", include: ["test/**/*.browser.test.ts"], seconds: 60, group: 2 },
  // Real processes are measured while nothing else runs.
  { name: "run", include: ["test/**/*.run.test.ts"], seconds: 120, group: 3 },
  {
    name: "docker",
    include: ["test/**/*.docker.test.ts"],
    seconds: 300,
    group: 5,
    // Mostly it waits for the windows of its runs.
    workers: 2,
    globalSetup: "test/lab/docker/setup.ts",
  },
  {
    name: "kubernetes",
    include: ["test/**/*.kubernetes.test.ts"],
    seconds: 300,
    group: 6,
    // Mostly it waits for pods.
    workers: 2,
    globalSetup: "test/lab/kubernetes/setup.ts",
  },
  { name: "ebpf", include: ["test/**/*.ebpf.test.ts"], seconds: 120, group: 4 },
];

const special = layers.slice(1).flatMap(({ include }) => [...include]);

export default defineConfig({
  test: {
    projects: layers.map(({ name, include, seconds, group, workers = 1, ...more }) => ({
      extends: true,
      test: {
        name,
        include: [...include],
        ...more,
        exclude: name === "unit" ? special : [],
        testTimeout: seconds * 1000,
        hookTimeout: seconds * 1000,
        maxWorkers: workers,
        sequence: { groupOrder: group },
      },
    })),
    pool: "forks",
    teardownTimeout: 10_000,
    coverage: {
      provider: "v8",
      include: ["src/**/*.ts"],
      exclude: ["**/*.generated.*", "src/report/flamegraph/viewer/**"],
      reporter: ["text-summary", "html"],
      reportOnFailure: true,
    },
  },
});
