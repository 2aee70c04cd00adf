/** The places of the studio, in the order one goes through them. */
export const placeIds = ['data', 'analysis', 'prune'] as const;

export type PlaceId = (typeof placeIds)[number];
