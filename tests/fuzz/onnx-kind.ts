import type { MessageKind } from './mutate-message';

/** Where messages lie in a `ModelProto` (onnx.proto3). */
const ENTRY: MessageKind = {};
const TENSOR: MessageKind = { 13: () => ENTRY };
const ATTRIBUTE: MessageKind = { 5: () => TENSOR, 6: () => GRAPH };
const NODE: MessageKind = { 5: () => ATTRIBUTE, 9: () => ENTRY };
const SHAPE: MessageKind = { 1: () => ({}) };
const TYPE: MessageKind = { 1: () => ({ 2: () => SHAPE }) };
const VALUE: MessageKind = { 2: () => TYPE };
const GRAPH: MessageKind = { 1: () => NODE, 5: () => TENSOR, 11: () => VALUE, 12: () => VALUE };

export const MODEL: MessageKind = { 7: () => GRAPH, 8: () => ENTRY, 25: () => NODE };
