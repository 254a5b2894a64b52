import { readFile } from 'node:fs/promises'
import type { Assets, Manifest } from '../web/assets.ts'
import type { ConfirmationFacts } from '../web/mail.ts'
import type { Lang, PageContext } from '../web/page-context.ts'
import type { PageName, PageProps } from '../web/pages.ts'

/** The built pages. */
export interface View {
  render<Name extends PageName>(page: Name, props: PageProps[Name], context: PageContext): string
  /** A contest's colours as a style sheet, from `#rrggbb`. */
  themeCss(accent: string): string
  /** The mail that asks to confirm an address. */
  confirmationMail(lang: Lang, facts: ConfirmationFacts): { subject: string; text: string }
  assets: Assets
  /** Where the files for browsers lie. */
  clientDir: URL
}

interface Built {
  render: View['render']
  themeCss: View['themeCss']
  confirmationMail: View['confirmationMail']
  assetsFrom(manifest: Manifest): Assets
}

/** Loads what `npm run build:web` made. Throws, saying so, where it was not run. */
export async function loadView(dist = new URL('../dist/web/', import.meta.url)): Promise<View> {
  const clientDir = new URL('client/', dist)
  try {
    const { render, themeCss, confirmationMail, assetsFrom } = (await import(
      new URL('server/render.js', dist).href
    )) as Built
    const manifest = JSON.parse(await readFile(new URL('manifest.json', clientDir), 'utf8')) as Manifest
    return { render, themeCss, confirmationMail, assets: assetsFrom(manifest), clientDir }
  } catch (cause) {
    throw new Error(`The pages are not built (looked in ${dist.pathname}): run "npm run build:web" first.`, {
      cause,
    })
  }
}
