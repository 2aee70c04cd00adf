import type { Incident } from '../../core/analysis/incident';
import type { AnalysisPhase, DeviceChoice } from '../../core/engine/types';
import type { ModelPrompts } from '../../core/model/prompts';

interface Labelled {
  readonly label: string;
  readonly help: string;
}

/** Settings, progress and result of an analysis. */
export const analysis = {
  settings: 'Settings',
  moreSettings: 'More settings',
  progress: 'Progress',
  analyse: 'Analyse',
  cancel: 'Cancel',
  pause: 'Pause',
  resume: 'Resume',
  paused: 'Paused',
  stopped: 'The analysis stopped',
  cancelled: 'Cancelled. Nothing was kept; the files are still open.',
  starting: 'Starting',
  cancelling: 'Cancelling',
  incidents: {
    'device-renewed': 'The graphics device was lost. The analysis began again on a new one.',
    'processor-instead': 'The graphics device was lost again. The processor does the whole analysis now; it takes longer.',
    'worker-renewed': 'The worker stopped answering and was replaced. The analysis began again.',
  } satisfies Readonly<Record<Incident, string>>,
  incidentsTitle: 'The analysis got over a fault',
  obstacles: {
    opening: 'Files are being opened.',
    noModel: 'Open a model first.',
    refused: 'This model cannot be analysed: see the model panel.',
    noGeneral: 'Open a general set first.',
    noDomain: 'Open a domain set first.',
  },
  fields: {
    maxLength: { label: 'Max length', help: 'Tokens a text is cut at. Shorter is faster.' },
    batchSize: { label: 'Batch size', help: 'Records in one alignment step; Fisher steps take up to 8.' },
    maxSamples: { label: 'Max samples', help: 'At most this many records of each set.' },
    fisherBatchSize: {
      label: 'Fisher batch size',
      help: 'Records of a Fisher step; 0 follows the batch size. With half the batch size one gradient serves the alignment too.',
    },
    scale: { label: 'Loss scale', help: 'Factor of the cosine in the InfoNCE loss. 20 is the usual one.' },
    sampling: { label: 'Sampling', help: 'Which records of a set that has more than max samples.' },
    samplingSeed: { label: 'Sampling seed', help: 'Of the records that are drawn.' },
    holdOut: { label: 'Held out', help: 'Share of each set that is put aside, for the quality tab to measure with.' },
    holdOutSeed: { label: 'Held-out seed', help: 'Of the records that are put aside.' },
    negatives: { label: 'Negatives', help: 'Which negative of a record that has several.' },
    shuffleSeed: { label: 'Shuffle seed', help: 'Order of the records in the alignment step. −1 keeps the order of the file.' },
  } satisfies Readonly<Record<string, Labelled>>,
  passes: {
    label: 'Gradients',
    together: 'Shared',
    apart: 'Apart',
    help: 'Whether one gradient serves Fisher information and alignment where both take the same batches. The results are the same.',
  },
  prompts: {
    query: { label: 'Query prompt', help: 'Goes before every query. A space at its end counts.' },
    document: { label: 'Document prompt', help: 'Goes before every positive and negative.' },
    sources: {
      files: 'Prompts are those of the model\u2019s files.',
      known: 'Prompts are those that the card of a model of this name asks for.',
      none: 'The model\u2019s files ask for no prompts.',
    } satisfies Readonly<Record<ModelPrompts['source'], string>>,
  },
  positions: (help: string, positions: number) => `${help} This model takes ${positions}.`,
  device: 'Device',
  devices: {
    auto: { label: 'Automatic', help: 'WebGPU where there is an adapter, else the processor.' },
    webgpu: { label: 'WebGPU', help: 'The graphics card. An error says so when there is none.' },
    wasm: { label: 'Processor (wasm)', help: 'Slower, runs everywhere.' },
  } satisfies Readonly<Record<DeviceChoice, Labelled>>,
  phasesLabel: 'Phases',
  /** In the order they run. */
  phases: {
    sample: 'Choose records',
    prepare: 'Prepare',
    together: 'Fisher and alignment',
    'fisher-general': 'Fisher, general set',
    'fisher-domain': 'Fisher, domain set',
    alignment: 'Gradient alignment',
    finish: 'Finish',
  } satisfies Readonly<Record<AnalysisPhase, string>>,
  facts: {
    samples: 'Samples',
    samplesOf: (done: string, total: string) => `${done} of ${total}`,
    rate: 'Per second',
    left: 'Time left',
    loss: 'Loss',
    device: 'Device',
    memory: 'Device memory',
    memoryHelp: 'Weights, sums and inputs. What ONNX Runtime holds for itself is not counted.',
  },
  announce: (phase: string, share: string) => `${phase}, ${share}`,
  plan: {
    title: 'What will be computed',
    columns: { phase: 'Phase', records: 'Records', steps: 'Gradients', each: 'Records per gradient' },
    upTo: (count: number) => `up to ${count}`,
    both: (general: number, domain: number) => `${general} + ${domain}`,
    total: 'Together',
    shared: (saved: string) => `One gradient serves Fisher information and alignment: ${saved} fewer to make.`,
    apart: 'Fisher information and alignment take different batches, so each has gradients of its own.',
    none: 'The plan shows once a model and both sets are open.',
  },
  layers: {
    title: 'Layers',
    note: 'means over the matrices of a layer',
    columns: {
      layer: 'Layer',
      fisher: 'Fisher, log',
      general: 'General',
      domain: 'Domain',
      alignment: 'Alignment',
      range: (range: string) => `±${range}`,
    },
    outside: 'Outside',
  },
  losses: {
    title: 'Loss per batch',
    waiting: 'The loss of every batch is drawn here.',
    label: (batches: number, last: string) => `Loss over ${batches} batches, last ${last}`,
    samples: (count: string) => `${count} samples`,
  },
  result: {
    label: 'Result of the analysis',
    device: 'Analysed on',
    elapsed: 'Elapsed',
    measured: 'Weights measured',
    lossGeneral: 'Mean loss, general',
    lossDomain: 'Mean loss, domain',
    skipped: 'Skipped',
    skippedHelp: 'Batches whose loss or gradient was unusable',
    tensor: 'tensor',
    batch: 'batch',
    batches: 'batches',
  },
  run: {
    save: 'Save the run (run.json, statistics.safetensors)',
    saving: 'Packing …',
    notSaved: 'The run was not saved',
  },
} as const;
