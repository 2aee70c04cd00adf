/** What has gone through a `GPUDevice` since it was watched, onnxruntime's part included. */
export interface Traffic {
  buffers: number;
  bytesRead: number;
}

/** Count what happens on a device from now on. */
export function watchTraffic(device: GPUDevice): Traffic {
  const traffic: Traffic = { buffers: 0, bytesRead: 0 };
  const createBuffer = device.createBuffer.bind(device);
  device.createBuffer = (descriptor) => {
    const buffer = createBuffer(descriptor);
    traffic.buffers++;
    const mapAsync = buffer.mapAsync.bind(buffer);
    buffer.mapAsync = (mode, offset = 0, size = buffer.size - offset) => {
      if (mode === GPUMapMode.READ) traffic.bytesRead += size;
      return mapAsync(mode, offset, size);
    };
    return buffer;
  };
  return traffic;
}
