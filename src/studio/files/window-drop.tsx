import { useEffect, useState } from 'react';
import { isBusy } from '../stores/busy';
import { useDrop } from '../stores/drop-store';
import { fromTransfer } from './dropped';
import { text } from '../text';

const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') === true;

/** Takes files dropped beside the zones, and says so while they hover over the window. */
export function WindowDrop() {
  const [hovering, setHovering] = useState(false);
  useEffect(() => {
    const over = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      if (event.dataTransfer !== null) event.dataTransfer.dropEffect = isBusy() ? 'none' : 'copy';
      setHovering(!isBusy());
    };
    const leave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setHovering(false);
    };
    const drop = (event: DragEvent): void => {
      setHovering(false);
      if (event.defaultPrevented || event.dataTransfer === null || !hasFiles(event)) return;
      // Without this the browser leaves the page to show the file.
      event.preventDefault();
      if (!isBusy()) void fromTransfer(event.dataTransfer).then(useDrop.getState().take);
    };
    const end = (): void => setHovering(false);
    window.addEventListener('dragover', over);
    window.addEventListener('dragleave', leave);
    window.addEventListener('drop', drop);
    // A zone keeps its drop to itself: the capture phase still sees it.
    window.addEventListener('drop', end, { capture: true });
    return () => {
      window.removeEventListener('dragover', over);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('drop', drop);
      window.removeEventListener('drop', end, { capture: true });
    };
  }, []);
  return hovering ? (
    <div className="window-drop" aria-hidden="true">
      {text.files.hover}
    </div>
  ) : null;
}
