// The version that `--version` and every report name.
import packageJson from '../../package.json' with { type: 'json' };

/** The package's version. */
export const VERSION: string = packageJson.version;
