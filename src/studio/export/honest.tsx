/** What zeros scattered over a matrix give, and what they do not. */
export function Honest() {
  return (
    <p className="honest">
      <strong>Zeros alone make nothing faster.</strong> The file keeps its size and ONNX Runtime computes with every zero. What gets smaller
      is the compressed download: to about 55–60 % where half of all weights are zero, less where only some are chosen. A smaller and faster
      model needs whole rows or heads removed.
    </p>
  );
}
