/**
 * Licences that let anybody show a picture in pages that advertise, in several sizes, with its author's name: public
 * domain, Attribution and Attribution-ShareAlike of any version. Not those without commercial use or without changes.
 */
const FREE = /^(?:CC0-1\.0|CC-PDM-1\.0|CC-BY(?:-SA)?-\d\.\d)$/

/** Whether a licence alone lets a picture be shown here. `licence`: as `Post.licence`. */
export function coversDisplay(licence: string | null): boolean {
  return licence !== null && FREE.test(licence)
}
