import { shareDone } from '../analysis/fields';
import { formatShare } from '../format';
import { isRunning, useAnalysis } from '../stores/analysis-store';
import { text } from '../text';

/** A ring that is filled by this share, as an address of an image. */
export function ringIcon(share: number): string {
  const radius = 12;
  const around = 2 * Math.PI * radius;
  const ring = (colour: string, dash: string): string =>
    `<circle cx="16" cy="16" r="${radius}" fill="none" stroke="${colour}" stroke-width="7" stroke-dasharray="${dash}" transform="rotate(-90 16 16)"/>`;
  const filled = `${(around * share).toFixed(2)} ${around.toFixed(2)}`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">${ring('#8a93a5', 'none')}${ring('#5146c7', filled)}</svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

/** Shows how far an analysis is in the tab's title and icon, and puts both back. Returns a function that stops it. */
export function showProgressInTab(): () => void {
  const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
  const own = { title: document.title, icon: icon?.href ?? '' };
  let shown: string | null = null;
  const show = (share: number | null): void => {
    const label = share === null ? null : formatShare(share, 0);
    if (label === shown) return;
    shown = label;
    document.title = label === null ? own.title : text.frame.tabTitle(label);
    if (icon !== null) icon.href = share === null ? own.icon : ringIcon(share);
  };
  const stop = useAnalysis.subscribe(({ status, progress }) =>
    show(isRunning(status) ? (progress === null ? 0 : shareDone(progress)) : null),
  );
  return () => {
    stop();
    show(null);
  };
}
