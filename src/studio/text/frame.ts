import type { PlaceId } from '../frame/place-ids';

/** Header, places and what surrounds them. */
export const frame = {
  name: 'GAPrune Studio',
  skip: 'Skip to content',
  placesLabel: 'Places',
  places: {
    data: {
      title: 'Data & model',
      lead: 'An embedding model, everyday records and records of your field. Files stay in this tab: nothing is uploaded.',
    },
    analysis: {
      title: 'Analysis',
      lead: 'Both sets run through the model and back. Fisher information and the alignment of the gradients are summed per weight, on this machine.',
    },
    prune: { title: 'Prune & export', lead: 'The weights with the lowest importance become zero. Nothing is written before you export.' },
  } satisfies Readonly<Record<PlaceId, { readonly title: string; readonly lead: string }>>,
  states: {
    opening: 'opening',
    ready: 'ready',
    refused: 'cannot be analysed',
    needsModel: 'needs a model',
    needsData: 'needs data',
    needsFiles: 'needs model and data',
    needsAnalysis: 'needs an analysis',
    starting: 'starting',
    paused: (share: string) => `paused at ${share}`,
    cancelling: 'stopping',
    failed: 'stopped',
    done: 'done',
    planning: 'planning',
    exporting: 'exporting',
    exported: 'exported',
  },
  device: {
    none: 'No WebGPU: the processor is used',
    software: 'WebGPU in software only: the processor is faster',
    webgpu: (name: string) => `WebGPU: ${name}`,
    threads: (count: number) => `${count} threads`,
    oneThread: '1 thread',
  },
  isolation: {
    title: 'The studio runs on one thread here',
    lead: 'The server does not isolate this page, so the processor is used with one thread and everything takes longer. Results are the same. Whoever runs the server can add these headers:',
    insecure:
      'This address is neither https nor localhost: the browser gives it no threads, no graphics card and no storage. Open the studio over https.',
  },
  example: {
    label: 'The example',
    title: 'A model and two sets are open already.',
    lead: 'all-MiniLM-L6-v2, 20 everyday records and 20 of chemistry. Try the whole way with them, or drop your own files anywhere on this page.',
    start: 'Analyse and prune the example',
    time: 'About a minute on the processor, less on a graphics card.',
  },
  nothingToPrune: 'An analysis comes first: its measurements decide what goes.',
  tabTitle: (share: string) => `${share} · GAPrune`,
  goTo: (place: string) => `Go to ${place}`,
} as const;
