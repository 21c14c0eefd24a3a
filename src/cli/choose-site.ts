import type { Site } from "../site/site.ts";
import { placeOf, type SiteOptions } from "./command/site-options.ts";
import type { TargetOptions } from "./command/target-options.ts";

/** The site that the words of a command line mean. An engine's code is read only where one is used. */
export async function chooseSite(options: TargetOptions & SiteOptions): Promise<Site> {
  if (placeOf(options) === "local") return (await import("../site/local.ts")).local;
  const { dockerSite } = await import("../site/docker/docker.ts");
  const { findEngine } = await import("../site/docker/engine.ts");
  return dockerSite({
    engine: findEngine(options),
    image: await imageOf(options),
    leastPrivilege: options.leastPrivilege ?? false,
  });
}

export async function imageOf({ image }: SiteOptions): Promise<string> {
  const { defaultImage } = await import("../site/docker/toolbox-image.ts");
  return image ?? (process.env["DIAG_TOOLBOX_IMAGE"] || defaultImage);
}
