/** What the axes of all charts have in common. */
export const axis = { stroke: 'var(--text-faint)', fontSize: 11, tickLine: false } as const;
export const yWidth = 48;
export const xHeight = 22;
export const margin = { top: 6, right: 20, bottom: 0, left: 0 } as const;
export const height = 210;

/** What the box beside the pointer looks like; recharts sets its own colours as styles of the element. */
export const tip = {
  isAnimationActive: false,
  contentStyle: {
    border: '1px solid var(--line)',
    borderRadius: 6,
    background: 'var(--surface-raised)',
    color: 'var(--text)',
    fontSize: 12,
    padding: '4px 8px',
  },
} as const;

/** Powers of ten between two positive numbers. */
export function decades(low: number, high: number): number[] {
  const [first, last] = [Math.ceil(Math.log10(low)), Math.floor(Math.log10(high))];
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => 10 ** (first + i));
}
