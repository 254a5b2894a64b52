import { createElement } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { CurrentPageProvider } from './current-page.tsx'
import type { PageContext } from './page-context.ts'
import { type PageName, type PageProps, pages } from './pages.ts'

export { assetsFrom } from './assets.ts'
export { confirmationMail } from './mail.ts'
export { themeCss } from './theme.ts'

/** A whole html document. Pure: the same arguments give the same text. */
export function render<Name extends PageName>(
  name: Name,
  props: PageProps[Name],
  context: PageContext,
): string {
  const page = pages[name]
  const html = renderToString(
    <CurrentPageProvider context={context}>{createElement(() => page(props), null)}</CurrentPageProvider>,
  )
  return `<!doctype html>${html}`
}
