import { COMMANDS_LABEL } from '../../src/core/runtime/webgpu-device';

/** What has gone through a `GPUDevice` since it was watched, onnxruntime's part included. */
export interface Traffic {
  buffersMade: number;
  liveBuffers: number;
  liveBytes: number;
  /** Bytes that were mapped for reading. */
  bytesRead: number;
  /** Submissions of our own. */
  submissions: number;
}

/** Count what happens on a device from now on. */
export function watchTraffic(device: GPUDevice): Traffic {
  const traffic: Traffic = { buffersMade: 0, liveBuffers: 0, liveBytes: 0, bytesRead: 0, submissions: 0 };
  const createBuffer = device.createBuffer.bind(device);
  device.createBuffer = (descriptor) => {
    const buffer = createBuffer(descriptor);
    traffic.buffersMade++;
    traffic.liveBuffers++;
    traffic.liveBytes += buffer.size;
    const [destroy, mapAsync] = [buffer.destroy.bind(buffer), buffer.mapAsync.bind(buffer)];
    let live = true;
    buffer.destroy = () => {
      if (live) {
        traffic.liveBuffers--;
        traffic.liveBytes -= buffer.size;
      }
      live = false;
      destroy();
    };
    buffer.mapAsync = (mode, offset = 0, size = buffer.size - offset) => {
      if (mode === GPUMapMode.READ) traffic.bytesRead += size;
      return mapAsync(mode, offset, size);
    };
    return buffer;
  };
  const submit = device.queue.submit.bind(device.queue);
  device.queue.submit = (commands) => {
    const all = [...commands];
    if (all.some(({ label }) => label === COMMANDS_LABEL)) traffic.submissions++;
    submit(all);
  };
  return traffic;
}
