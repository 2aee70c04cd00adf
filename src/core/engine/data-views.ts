import { inspectData } from '../data/formats';
import { type Leak, type RecordPair, countSharedTexts, findDuplicates, findLeaks } from '../data/overlaps';
import type { Prompts } from '../data/prompts';
import { type TokenLengths, measureTokenLengths } from '../data/token-lengths';
import type { Triplet, TripletSet } from '../data/triplet';
import type { EmbeddingModel } from '../model/embedding-model';
import { tokenizerOf } from '../model/tokenizer-of';
import { type DataViewer, type FileColumns, LISTED_PAIRS, type LeakList, type Overlaps, type PairList } from './data-view-types';
import { EngineStateError } from './errors';
import type { DataRole, NamedFile } from './types';

/** What is open at the moment of a question. */
export interface OpenFiles {
  readonly model: () => EmbeddingModel | null;
  readonly set: (role: DataRole) => TripletSet | undefined;
}

/** Answers about the data sets that are open. */
export class DataViews implements DataViewer {
  private readonly measuring = new Map<DataRole, AbortController>();

  constructor(private readonly open: OpenFiles) {}

  async measureLengths(role: DataRole, prompts: Prompts, onProgress: (lengths: TokenLengths) => void): Promise<void> {
    this.measuring.get(role)?.abort();
    const current = new AbortController();
    this.measuring.set(role, current);
    const model = this.open.model();
    if (model === null) throw new EngineStateError('Open a model first.');
    const tokenizer = tokenizerOf(model);
    await measureTokenLengths(this.opened(role), tokenizer, { signal: current.signal, now: () => performance.now(), prompts, onProgress });
  }

  async inspectColumns(file: NamedFile): Promise<FileColumns> {
    const { columns, samples, proposed } = await inspectData(file);
    return { columns, samples: samples.map((sample) => columns.map((column) => sample.get(column) ?? '')), proposed };
  }

  findOverlaps(): Promise<Overlaps> {
    const [general, domain] = [this.open.set('general'), this.open.set('domain')];
    const duplicates = (set: TripletSet | undefined) => (set === undefined ? null : listed(findDuplicates(set)));
    const both = general !== undefined && domain !== undefined;
    return Promise.resolve({
      duplicates: { general: duplicates(general), domain: duplicates(domain) },
      leaks: both ? listedLeaks(findLeaks(general, domain)) : null,
      sharedTexts: both ? countSharedTexts(general, domain) : null,
    });
  }

  async records(role: DataRole, start: number, count: number): Promise<readonly Triplet[]> {
    return Promise.resolve(this.opened(role).triplets.slice(start, start + count));
  }

  private opened(role: DataRole): TripletSet {
    const set = this.open.set(role);
    if (set === undefined) throw new EngineStateError(`Open a ${role} data set first.`);
    return set;
  }
}

function listedLeaks(leaks: readonly Leak[]): LeakList {
  return { count: leaks.length, exact: leaks.filter(({ exact }) => exact).length, pairs: leaks.slice(0, LISTED_PAIRS) };
}

function listed(pairs: readonly RecordPair[]): PairList {
  return { count: pairs.length, pairs: pairs.slice(0, LISTED_PAIRS) };
}
