/**
 * Licences by Flickr's number (flickr.photos.licenses.getInfo), as SPDX names them; 7 is a statement of
 * rightsstatements.org, 8 a fact of American law. 0 is "all rights reserved", which is no licence.
 */
const LICENCES: readonly (string | null)[] = [
  null,
  'CC-BY-NC-SA-2.0',
  'CC-BY-NC-2.0',
  'CC-BY-NC-ND-2.0',
  'CC-BY-2.0',
  'CC-BY-SA-2.0',
  'CC-BY-ND-2.0',
  'NKC-1.0',
  'US-Government-Work',
  'CC0-1.0',
  'CC-PDM-1.0',
]

/** The licence behind a number; null where the number grants nothing or is not known here. */
export function flickrLicence(code: string | number | null | undefined): string | null {
  return /^\d{1,3}$/.test(String(code)) ? (LICENCES[Number(code)] ?? null) : null
}
