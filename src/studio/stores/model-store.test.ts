import { afterEach, expect, test, vi } from 'vitest';
import type { ModelSummary, NamedFile } from '../../core/engine/types';
import { bytes } from '../../core/units';
import type * as engineModule from '../engine';
import { useModel } from './model-store';

const openModel = vi.hoisted(() => vi.fn<(files: readonly NamedFile[]) => Promise<ModelSummary>>());
vi.mock('../engine', async (original) => ({ ...(await original<typeof engineModule>()), engine: () => ({ openModel }) }));

const summary = (name: string): ModelSummary => ({
  ...{
    name,
    architecture: 'bert',
    sizeBytes: bytes(1),
    opset: 17,
    precision: 'float32',
    pooling: ['mean'],
    head: [],
    layers: 1,
    attention: null,
  },
  ...{
    parameters: [],
    operators: [],
    maxPositions: null,
    maxSequence: null,
    lacksTokenizer: false,
    whole: [],
    prompts: { query: '', document: '', source: 'none' },
    refusal: null,
  },
});
const files = (name: string): NamedFile[] => [{ name, content: new Blob([]) }];
const openName = (given: readonly NamedFile[]): Promise<ModelSummary> => Promise.resolve(summary(given[0]?.name ?? ''));

afterEach(() => useModel.setState(useModel.getInitialState()));

test('a model that does not open leaves the one before in place and says why', async () => {
  openModel.mockImplementationOnce(openName).mockRejectedValueOnce(new Error('no ONNX file'));
  await useModel.getState().open(files('good'));
  await useModel.getState().open(files('bad'));
  const { summary: shown, problem, opening } = useModel.getState();
  expect([shown?.name, problem?.message, opening]).toEqual(['good', 'no ONNX file', false]);
});

test('a slow model does not overwrite one that was opened after it', async () => {
  let finishSlow = (_summary: ModelSummary): void => undefined;
  const slow = new Promise<ModelSummary>((resolve) => (finishSlow = resolve));
  openModel.mockReturnValueOnce(slow).mockImplementationOnce(openName);
  const first = useModel.getState().open(files('slow'));
  await Promise.resolve();
  await useModel.getState().open(files('fast'));
  finishSlow(summary('slow'));
  await first;
  expect(useModel.getState().summary?.name).toBe('fast');
});
