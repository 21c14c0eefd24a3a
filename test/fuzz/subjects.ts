import type { Subject } from "./subject.ts";
import { arrivalSubjects } from "./subjects/arrival.ts";
import { bundleSubjects, reportSubjects } from "./subjects/bundles.ts";
import { captureSubjects } from "./subjects/captures.ts";
import { engineSubjects } from "./subjects/engines.ts";
import { helperSubjects } from "./subjects/helpers.ts";
import { kernelFileSubjects } from "./subjects/kernel-files.ts";
import { playbookSubjects } from "./subjects/playbooks.ts";
import { profileSubjects } from "./subjects/profiles.ts";
import { knownErrorSubject, rawSubjects, toolSubjects } from "./subjects/tools.ts";

/** Every parser and reader of diag. */
export const subjects: readonly Subject[] = [
  ...toolSubjects,
  ...rawSubjects,
  knownErrorSubject,
  ...profileSubjects,
  ...playbookSubjects,
  ...bundleSubjects,
  ...reportSubjects,
  ...arrivalSubjects,
  ...captureSubjects,
  ...engineSubjects,
  ...kernelFileSubjects,
  ...helperSubjects,
];
