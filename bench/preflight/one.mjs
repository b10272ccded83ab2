// Proves one assembly in a process of its own, and prints its figures as JSON. Run with --expose-gc; `--library` leaves the
// process as a program has it that uses the library, without what the command sets.
if (!process.argv.includes('--library')) await import('../../packages/trunkline/bin/short-lived.js');
const { preflight, readPreflightInput } = await import('../../packages/trunkline/dist/preflight.js');

const milliseconds = (since) => {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1000;
};
const started = process.cpuUsage();
const input = await readPreflightInput(process.argv[2]);
const reading = milliseconds(started);
// What reading leaves behind is not proving's to clear away, and belongs to neither figure.
globalThis.gc();
const before = process.cpuUsage();
const { summary, obligations } = preflight(input, { version: 'bench', organizationId: 'o-a1b2c3d4e5' });
const proving = milliseconds(before);
console.log(
  JSON.stringify({
    reading,
    proving,
    obligations: obligations.length,
    proved: summary.proved,
    memory: process.resourceUsage().maxRSS / 1024,
  }),
);
