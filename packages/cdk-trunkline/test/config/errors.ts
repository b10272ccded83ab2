// What reading a configuration says about it.
import { expect } from 'vitest';
import { PipelineConfig } from '../../src';
import type { PipelineConfigProps } from '../../src/config/pipeline-config-props';

/** The lines of the error that reading a configuration gives: one for each mistake. */
export function mistakesOf(config: unknown): string[] {
  return linesOf(() => PipelineConfig.fromObject(config));
}

/** The same for props, which may be of any shape where somebody writes JavaScript. */
export function mistakesOfProps(props: unknown): string[] {
  return linesOf(() => PipelineConfig.fromProps(props as PipelineConfigProps));
}

function linesOf(read: () => PipelineConfig): string[] {
  try {
    read();
  } catch (error) {
    expect(error).toMatchObject({ name: 'PipelineConfigError' });
    return (error as Error).message
      .split('\n')
      .slice(1, -1)
      .map((line) => line.trim());
  }
  return [];
}
