import { useEffect, useRef } from 'react';
import { useTensor } from '../stores/tensor-store';
import { text } from '../text';
import { GUTTER } from './draw-picture';
import { listenTo, onKey } from './gestures';
import { Picture, type Subject } from './picture';
import { themeOf } from './theme';
import { centreOn } from './viewport';

const MINIMAP = { width: 260, height: 120 };

interface TensorCanvasProps {
  readonly subject: Subject;
  readonly label: string;
  /** Says what keys do, and what is under the cursor. */
  readonly describedBy: string;
  /** Hands the canvas over for a download. */
  readonly onReady: (canvas: HTMLCanvasElement) => void;
}

/** The picture itself: the stores say where it looks, gestures and keys move it, and nothing is drawn through React. */
export function TensorCanvas({ subject, label, describedBy, onReady }: TensorCanvasProps) {
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const minimap = useRef<HTMLCanvasElement>(null);
  const picture = useRef<Picture>(null);
  const clip = useTensor((state) => state.clip);

  useEffect(() => {
    if (frame.current === null || canvas.current === null || minimap.current === null) return undefined;
    const [box, drawn, small] = [frame.current, canvas.current, minimap.current];
    const { report, fail, resize } = useTensor.getState();
    const made = new Picture(drawn, small, themeOf(box), { onReport: report, onProblem: fail });
    picture.current = made;
    onReady(drawn);
    const look = ({ viewport, size, cursor }: ReturnType<typeof useTensor.getState>): void => {
      if (viewport !== null && size !== null) made.see({ viewport, size, cursor });
    };
    look(useTensor.getState());
    const stopLooking = useTensor.subscribe((now, before) => {
      if (now.viewport !== before.viewport || now.size !== before.size || now.cursor !== before.cursor) look(now);
    });
    const observer = new ResizeObserver(() => {
      const { width, height } = box.getBoundingClientRect();
      if (width > GUTTER.left && height > GUTTER.top) resize({ width: width - GUTTER.left, height: height - GUTTER.top });
    });
    observer.observe(box);
    const dark = window.matchMedia('(prefers-color-scheme: dark)');
    const dress = (): void => made.dress(themeOf(box));
    dark.addEventListener('change', dress);
    const letGo = listenTo(drawn);
    if (useTensor.getState().wantsFocus) drawn.focus({ preventScroll: true });
    useTensor.getState().wantFocus(false);
    return () => {
      stopLooking();
      observer.disconnect();
      dark.removeEventListener('change', dress);
      letGo();
      made.stop();
      picture.current = null;
    };
  }, [onReady]);

  useEffect(() => picture.current?.show(subject, useTensor.getState().clip), [subject]);
  useEffect(() => picture.current?.clip(clip), [clip]);

  return (
    <div className="tensor-frame" ref={frame}>
      <canvas
        ref={canvas}
        className="tensor-canvas"
        role="application"
        aria-roledescription={text.tensor.roleDescription}
        aria-label={label}
        aria-describedby={describedBy}
        tabIndex={0}
        onKeyDown={(event) => {
          if (event.ctrlKey || event.metaKey || event.altKey) return;
          if (onKey(event.key, event.shiftKey)) event.preventDefault();
        }}
      />
      <canvas
        ref={minimap}
        className="minimap"
        hidden
        aria-hidden="true"
        width={MINIMAP.width}
        height={MINIMAP.height}
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={(event) => {
          if (event.buttons === 0) return;
          const box = event.currentTarget.getBoundingClientRect();
          const [x, y] = [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
          useTensor
            .getState()
            .look((viewport, matrix, size) => centreOn(viewport, matrix, size, { row: y * matrix.rows, column: x * matrix.columns }));
        }}
        onClick={(event) => {
          const box = event.currentTarget.getBoundingClientRect();
          const [x, y] = [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
          useTensor
            .getState()
            .look((viewport, matrix, size) => centreOn(viewport, matrix, size, { row: y * matrix.rows, column: x * matrix.columns }));
        }}
      />
    </div>
  );
}
