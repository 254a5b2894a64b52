/** What a thing is, which decides how it is drawn: one kind, one model, one silhouette. */
export type ThingKind =
  | 'armchair'
  | 'rug'
  | 'blanket'
  | 'ladder-shelf'
  | 'tray-table'
  | 'radio'
  | 'kettle'
  | 'casserole'
  | 'bread-board'
  | 'pepper-mill'
  | 'fruit-bowl'
  | 'step-stool'
  | 'table-lamp'
  | 'pendant'
  | 'candlestick'
  | 'wall-clock'
  | 'vase'
  | 'hot-water-bottle'
  | 'coat-rack'
  | 'umbrella-stand'
  | 'watering-can'
  | 'bicycle-basket'
  | 'nest-box'
  | 'sledge'

/** One text in each language of the pages. */
export interface Text {
  en: string
  nb: string
}

/** One thing of the sample catalogue, with all that its page and its pictures need. */
export interface SampleItem {
  /** The name in ASCII, `[a-z0-9-]+`: the item's id. */
  slug: string
  /** Upper case, as printed. */
  name: string
  /** The name in lower case with æ, ø and å kept, without `#`. */
  tag: string
  /** Other tags that mean this thing, without `#`. */
  aliases: string[]
  /** The id of its section. */
  section: string
  page: number
  priceNok: number
  /** One line, without a full stop. */
  summary: Text
  /** Two or three sentences. */
  text: Text
  thing: ThingKind
  /** `#rrggbb`, from the largest surface to the smallest. */
  colours: { main: string; second: string; detail: string }
}

export interface Section {
  id: string
  name: Text
}

/** The catalogue that the rehearsal's people rebuild. Invented from end to end. */
export interface SampleCatalogue {
  title: string
  brand: string
  /** Without the leading `@`. */
  handle: string
  /** Without `#`. */
  campaignTag: string
  /** `#rrggbb`; dark enough for text on white and on paper (4.5:1). */
  accent: string
  sections: Section[]
  /** In page order. */
  items: SampleItem[]
}
