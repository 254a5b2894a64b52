import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Lang } from '../../../web/page-context.ts'
import { remember } from '../remember.ts'
import { Language } from '../schemas.ts'

/** What every page may be asked for. A language that there is none of counts as not chosen: links on other sites outlive us. */
export const LangQuery = z.object({ lang: Language.optional().catch(undefined) })

/** A path of ours in the language chosen, if one is. */
export function inLanguage(path: string, lang: Lang | undefined): string {
  return lang === undefined ? path : `${path}${path.includes('?') ? '&' : '?'}lang=${lang}`
}

/** What `?lang=` asks for; null where it does not, or for a language that no page is in. */
export function chosenLanguage(request: FastifyRequest): Lang | null {
  const { lang } = (request.query ?? {}) as { lang?: unknown }
  return lang === 'en' || lang === 'nb' ? lang : null
}

/** Norwegian in any form is Bokmål here. */
const KNOWN: Readonly<Record<string, Lang>> = { en: 'en', nb: 'nb', no: 'nb', nn: 'nb' }

/** What the address says, else what the reader's browser wishes for, else the contest's own. */
export function languageFor(request: FastifyRequest, otherwise: Lang): Lang {
  return chosenLanguage(request) ?? wishedLanguage(request) ?? otherwise
}

/** The reader's first language that there are pages in (RFC 9110 section 12.5.4); null where there is none of them. */
export function wishedLanguage(request: FastifyRequest): Lang | null {
  return firstWish(String(request.headers['accept-language'] ?? '').slice(0, 500))
}

const firstWish = remember((accept): Lang | null => {
  const wishes = accept
    .split(',')
    .map((wish) => {
      const [tag = '', ...parameters] = wish.trim().toLowerCase().split(';')
      const quality = parameters
        .map((p) => /^\s*q=([01](?:\.\d{0,3})?)\s*$/.exec(p)?.[1])
        .find((q) => q !== undefined)
      return { lang: KNOWN[tag.split('-')[0] ?? ''], weight: quality === undefined ? 1 : Number(quality) }
    })
    .filter(({ lang, weight }) => lang !== undefined && weight > 0)
  wishes.sort((a, b) => b.weight - a.weight)
  return wishes[0]?.lang ?? null
})
