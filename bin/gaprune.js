#!/usr/bin/env node
import { bundledCommand } from '../scripts/bundle-command.mjs';

await import(await bundledCommand());
