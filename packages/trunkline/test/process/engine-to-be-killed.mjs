// An engine that starts a build and is killed by the test: run by Node, on the engine transpiled by the test.
const [, , modules, folder] = process.argv;
const { ProcessRegistry } = await import(`${modules}/process-registry.js`);
const { UserShell } = await import(`${modules}/user-shell.js`);
const registry = await ProcessRegistry.open(`${folder}/registry`, 'killed-run');
const shell = await UserShell.open(registry.openScope(), {
  cwd: folder,
  env: { PATH: process.env.PATH },
  controlFolder: `${folder}/control`,
  onOutput: () => undefined,
});
await shell.run('setsid sleep 1000 >/dev/null 2>&1 & echo $! >stray');
await shell.run('echo $$ >shell; trap "" TERM; while :; do sleep 0.1; done');
