import { proxy, wrap } from 'comlink';
import { installErrorTransfer, ReportedError } from '../../workers/error-transfer';
import type { StudioEngine } from '../core/engine/types';
import { reportError, type ErrorReport } from '../core/errors';
import { inOrder } from '../core/in-order';
import { openCalls } from './open-calls';

/** Starts the worker and wraps it: callbacks become proxies, and a worker that dies fails every open call. */
function connect(): StudioEngine {
  installErrorTransfer();
  const worker = new Worker(new URL('../../workers/engine.worker.ts', import.meta.url), { type: 'module', name: 'engine' });
  const remote = wrap<StudioEngine>(worker);
  const { guarded, fail } = openCalls();
  worker.addEventListener('error', ({ message }) => {
    const reason = message === '' ? 'its script could not be loaded' : message;
    fail(new ReportedError({ code: 'WORKER_STOPPED', message: `The worker stopped: ${reason}. Reload the page to go on.` }));
  });
  // Of two models given in a row the second has to be the one that stays open.
  const opening = { model: inOrder(), general: inOrder(), domain: inOrder() };
  return {
    probe: () => guarded(remote.probe()),
    openModel: (files) => opening.model(() => guarded(remote.openModel(files))),
    openTriplets: (role, file, leaveOutBad, mapping) => opening[role](() => guarded(remote.openTriplets(role, file, leaveOutBad, mapping))),
    hashModel: () => guarded(remote.hashModel()),
    measureLengths: (role, onProgress) => guarded(remote.measureLengths(role, proxy(onProgress))),
    findOverlaps: () => guarded(remote.findOverlaps()),
    records: (role, start, count) => guarded(remote.records(role, start, count)),
    analyze: (settings, device, onProgress) => guarded(remote.analyze(settings, device, proxy(onProgress))),
    cancel: () => guarded(remote.cancel()),
    setPaused: (paused) => guarded(remote.setPaused(paused)),
    exportRun: () => guarded(remote.exportRun()),
    openRun: (files) => guarded(remote.openRun(files)),
    listSessions: () => guarded(remote.listSessions()),
    saveSession: (name, scoring, mask) => guarded(remote.saveSession(name, scoring, mask)),
    openSession: (id) => opening.model(() => guarded(remote.openSession(id))),
    sessionSettings: (id) => guarded(remote.sessionSettings(id)),
    changeSession: (id, change) => guarded(remote.changeSession(id, change)),
    deleteSession: (id) => guarded(remote.deleteSession(id)),
    exportSession: (id) => guarded(remote.exportSession(id)),
    importSession: (file) => guarded(remote.importSession(file)),
    tensorCells: (question) => guarded(remote.tensorCells(question)),
    tensorRange: (question) => guarded(remote.tensorRange(question)),
    elementAt: (question) => guarded(remote.elementAt(question)),
    plan: (scoring, mask) => guarded(remote.plan(scoring, mask)),
    cancelPlan: () => guarded(remote.cancelPlan()),
    scoreHistogram: (settings) => guarded(remote.scoreHistogram(settings)),
    overlap: (a, b) => guarded(remote.overlap(a, b)),
    magnitudeOverlap: (settings) => guarded(remote.magnitudeOverlap(settings)),
    measureInputs: (detail, device, onProgress) => guarded(remote.measureInputs(detail, device, proxy(onProgress))),
    cancelInputs: () => guarded(remote.cancelInputs()),
    measureSizes: (settings) => guarded(remote.measureSizes(settings)),
    exportPruned: (scoring, mask, options, onProgress) => guarded(remote.exportPruned(scoring, mask, options, proxy(onProgress))),
    commandLines: (scoring, mask, precision) => guarded(remote.commandLines(scoring, mask, precision)),
    openHeldOut: (role, file) => guarded(remote.openHeldOut(role, file)),
    measureQuality: (settings, device, onProgress) => guarded(remote.measureQuality(settings, device, proxy(onProgress))),
    explainMask: (settings, onProgress) => guarded(remote.explainMask(settings, proxy(onProgress))),
    cancelQuality: () => guarded(remote.cancelQuality()),
  };
}

let connection: StudioEngine | undefined;

/** The one engine of the page; its worker starts with the first call. */
export function engine(): StudioEngine {
  connection ??= connect();
  return connection;
}

/** What to show of anything that a call has thrown. */
export function asReport(error: unknown): ErrorReport {
  return error instanceof ReportedError ? error.report : reportError(error);
}
