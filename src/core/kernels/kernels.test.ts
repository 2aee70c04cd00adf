import { describeKernels } from '../../../tests/support/kernel-suite';
import { createNodeDevice } from '../runtime/node';

describeKernels('CPU twin', createNodeDevice('wasm'));
