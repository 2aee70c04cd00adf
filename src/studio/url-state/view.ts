import { z } from 'zod';
import { placeIds } from '../frame/place-ids';
import { quantityNames } from '../../core/tiles/quantities';
import { pictureIds } from '../prune/heatmap/picture-ids';
import { tabIds } from '../prune/tabs/tab-ids';

/**
 * What of the page's view lies in its address, and so survives a reload, the back button and a copied link. Another field is a line here:
 * a schema over the text of the address, with the default that stands in for anything else.
 */
export const viewSchema = z.object({
  place: z.enum(placeIds).default('data').catch('data'),
  /** The tab of the Prune place. */
  tab: z.enum(tabIds).default('heatmap').catch('heatmap'),
  /** Which picture of the weights, of what, and of which weight by its PyTorch name. */
  picture: z.enum(pictureIds).default('overview').catch('overview'),
  quantity: z.enum(quantityNames).default('fisherDomain').catch('fisherDomain'),
  weight: z.string().default('').catch(''),
});

export type View = z.infer<typeof viewSchema>;

export const defaultView: View = viewSchema.parse({});
