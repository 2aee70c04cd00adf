import type { Bytes, Milliseconds } from '../core/units';

/** The page speaks English, and so do the numbers that it writes and reads, wherever the browser is. */
export const locale = 'en';
const exact = new Intl.NumberFormat(locale);
const short = new Intl.NumberFormat(locale, { notation: 'compact', maximumSignificantDigits: 3 });
const percent = new Intl.NumberFormat(locale, { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 });
const wholePercent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });

/** 22,713,216 */
export const formatCount = (count: number): string => exact.format(count);
/** 22.7M */
export const formatShortCount = (count: number): string => short.format(count);
/** 1 batch, 2 batches */
export const formatNumberOf = (count: number, one: string, many = `${one}s`): string =>
  `${exact.format(count)} ${count === 1 ? one : many}`;
/** 12.5%, or 12% without decimals */
export const formatShare = (share: number, decimals: 0 | 1 = 1): string => (decimals === 0 ? wholePercent : percent).format(share);

/** 45.3 MB, in powers of 1000 as file managers show them. */
export function formatBytes(size: Bytes): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  const power = size < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(size) / 3));
  const value = size / 1000 ** power;
  return `${power === 0 ? exact.format(value) : value.toFixed(value < 100 ? 1 : 0)} ${units[power] ?? ''}`;
}

/** 850 ms, 12.3 s, 4 min 05 s, 2 h 10 min */
export function formatDuration(span: Milliseconds): string {
  if (span < 1000) return `${Math.round(span)} ms`;
  if (span < 60_000) return `${(span / 1000).toFixed(1)} s`;
  const seconds = Math.round(span / 1000);
  const pad = (value: number): string => String(value).padStart(2, '0');
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${pad(seconds % 60)} s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${pad(minutes % 60)} min`;
}

const dateAndTime = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
/** Nov 24, 2026, 3:04 PM, from ISO 8601 */
export const formatDate = (iso: string): string => dateAndTime.format(new Date(iso));

/** A measured value in three significant digits, with an exponent where it is very small or large: 0.0312, 4.1e-9. */
export function formatMeasure(value: number): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 1e-3 && size < 1e5) return String(Number(value.toPrecision(3)));
  return value.toExponential(1).replace('e+', 'e');
}
