import { useDevice } from './stores/device-store';

const steps = [
  { id: 'data', label: 'Data & model' },
  { id: 'analysis', label: 'Analysis' },
  { id: 'prune', label: 'Prune & export' },
] as const;

function DeviceNote() {
  const { webgpu, threads, automatic } = useDevice();
  if (webgpu === undefined) return null;
  const processor = webgpu === null ? 'No WebGPU: the processor is used' : 'WebGPU in software only: the processor is faster';
  const detail = crossOriginIsolated ? `${threads ?? 1} threads` : '1 thread: the page is not cross-origin isolated';
  return (
    <p className="device" data-state={automatic === 'wasm' ? 'none' : 'ready'}>
      <span>{automatic === 'wasm' ? processor : `WebGPU: ${webgpu ?? ''}`}</span>
      <small>{detail}</small>
    </p>
  );
}

export function Header() {
  return (
    <header className="page-head">
      <a className="skip" href="#main">
        Skip to content
      </a>
      <img src={`${import.meta.env.BASE_URL}icon.svg`} alt="" width={24} height={24} />
      <h1>GAPrune Studio</h1>
      <nav aria-label="Steps">
        {steps.map(({ id, label }, index) => (
          <a key={id} href={`#${id}`}>
            <span aria-hidden="true">{index + 1}</span> {label}
          </a>
        ))}
      </nav>
      <DeviceNote />
    </header>
  );
}
