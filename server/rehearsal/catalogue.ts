import { hallItems } from './catalogue/hall.ts'
import { kitchenItems } from './catalogue/kitchen.ts'
import { lightItems } from './catalogue/light.ts'
import { livingItems } from './catalogue/living.ts'
import type { SampleCatalogue } from './catalogue/sample-item.ts'

/** Twenty-four everyday things by a maker that does not exist, under names coined for them. */
export const sampleCatalogue: SampleCatalogue = {
  title: 'Hverdagskatalogen',
  brand: 'Trivelund',
  handle: 'trivelund',
  campaignTag: 'hverdagskatalogen',
  accent: '#b3402a',
  sections: [
    { id: 'stua', name: { en: 'The living room', nb: 'Stua' } },
    { id: 'kjokkenet', name: { en: 'The kitchen', nb: 'Kjøkkenet' } },
    { id: 'kvelden', name: { en: 'The evening', nb: 'Kvelden' } },
    { id: 'gangen', name: { en: 'The hall and beyond', nb: 'Gangen og ut' } },
  ],
  items: [...livingItems, ...kitchenItems, ...lightItems, ...hallItems],
}
