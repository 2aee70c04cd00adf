/** Reading and writing safetensors files: see https://github.com/huggingface/safetensors. */
export { InvalidSafetensorsError, type ElementType } from './safetensors-format';
export { float32Values, readSafetensors, type SafetensorsFile, type StoredArray } from './safetensors-reader';
export { UnwritableTensorError, writeSafetensors, type ArrayToWrite } from './safetensors-writer';
