import { useDevice } from '../stores/device-store';
import { text } from '../text';

/** What the analysis will run on. */
export function DeviceBadge() {
  const { webgpu, threads, automatic } = useDevice();
  if (webgpu === undefined) return null;
  const { device } = text.frame;
  const processor = webgpu === null ? device.none : device.software;
  return (
    <p className="device" data-state={automatic === 'wasm' ? 'none' : 'ready'}>
      <span>{automatic === 'wasm' ? processor : device.webgpu(webgpu ?? '')}</span>
      <small>{crossOriginIsolated ? device.threads(threads ?? 1) : device.oneThread}</small>
    </p>
  );
}
