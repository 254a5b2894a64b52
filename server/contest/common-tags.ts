import { toHashtag } from './hashtag.ts'

const WORDS = `
  ad art autumn beautiful bedroom bestoftheday bil bolig bord cat christmas competition contest cute decor
  decoration design diy dog familie family fashion follow food foto friday friends fun garden giveaway hage happy
  helg hjem hjemme home homedecor hus hytte inspirasjon inspiration instagood instagram instahome interior
  interiordesign interiør jul kaffe katt kitchen kjøkken konkurranse kos lampe life lifestyle like liv livingroom
  love mat monday nature nordic norge norway ootd oslo photo photography photooftheday picoftheday reklame
  scandinavian selfie sofa soverom stol stue style summer sommer sunday travel vinn vinter weekend win winter
`

/** Everyday tags of captions in English and Norwegian, by their loose keys: an obvious few, chosen by hand. */
export const COMMON_TAGS: ReadonlySet<string> = new Set(
  WORDS.trim()
    .split(/\s+/u)
    .flatMap((word) => toHashtag(word)?.loose ?? []),
)
