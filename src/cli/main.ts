import { createProgram } from './program';
import { reportFailure } from './failure';

/** The `gaprune` command. */
createProgram()
  .parseAsync()
  .then(
    // onnxruntime's threads would keep the process alive.
    () => process.exit(0),
    (error: unknown) => {
      reportFailure(error, process.argv.includes('--json'));
      process.exit(1);
    },
  );
