import type { ThingKind } from '../catalogue/sample-item.ts'
import type { Chance } from '../photograph/seed.ts'
import type { PlannedItem } from '../planned.ts'

/** What each thing is called by somebody who describes a picture of it. */
const NOUNS: Record<ThingKind, { nb: string; en: string }> = {
  armchair: { nb: 'En lenestol', en: 'An armchair' },
  rug: { nb: 'Et stripet gulvteppe', en: 'A striped rug' },
  blanket: { nb: 'Et ullpledd med frynser', en: 'A wool blanket with a fringe' },
  'ladder-shelf': { nb: 'En stigehylle', en: 'A ladder shelf' },
  'tray-table': { nb: 'Et lite brettbord', en: 'A small tray table' },
  radio: { nb: 'En radio', en: 'A radio' },
  kettle: { nb: 'En kjele', en: 'A kettle' },
  casserole: { nb: 'En støpejernsgryte', en: 'A cast-iron pot' },
  'bread-board': { nb: 'Ei skjærefjøl', en: 'A bread board' },
  'pepper-mill': { nb: 'Ei pepperkvern', en: 'A pepper mill' },
  'fruit-bowl': { nb: 'Et fruktfat', en: 'A fruit bowl' },
  'step-stool': { nb: 'En trinnkrakk', en: 'A step stool' },
  'table-lamp': { nb: 'Ei bordlampe', en: 'A table lamp' },
  pendant: { nb: 'En taklampe', en: 'A pendant lamp' },
  candlestick: { nb: 'En trearmet lysestake', en: 'A three-armed candlestick' },
  'wall-clock': { nb: 'En veggklokke', en: 'A wall clock' },
  vase: { nb: 'En vase', en: 'A vase' },
  'hot-water-bottle': { nb: 'Ei varmeflaske', en: 'A hot-water bottle' },
  'coat-rack': { nb: 'En knaggrekke', en: 'A coat rack' },
  'umbrella-stand': { nb: 'Et paraplystativ', en: 'An umbrella stand' },
  'watering-can': { nb: 'Ei vannkanne', en: 'A watering can' },
  'bicycle-basket': { nb: 'En sykkelkurv', en: 'A bicycle basket' },
  'nest-box': { nb: 'En fuglekasse', en: 'A nest box' },
  sledge: { nb: 'En kjelke', en: 'A sledge' },
}

/** Said after the noun. True of any picture, since nobody knows yet what else will be in it. */
const REST = {
  nb: [
    'hjemme hos oss.',
    'i dagslys.',
    'slik den ser ut akkurat nå.',
    'litt på skrå.',
    'på sin faste plass.',
  ],
  en: [
    'at home.',
    'where it always is.',
    'as it looks right now.',
    'at a slight angle.',
    'in its usual place.',
  ],
} as const

/** What somebody who cannot see a picture is told of it. */
export function altText(chance: Chance, item: PlannedItem, language: 'nb' | 'en'): string {
  const rest = REST[language][chance.whole(0, REST[language].length - 1)] ?? ''
  return `${NOUNS[item.thing][language]} ${rest}`
}
