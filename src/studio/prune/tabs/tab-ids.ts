/** The tabs beside the settings, in order. */
export const tabIds = ['heatmap', 'charts', 'quality', 'export'] as const;

export type TabId = (typeof tabIds)[number];
