/** How the learning rate goes over the steps of a recovery, after the warm-up. */
export interface Schedule {
  readonly label: string;
  readonly help: string;
  /** Share of the learning rate, where 0 is the end of the warm-up and 1 the last step. */
  readonly factor: (progress: number) => number;
}

export const SCHEDULES = {
  constant: { label: 'Constant', help: 'The same learning rate to the end.', factor: () => 1 },
  linear: {
    label: 'Linear',
    help: 'Down to nothing in a straight line: the last steps settle what the first ones found.',
    factor: (t) => 1 - t,
  },
  cosine: { label: 'Cosine', help: 'Down to nothing along half a cosine.', factor: (t) => (1 + Math.cos(Math.PI * t)) / 2 },
} as const satisfies Record<string, Schedule>;

export type ScheduleName = keyof typeof SCHEDULES;
export const SCHEDULE_NAMES = Object.keys(SCHEDULES) as [ScheduleName, ...ScheduleName[]];

interface Course {
  readonly steps: number;
  readonly warmup: number;
  readonly schedule: ScheduleName;
}

/** Share of the learning rate at a step, counted from 1: rising in a straight line over the warm-up, then by the schedule. Never 0. */
export function rateAt(step: number, { steps, warmup, schedule }: Course): number {
  if (step <= warmup) return step / (warmup + 1);
  return SCHEDULES[schedule].factor((step - warmup - 1) / Math.max(1, steps - warmup));
}
