const memories: WebAssembly.Memory[] = [];
const Memory = WebAssembly.Memory;

/** Imported before onnxruntime makes its memory: every one that is made is known. */
WebAssembly.Memory = class extends Memory {
  constructor(descriptor: WebAssembly.MemoryDescriptor) {
    super(descriptor);
    memories.push(this);
  }
};

/** Bytes of all wasm memories of this thread, of onnxruntime mostly. */
export function wasmBytes(): number {
  return memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0);
}
