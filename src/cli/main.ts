import { createProgram } from './program';
import { reportFailure } from './failure';
import { PathError } from './path-error';

const asJson = process.argv.includes('--json');

/** What a shell says of a command that a broken pipe has ended. */
const BROKEN_PIPE = 141;

// What cannot be printed is a failure. Behind `| head` nobody reads any more, and there is nobody to tell.
process.stdout.on('error', (cause: NodeJS.ErrnoException) => {
  if (cause.code === 'EPIPE') process.exit(BROKEN_PIPE);
  reportFailure(new PathError(`The result cannot be printed: ${cause.message}.`, undefined, { cause }), asJson);
  process.exit(1);
});
// Nobody sees how far it is: the work goes on.
process.stderr.on('error', () => undefined);

/** The `gaprune` command. */
createProgram()
  .parseAsync()
  .then(
    // onnxruntime's threads would keep the process alive. What is printed has to get there first.
    () => process.stdout.write('', () => setImmediate(() => process.exit(0))),
    (error: unknown) => {
      reportFailure(error, asJson);
      process.exit(1);
    },
  );
