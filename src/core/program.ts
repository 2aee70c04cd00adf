import packageJson from '../../package.json' with { type: 'json' };

/** The program's name and version, as runs record it. */
export const PROGRAM = `gaprune-studio ${packageJson.version}`;
