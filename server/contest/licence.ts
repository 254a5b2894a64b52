/**
 * Licences that let anybody show a picture in pages that advertise, in several sizes, with its author's name: public
 * domain, Attribution and Attribution-ShareAlike of any version. Not those without commercial use or without changes.
 */
const FREE = /^(?:CC0-1\.0|CC-PDM-1\.0|CC-BY(?:-SA)?-\d\.\d)$/

/** Whether a licence alone lets a picture be shown here. `licence`: as `Post.licence`. */
export function coversDisplay(licence: string | null): boolean {
  return licence !== null && FREE.test(licence)
}

/** A licence as a reader knows it, with the page that says what it allows. */
export interface Deed {
  name: string
  url: string
}

const HOME = 'https://creativecommons.org'

/** The deed of a licence of Creative Commons; null for any other, and for none. `licence`: as `Post.licence`. */
export function deedOf(licence: string | null): Deed | null {
  if (licence === 'CC0-1.0') return { name: 'CC0 1.0', url: `${HOME}/publicdomain/zero/1.0/` }
  if (licence === 'CC-PDM-1.0')
    return { name: 'Public Domain Mark 1.0', url: `${HOME}/publicdomain/mark/1.0/` }
  const [, kind, version] = /^CC-(BY(?:-NC)?(?:-SA|-ND)?)-(\d\.\d)$/.exec(licence ?? '') ?? []
  if (kind === undefined || version === undefined) return null
  return { name: `CC ${kind} ${version}`, url: `${HOME}/licenses/${kind.toLowerCase()}/${version}/` }
}
