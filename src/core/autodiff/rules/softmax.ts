import { rule } from '../rule';

/** y = softmax(x).  dx = y ⊙ (dy − Σ(dy ⊙ y)). */
export const softmax = rule('Softmax', [({ b, dy, y, attributes }) => b.mul(y, b.sub(dy, b.sum(b.mul(dy, y), [attributes.axis])))]);
