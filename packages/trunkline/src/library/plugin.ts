// `trunkline/plugin`: preflight within `cdk synth`, as a validation plugin of the app.
import { dirname } from 'node:path';
import packageJson from '../../package.json' with { type: 'json' };
import { readPreflightInputSync } from '../assembly/read-preflight-input.js';
import { TrunklineError } from '../model/errors.js';
import type { PreflightResult, Severity } from '../model/finding.js';
import { EXPLANATIONS } from '../preflight/explain.js';
import { passes } from '../preflight/passes.js';
import { preflight, type PreflightOptions } from '../preflight/preflight.js';
import { isUnreadableAssembly, unreadableAssembly } from '../preflight/unreadable-assembly.js';
import { readProjectSettings } from './project-settings.js';
import type { ValidationContext, ValidationReport } from './validation.js';
import { violation, violationsOf, withoutErrors } from './violations.js';

export type { ValidationContext, ValidationReport, Violation, ViolatingResource } from './validation.js';

/** What counts in place of `.trunklinerc.json`, and whether errors end the synth. */
export interface PreflightPluginOptions extends Omit<PreflightOptions, 'version' | 'live'> {
  /** Folders of further assemblies whose stacks exist beside the app's. @default `beside` of `.trunklinerc.json` */
  readonly beside?: readonly string[];
  /** Whether what is neither proved nor refuted is an error. @default false, which makes it a warning */
  readonly strict?: boolean;
  /** The least grave findings to show; `trunkline preflight` shows all. @default 'warning' */
  readonly show?: Severity;
  /**
   * What an error does: `fail` ends the synth, `warn` prints it as a warning.
   * @default the context `trunkline:errors` where the app has it; otherwise `warn` in a build that CodePipeline has
   * started, so that a pipeline that updates itself can still be given the mended version of itself, and `fail`
   * everywhere else
   */
  readonly errors?: 'fail' | 'warn';
}

/** The context that says what errors do: `npx cdk synth --context trunkline:errors=warn`. */
const ERRORS_CONTEXT = 'trunkline:errors';

/**
 * Preflight as a plugin: `Validations.of(app).addPlugins(new PreflightPlugin())`, once, on the app. `cdk synth` then
 * shows what is wrong by construct and line, and fails where something is an error.
 */
export class PreflightPlugin {
  /** What findings are acknowledged under: `trunkline::role-trust`. */
  public readonly name = 'trunkline';
  public readonly version: string = packageJson.version;
  /** The ids of all findings that there are. */
  public readonly ruleIds: string[] = EXPLANATIONS.map(({ id }) => id);
  readonly #options: PreflightPluginOptions;

  /** @param options what counts in place of `.trunklinerc.json` of the folder that the app runs in */
  public constructor(options: PreflightPluginOptions = {}) {
    this.#options = options;
  }

  /** Called by the CDK once the assembly is written. It only reads. */
  public validate(context: ValidationContext): ValidationReport {
    const warns = this.#errors(context) === 'warn';
    try {
      const assembly = context.appConstruct.outdir ?? dirname(context.templatePaths[0] ?? '.');
      const result = this.#preflight(assembly);
      const strict = this.#options.strict ?? false;
      const violations = violationsOf(result, assembly, { strict, show: this.#options.show ?? 'warning' });
      return {
        // Only the severity is lowered: what the report says of a pipeline is the same in all places.
        violations: warns ? withoutErrors(violations) : violations,
        success: warns || passes(result, { strict }),
        metadata: metadataOf(result),
      };
    } catch (error) {
      return failure(error, warns);
    }
  }

  #preflight(assembly: string): PreflightResult {
    const { options, beside } = readProjectSettings(process.cwd());
    try {
      const input = readPreflightInputSync(assembly, this.#options.beside ?? beside);
      return preflight(input, { ...options, ...this.#options, version: this.version });
    } catch (error) {
      if (!(error instanceof TrunklineError) || !isUnreadableAssembly(error)) throw error;
      return unreadableAssembly(error, this.version);
    }
  }

  #errors({ appConstruct }: ValidationContext): 'fail' | 'warn' {
    if (this.#options.errors !== undefined) return this.#options.errors;
    const said: unknown = appConstruct.node.tryGetContext(ERRORS_CONTEXT);
    if (said === 'fail' || said === 'warn') return said;
    // A plugin is an entry point of its own: nobody but the environment tells it who runs the synth. That a build has
    // an id says only that it is CodeBuild's, and one that checks a pull request is to fail.
    // Source: CodeBuild User Guide, environment variables in build environments.
    return process.env.CODEBUILD_INITIATOR?.startsWith('codepipeline/') === true ? 'warn' : 'fail';
  }
}

/** What preflight could not do is an error like any other: without it nothing is proved. */
function failure(error: unknown, warns: boolean): ValidationReport {
  const known = error instanceof TrunklineError;
  const text = known ? [error.message, ...error.details].join('\n   ') : `Preflight broke off: ${String(error)}`;
  const fix = known
    ? 'Mend what is named, and synthesize again.'
    : "Report it with what 'npx trunkline preflight' says.";
  return { violations: [violation('preflight-failed', warns ? 'warning' : 'error', text, fix)], success: warns };
}

/** For the report that the CDK writes as a file. */
function metadataOf({ assumptions, summary }: PreflightResult): Record<string, string> {
  return {
    ...Object.fromEntries(Object.entries(summary).map(([name, count]) => [name, String(count)])),
    assumptions: assumptions.join('\n'),
  };
}
