// Pipelines with notifications for the tests, what their templates say, and what EventBridge would make of an event.
import type { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CONFIG, MainOnlyPipeline, quickApp } from '../services-pipeline';

/** A pipeline class of the tests. */
export type PipelineClass = new (...args: ConstructorParameters<typeof MainOnlyPipeline>) => MainOnlyPipeline;

/** An app with the configuration of the tests, and some of it changed. */
export function appWith(changes: Record<string, unknown> = {}, accounts: Record<string, unknown> = {}): App {
  return quickApp({ config: { ...CONFIG, ...changes, accounts: { ...CONFIG.accounts, ...accounts } } });
}

/** Account qa with notifications of its own, on top of what the configuration of the tests says. */
export function qaWith(notifications: unknown, more: Record<string, unknown> = {}): Record<string, unknown> {
  return { qa: { ...CONFIG.accounts.qa, ...more, notifications } };
}

/** A pipeline of an app. */
export function pipelineIn(app: App, pipeline = 'development', of: PipelineClass = MainOnlyPipeline): MainOnlyPipeline {
  return new of(app, `Pipeline-${pipeline}`, { pipeline });
}

/** The template of the development pipeline with notifications. */
export function templateWith(notifications: unknown, accounts: Record<string, unknown> = {}): Template {
  return Template.fromStack(pipelineIn(appWith({ notifications }, accounts)));
}

/** The properties of a template's resources of a type, by logical id. */
export function resources(template: Template, type: string): Record<string, Readonly<Record<string, unknown>>> {
  return Object.fromEntries(
    Object.entries(template.findResources(type)).map(([id, resource]) => [
      id,
      (resource as { Properties?: Record<string, unknown> }).Properties ?? {},
    ]),
  );
}

/** A rule of EventBridge with its targets. */
export interface SynthesizedRule {
  readonly EventPattern: Pattern;
  readonly Targets: readonly Target[];
}

interface Pattern {
  readonly [key: string]: readonly unknown[] | Pattern;
}

interface Target {
  readonly Arn: unknown;
  readonly RoleArn?: unknown;
  readonly InputTransformer: { readonly InputPathsMap: Record<string, string>; readonly InputTemplate: string };
}

/** Rules of a template by the end of their construct path: `Pipeline/Failure`, `Stage-Qa/Approval`. */
export function rules(template: Template): Record<string, SynthesizedRule> {
  return Object.fromEntries(
    Object.entries(resources(template, 'AWS::Events::Rule')).map(([id, rule]) => [
      id.replace(/^Notifications/, '').replace(/[0-9A-F]{8}$/, ''),
      rule as unknown as SynthesizedRule,
    ]),
  );
}

/** An event of CodePipeline, as its User Guide shows them ("Monitoring CodePipeline events"). */
export function eventOf(what: 'Pipeline' | 'Stage' | 'Action', detail: Record<string, unknown>): Event {
  return {
    version: '0',
    id: '01234567-EXAMPLE',
    'detail-type': `CodePipeline ${what} Execution State Change`,
    source: 'aws.codepipeline',
    account: '111111111111',
    time: '2020-01-24T22:03:07Z',
    region: 'eu-central-1',
    resources: ['arn:aws:codepipeline:eu-central-1:111111111111:services-development'],
    detail: {
      pipeline: 'services-development',
      'execution-id': '12345678-1234-5678-abcd-12345678abcd',
      version: 3,
      ...detail,
    },
  };
}

type Event = Readonly<Record<string, unknown>>;

/** Whether a pattern of exact values takes an event: EventBridge User Guide, "Event patterns" and "$or". */
export function takes(pattern: Pattern, event: Event): boolean {
  return Object.entries(pattern).every(([key, expected]) => {
    if (key === '$or') return (expected as readonly Pattern[]).some((each) => takes(each, event));
    const actual = event[key];
    if (Array.isArray(expected)) return expected.includes(actual);
    return typeof actual === 'object' && takes(expected as Pattern, actual as Event);
  });
}

/**
 * What a target gets of an event: EventBridge User Guide, "Input transformation". In a JSON string a field's text is put in
 * as it is; anywhere else as JSON.
 */
export function received({ InputTransformer: { InputPathsMap, InputTemplate } }: Target, event: Event): string {
  return InputTemplate.replaceAll(/"(?:[^"\\]|\\.)*"|<[^<>]+>/g, (part) => {
    const isText = part.startsWith('"');
    return part.replaceAll(/<([^<>]+)>/g, (placeholder, name: string) => {
      const value = fieldOf(event, InputPathsMap[name] ?? refuse(placeholder));
      return isText && typeof value === 'string' ? value : JSON.stringify(value);
    });
  });
}

/** As PutTargets does. */
function refuse(placeholder: string): never {
  throw new Error(`EventBridge refuses placeholder ${placeholder}, which no path defines.`);
}

function fieldOf(event: Event, path: string): unknown {
  const keys = path.replace(/^\$\./, '').split('.');
  return keys.reduce<unknown>((at, key) => (at as Event | undefined)?.[key], event);
}
