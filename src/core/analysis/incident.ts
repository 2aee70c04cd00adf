/**
 * What an analysis got over: a new device in place of a lost one, the processor in place of a device that was lost again, a new worker in
 * place of one that had stopped; work of an earlier process that was gone on with; no room to keep what there is so far; a graphics device that
 * could not be checked.
 */
export type Incident = 'device-renewed' | 'processor-instead' | 'worker-renewed' | 'resumed' | 'unkept' | 'unchecked';
