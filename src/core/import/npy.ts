import { sizeOf } from '../tensor';
import { InvalidStatisticsError } from './errors';
import { type GivenArray, NUMBER_BYTES, NUMBER_TYPES } from './given-array';

const MAGIC = '\x93NUMPY';
const TYPES = { '<f2': 'float16', '<f4': 'float32', '<f8': 'float64' } as const;
const isKnown = (type: string): type is keyof typeof TYPES => type in TYPES;

/**
 * Read a NumPy `.npy` file of real numbers in C order (numpy.lib.format, versions 1 to 3). The header's lengths are checked against the
 * file before anything is made of them.
 *
 * @throws InvalidStatisticsError naming the file
 */
export function readNpy(file: Uint8Array, place: string): GivenArray {
  const ascii = (start: number, end: number): string => String.fromCharCode(...file.subarray(start, end));
  const version = file[6] ?? 0;
  if (ascii(0, 6) !== MAGIC || version < 1 || version > 3) throw new InvalidStatisticsError('This is no NumPy array.', place);
  const start = version === 1 ? 10 : 12;
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const length = file.length < start ? Infinity : version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > Math.min(file.length - start, 4096)) throw new InvalidStatisticsError('The header of the NumPy array is damaged.', place);
  const header = ascii(start, start + length);
  const type = /'descr':\s*'([^']+)'/.exec(header)?.[1] ?? '';
  const dims = /'shape':\s*\(([\d,\s]*)\)/.exec(header)?.[1];
  if (!isKnown(type) || dims === undefined || !/'fortran_order':\s*False/.test(header)) {
    throw new InvalidStatisticsError('The NumPy array is not of float16, float32 or float64 in C order.', place);
  }
  const shape = dims.split(',').flatMap((dim) => (dim.trim() === '' ? [] : [Number(dim)]));
  const bytes = file.subarray(start + length);
  if (sizeOf(shape) * NUMBER_BYTES[TYPES[type]] !== bytes.length) {
    throw new InvalidStatisticsError(`The NumPy array has ${bytes.length} bytes, not those of [${shape.join(', ')}].`, place);
  }
  return { shape, values: NUMBER_TYPES[TYPES[type]](bytes) };
}
