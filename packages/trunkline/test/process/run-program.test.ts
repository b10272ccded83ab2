// The story of one program run by its argument vector.
import { describe, expect, it } from 'vitest';
import { runProgram } from '../../src/process/run-program.js';

const node = (script: string, ...args: string[]): string[] => [process.execPath, '-e', script, ...args];

describe('runProgram', () => {
  it('hands back what the program said and its exit code', async () => {
    const result = await runProgram(node('console.log("out"); console.error("err"); process.exitCode = 7'));
    expect(result).toEqual({ exitCode: 7, stdout: 'out\n', stderr: 'err\n' });
  });

  it('interprets no argument', async () => {
    const result = await runProgram(node('console.log(process.argv[1])', '$(echo no) `no` ; "quoted"'));
    expect(result.stdout).toBe('$(echo no) `no` ; "quoted"\n');
  });

  it('gives a missing program as data', async () => {
    expect(await runProgram(['no-such-program-anywhere'])).toMatchObject({ notFound: true, stdout: '' });
    expect((await runProgram(['no-such-program-anywhere'])).exitCode).toBeUndefined();
  });

  it('gives an argument that no program can take as data', async () => {
    const result = await runProgram(node('', 'a\0b'));
    expect(result.exitCode).toBeUndefined();
    expect(result.stderr).not.toBe('');
  });

  it('replaces the environment and feeds the input', async () => {
    const script = 'process.stdin.pipe(process.stdout); console.error(Object.keys(process.env).join())';
    const result = await runProgram(node(script), { env: { ONLY: '1' }, input: 'fed' });
    expect(result.stdout).toBe('fed');
    expect(result.stderr.trim().split(',')).toContain('ONLY');
    expect(result.stderr).not.toContain('PATH');
  });

  it('tells which signal ended the program', async () => {
    expect(await runProgram(node('process.kill(process.pid, "SIGKILL")'))).toMatchObject({ signal: 'SIGKILL' });
  });

  it('ends the program when it is aborted', async () => {
    const abort = new AbortController();
    const running = runProgram(node('setInterval(() => {}, 1000)'), { signal: abort.signal });
    abort.abort();
    expect(await running).toMatchObject({ signal: 'SIGTERM' });
  });

  it('keeps the beginning of too much output, and says so', async () => {
    const script =
      'const w = () => { while (process.stdout.write("x".repeat(1000))); process.stdout.once("drain", w) }; w()';
    const result = await runProgram(node(script), { maxStdoutBytes: 1500 });
    expect(result.truncated).toBe(true);
    expect(result.stdout).toBe('x'.repeat(1500));
  });
});
