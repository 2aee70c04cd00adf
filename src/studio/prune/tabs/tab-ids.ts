/** The tabs beside the settings, in order. */
export const tabIds = ['heatmap', 'charts', 'export'] as const;

export type TabId = (typeof tabIds)[number];
