import { expect, test } from 'vitest';
import { bytes, milliseconds } from '../core/units';
import { formatBytes, formatDuration, formatMeasure } from './format';

test.each([
  [0, '0 bytes'],
  [999, '999 bytes'],
  [1000, '1.0 kB'],
  [45_296_114, '45.3 MB'],
  [1.5e9, '1.5 GB'],
])('%d bytes', (size, text) => expect(formatBytes(bytes(size))).toBe(text));

test.each([
  [12, '12 ms'],
  [12_340, '12.3 s'],
  [245_000, '4 min 05 s'],
  [7_800_000, '2 h 10 min'],
])('%d ms', (span, text) => expect(formatDuration(milliseconds(span))).toBe(text));

test.each([
  [0, '0'],
  [0.031_234, '0.0312'],
  [-0.5, '-0.5'],
  [4.123e-9, '4.1e-9'],
  [123_456, '1.2e5'],
])('%d as a measure', (value, text) => expect(formatMeasure(value)).toBe(text));
