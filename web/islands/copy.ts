/** How long a button says that it has copied. */
const SHOWN = 1800

/** Buttons with `data-copy` put its text on the clipboard, and say so with the words of `data-copied`. */
export function copyWhenPressed(): void {
  document.addEventListener('click', async ({ target }) => {
    const button = target instanceof Element ? target.closest<HTMLElement>('[data-copy]') : null
    if (!button || button.classList.contains('done')) return
    if (!(await copy(button.dataset.copy ?? ''))) return
    const words = button.textContent
    const label = button.getAttribute('aria-label')
    button.textContent = button.dataset.copied ?? words
    button.classList.add('done')
    button.removeAttribute('aria-label')
    setTimeout(() => {
      button.textContent = words
      button.classList.remove('done')
      if (label) button.setAttribute('aria-label', label)
    }, SHOWN)
  })
}

/** The clipboard's own interface exists on https and localhost only; the older way works everywhere else. */
async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    const field = document.createElement('textarea')
    field.value = text
    document.body.append(field)
    field.select()
    const isCopied = document.execCommand('copy')
    field.remove()
    return isCopied
  }
}
