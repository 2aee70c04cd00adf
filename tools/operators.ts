import { writeFileSync } from 'node:fs';
import { OPERATORS_PAGE, operatorsPage } from './operators-page';

/** `npm run docs:operators`: writes docs/OPERATORS.md. */
writeFileSync(OPERATORS_PAGE, await operatorsPage());
