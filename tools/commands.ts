import { writeFileSync } from 'node:fs';
import { COMMAND_PAGE, commandPage } from './command-page';

/** `npm run docs:commands`: writes docs/guide/command-line.md. */
writeFileSync(COMMAND_PAGE, await commandPage());
