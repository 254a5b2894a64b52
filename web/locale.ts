/** The name by which Intl knows the language of a page (BCP 47): dates and numbers as in Britain and in Norway. */
export function localeOf(lang: string): string {
  return lang === 'nb' ? 'nb-NO' : 'en-GB'
}
