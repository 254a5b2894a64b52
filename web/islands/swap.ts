import { fetchPage } from './page.ts'

/** Quiet for so long after a key before the form is asked again. */
const PAUSE = 450

/**
 * A form that asks by GET and has `data-swap` is asked as one types or chooses. The part of the answer that the
 * selector names takes the place of the same part here. Without an answer the page stays as it is.
 */
export function swapAnswers(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-swap]')) {
    const selector = form.dataset.swap ?? ''
    let waiting: ReturnType<typeof setTimeout> | undefined
    let asked = new AbortController()

    const ask = async () => {
      clearTimeout(waiting)
      asked.abort()
      asked = new AbortController()
      if (!form.checkValidity()) return
      const address = new URL(form.action)
      for (const [name, value] of new FormData(form))
        if (typeof value === 'string') address.searchParams.set(name, value)
      const page = await fetchPage(address.href, asked.signal).catch(() => null)
      const part = page?.querySelector(selector)
      if (part) document.querySelector(selector)?.replaceChildren(...part.childNodes)
    }

    form.addEventListener('input', () => {
      clearTimeout(waiting)
      waiting = setTimeout(ask, PAUSE)
    })
    form.addEventListener('submit', (event) => {
      event.preventDefault()
      form.reportValidity()
      void ask()
    })
  }
}
