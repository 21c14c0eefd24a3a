/** Everything in src that is made from something else: `npm run generate`. None of it is committed. */
import "./generate-documents.ts";
import "./generate-kernel.ts";
import "./generate-viewer.ts";
import "./precompile-templates.ts";
