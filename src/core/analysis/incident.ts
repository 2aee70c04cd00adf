/**
 * What an analysis got over: a new device in place of a lost one, the processor in place of a device that was lost again, a new worker in
 * place of one that had stopped.
 */
export type Incident = 'device-renewed' | 'processor-instead' | 'worker-renewed';
