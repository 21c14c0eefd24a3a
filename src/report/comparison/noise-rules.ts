/** How a change is told from noise, each rule in a sentence that says why. docs/diff.md tells more. */
export const noiseRules = {
  exact:
    "A text, a yes or no, or a whole number without a unit (a pid, a port, a CPU) has no size to compare: it is the same, or it differs.",
  relative:
    "One figure tells nothing of its own spread: it has changed from 20 % of the larger figure on, and from a least amount on (5 % of one core, 1 MiB, 1 ms, 1 a second).",
  points: "A share of an unknown number of things has changed from 5 percentage points on.",
  samples:
    "A share of counted samples has changed where it differs by more than three standard errors of both shares, and by one percentage point.",
  counting:
    "A count has changed where it differs by more than three standard errors of two counts (Poisson), each in its window, and by 20 %: 1 against 4 is no change, 100 against 160 is.",
  readings:
    "A series has changed where the middle halves of its readings (first to third quartile) do not meet, and its median moved by 10 %.",
  distribution:
    "A histogram has changed where the two distributions differ by more than chance once in a thousand (Kolmogorov-Smirnov), at a tenth of the values at least; it is told as other where some values got larger and others smaller.",
  rows: "A table is compared by the names of its rows.",
} as const;

export type NoiseRule = keyof typeof noiseRules;
