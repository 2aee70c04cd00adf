import { actions } from './actions';
import { analysis } from './analysis';
import { charts } from './charts';
import { columns } from './columns';
import { common } from './common';
import { compare } from './compare';
import { data } from './data';
import { evidence } from './evidence';
import { exporting } from './export';
import { files } from './files';
import { frame } from './frame';
import { glossary } from './glossary';
import { heatmap } from './heatmap';
import { hub } from './hub';
import { meter } from './meter';
import { model } from './model';
import { pictures } from './pictures';
import { prune } from './prune';
import { quality } from './quality';
import { sessions } from './sessions';
import { structure } from './structure';
import { tensor } from './tensor';
import { tuning } from './tuning';

/** Every word the studio shows, but those of the core's descriptors and errors. */
export const text = {
  actions,
  analysis,
  charts,
  columns,
  common,
  compare,
  data,
  evidence,
  exporting,
  files,
  frame,
  glossary,
  heatmap,
  hub,
  meter,
  model,
  pictures,
  prune,
  quality,
  sessions,
  structure,
  tensor,
  tuning,
} as const;
