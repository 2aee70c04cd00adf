import type { Theme } from './draw-picture';

/** The page's colours as they are now, for a canvas: `light-dark()` is resolved by asking an element. */
export function themeOf(element: HTMLElement): Theme {
  const style = getComputedStyle(element);
  const probe = document.createElement('span');
  element.append(probe);
  const colour = (token: string): string => {
    probe.style.color = `var(${token})`;
    return getComputedStyle(probe).color;
  };
  const theme = {
    page: colour('--surface'),
    none: colour('--surface-sunken'),
    text: colour('--text'),
    line: colour('--line-strong'),
    accent: colour('--accent'),
    font: style.fontFamily,
  };
  probe.remove();
  return theme;
}
