/** The pictures of weights, from all of them to one. */
export const pictureIds = ['overview', 'tensor', 'heads', 'neurons'] as const;

export type PictureId = (typeof pictureIds)[number];
