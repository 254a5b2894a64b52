import { localeOf } from '../locale.ts'

/** A photograph on its way, as the form shows it. Each of these answers the words for a screen reader. */
export interface Going {
  at(share: number): void
  waiting(): string
  here(id: string): string
  stayed(): string
}

/** Adds a line with a bar under the place where photographs are chosen. Words: the `data-say-` of the box. */
export function showGoing(box: HTMLElement, file: string): Going {
  const percents = new Intl.NumberFormat(localeOf(document.documentElement.lang), { style: 'percent' })
  const line = document.createElement('p')
  const words = document.createElement('span')
  const bar = document.createElement('progress')
  bar.setAttribute('aria-label', file)
  line.append(words, bar)
  box.querySelector('.going')?.append(line)
  const say = (template = '') => {
    const text = template.replace('%f', () => file).replace('%p', percents.format(bar.value))
    words.textContent = text
    return text
  }
  const at = (share: number) => {
    bar.value = share
    say(box.dataset.sayGoing)
  }
  at(0)
  return {
    at,
    waiting: () => say(box.dataset.sayWaiting),
    here(id) {
      bar.remove()
      const label = document.createElement('label')
      const tick = document.createElement('input')
      Object.assign(tick, { type: 'checkbox', name: 'held', value: id, checked: true })
      label.append(tick, ' ', words)
      line.append(label)
      return say(box.dataset.sayHere)
    },
    stayed() {
      bar.remove()
      return say(box.dataset.sayStayed)
    },
  }
}
