import { proxy } from 'comlink';
import { ReportedError } from '../../../workers/error-transfer';
import type { StudioEngine } from '../../core/engine/types';
import { reportError, type ErrorReport } from '../../core/errors';
import { inOrder } from '../../core/in-order';
import { connect } from './connection';
import { LastingAnalysis } from './lasting-analysis';
import { LastingWorker } from './lasting-worker';

/** The engine as the page calls it: callbacks become proxies, and a worker that stops is replaced. */
function startEngine(): StudioEngine {
  const worker = new LastingWorker(connect);
  const analysis = new LastingAnalysis(worker);
  const ask = worker.ask.bind(worker);
  // Of two models given in a row the second has to be the one that stays open.
  const opening = { model: inOrder(), general: inOrder(), domain: inOrder() };
  /** What brings a model and both sets. */
  const openingAll = <T>(open: () => Promise<T>): Promise<T> => opening.model(() => opening.general(() => opening.domain(open)));
  return {
    probe: () => ask((remote) => remote.probe()),
    openModel: (files) => opening.model(() => worker.open('model', (remote) => remote.openModel(files))),
    openTriplets: (role, file, reading) => opening[role](() => worker.open(role, (remote) => remote.openTriplets(role, file, reading))),
    inspectColumns: (file) => ask((remote) => remote.inspectColumns(file)),
    findOnHub: (reference, token) => ask((remote) => remote.findOnHub(reference, token)),
    fetchFromHub: (path, token, onBytes) => ask((remote) => remote.fetchFromHub(path, token, proxy(onBytes))),
    cancelHub: () => ask((remote) => remote.cancelHub()),
    hubBytes: () => ask((remote) => remote.hubBytes()),
    removeHubFiles: () => ask((remote) => remote.removeHubFiles()),
    hashModel: () => ask((remote) => remote.hashModel()),
    measureLengths: (role, prompts, onProgress) => ask((remote) => remote.measureLengths(role, prompts, proxy(onProgress))),
    findOverlaps: () => ask((remote) => remote.findOverlaps()),
    records: (role, start, count) => ask((remote) => remote.records(role, start, count)),
    analyze: analysis.run,
    unfinished: () => ask((remote) => remote.unfinished()),
    openUnfinished: (id) => openingAll(() => worker.open('session', (remote) => remote.openUnfinished(id))),
    discardUnfinished: (id) => ask((remote) => remote.discardUnfinished(id)),
    unfinishedRecovery: () => ask((remote) => remote.unfinishedRecovery()),
    discardRecovery: (id) => ask((remote) => remote.discardRecovery(id)),
    cancel: () => analysis.cancel(),
    setPaused: (paused) => analysis.setPaused(paused),
    exportRun: () => ask((remote) => remote.exportRun()),
    openRun: (files, imported) => worker.open('run', (remote) => remote.openRun(files, imported)),
    listSessions: () => ask((remote) => remote.listSessions()),
    saveSession: async (name, scoring, mask) => {
      const saved = await ask((remote) => remote.saveSession(name, scoring, mask));
      worker.keep('session', (remote) => remote.openSession(saved.id));
      return saved;
    },
    openSession: (id) => openingAll(() => worker.open('session', (remote) => remote.openSession(id))),
    sessionSettings: (id) => ask((remote) => remote.sessionSettings(id)),
    changeSession: (id, change) => ask((remote) => remote.changeSession(id, change)),
    deleteSession: (id) => ask((remote) => remote.deleteSession(id)),
    exportSession: (id) => ask((remote) => remote.exportSession(id)),
    importSession: (file) => ask((remote) => remote.importSession(file)),
    tensorCells: (question) => ask((remote) => remote.tensorCells(question)),
    tensorRange: (question) => ask((remote) => remote.tensorRange(question)),
    elementAt: (question) => ask((remote) => remote.elementAt(question)),
    plan: (scoring, mask) => ask((remote) => remote.plan(scoring, mask)),
    cancelPlan: () => ask((remote) => remote.cancelPlan()),
    scoreHistogram: (settings) => ask((remote) => remote.scoreHistogram(settings)),
    overlap: (a, b) => ask((remote) => remote.overlap(a, b)),
    magnitudeOverlap: (settings) => ask((remote) => remote.magnitudeOverlap(settings)),
    measureInputs: (detail, device, onProgress) => ask((remote) => remote.measureInputs(detail, device, proxy(onProgress))),
    cancelInputs: () => ask((remote) => remote.cancelInputs()),
    measureSizes: (settings) => ask((remote) => remote.measureSizes(settings)),
    exportPruned: (scoring, mask, options, onProgress) => ask((remote) => remote.exportPruned(scoring, mask, options, proxy(onProgress))),
    planAnalysis: (settings, device) => ask((remote) => remote.planAnalysis(settings, device)),
    commandLines: (scoring, mask, precision) => ask((remote) => remote.commandLines(scoring, mask, precision)),
    openHeldOut: (role, file) => ask((remote) => remote.openHeldOut(role, file)),
    leaveOutUsed: () => ask((remote) => remote.leaveOutUsed()),
    openPutAside: (role) => ask((remote) => remote.openPutAside(role)),
    measureQuality: (settings, device, onProgress) => ask((remote) => remote.measureQuality(settings, device, proxy(onProgress))),
    explainMask: (settings, onProgress) => ask((remote) => remote.explainMask(settings, proxy(onProgress))),
    measureCurve: (question, device, onFound) => ask((remote) => remote.measureCurve(question, device, proxy(onFound))),
    measureSensitivity: (question, device, onFound) => ask((remote) => remote.measureSensitivity(question, device, proxy(onFound))),
    recommend: (settings, budgetMs, device, onFound) => ask((remote) => remote.recommend(settings, budgetMs, device, proxy(onFound))),
    refine: (question, device, onProgress) => ask((remote) => remote.refine(question, device, proxy(onProgress))),
    stopRefining: () => ask((remote) => remote.stopRefining()),
    dropRefined: () => ask((remote) => remote.dropRefined()),
    makeReport: (settings, measured, format) => ask((remote) => remote.makeReport(settings, measured, format)),
    cancelEvidence: (leave) => ask((remote) => remote.cancelEvidence(leave)),
    cancelQuality: () => ask((remote) => remote.cancelQuality()),
  };
}

let started: StudioEngine | undefined;

/** The one engine of the page; its worker starts with the first call. */
export function engine(): StudioEngine {
  started ??= startEngine();
  return started;
}

/** What to show of anything that a call has thrown. */
export function asReport(error: unknown): ErrorReport {
  return error instanceof ReportedError ? error.report : reportError(error);
}
