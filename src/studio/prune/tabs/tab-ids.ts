/** The tabs beside the settings, in order. */
export const tabIds = ['heatmap', 'charts', 'compare', 'quality', 'export'] as const;

export type TabId = (typeof tabIds)[number];
