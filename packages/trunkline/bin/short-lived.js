// Lets the command's process take its time before it compiles code anew to run faster: within a second that takes more of
// the processor than it gives back. `npm run bench:preflight` measures both; whoever uses the library decides for himself.
import { setFlagsFromString } from 'node:v8';

// Node 20 alone has been measured. Newer ones have a cheaper compiler between, and budgets of their own.
if (process.versions.v8.startsWith('11.')) setFlagsFromString(`--interrupt-budget=${4 * 132 * 1024}`);
