import { useAnalysis } from '../stores/analysis-store';
import { useDevice } from '../stores/device-store';
import { text } from '../text';

/** What an analysis runs on under the device that is chosen. */
export function useDeviceName(): string {
  const chosen = useAnalysis(({ device }) => device);
  const { webgpu, automatic } = useDevice();
  const kind = chosen === 'auto' ? automatic : chosen;
  return kind === 'wasm' ? text.analysis.devices.wasm.label : text.frame.device.webgpu(webgpu ?? '');
}
