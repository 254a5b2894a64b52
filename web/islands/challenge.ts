import { localeOf } from '../locale.ts'
import { waitToSend } from './wait-to-send.ts'

/** Hashes between two looks at the page: each is a promise, and a few hundred together cost little more than one. */
const BATCH = 256

/**
 * Works out what a challenge asks for, and writes it into the form: for each piece a number, so that SHA-256 of
 * `token.piece.number` begins with so many zero bits. Where a page may not hash (plain http), the time that it says stays.
 */
export async function workOut(box: HTMLElement): Promise<void> {
  const form = box.closest('form')
  const proof = box.querySelector<HTMLInputElement>('[name=proof]')
  const going = box.querySelector<HTMLElement>('[data-going]')
  const bar = box.querySelector('progress')
  const status = box.querySelector('[role=status]')
  if (!form || !proof || !going || !bar || !status || !globalThis.crypto?.subtle) return
  const pieces = Number(box.dataset.pieces)
  const percents = new Intl.NumberFormat(localeOf(document.documentElement.lang), { style: 'percent' })
  const numbers: number[] = []
  const show = () => {
    bar.value = numbers.length / pieces
    const words = (going.dataset.going ?? '').replace('%p', percents.format(bar.value))
    if (going.firstChild) going.firstChild.textContent = words
  }
  const waiting = waitToSend(
    form,
    () => proof.value === '',
    () => going.scrollIntoView({ block: 'nearest' }),
  )
  show()
  going.hidden = false
  while (numbers.length < pieces) {
    numbers.push(await solve(`${box.dataset.challenge}.${numbers.length}.`, Number(box.dataset.bits)))
    show()
  }
  proof.value = numbers.join(' ')
  going.hidden = true
  status.textContent = going.dataset.done ?? ''
  waiting.done()
}

async function solve(beginning: string, bits: number): Promise<number> {
  const encoder = new TextEncoder()
  for (let first = 0; ; first += BATCH) {
    const hashes = await Promise.all(
      Array.from({ length: BATCH }, (_, i) =>
        crypto.subtle.digest('SHA-256', encoder.encode(`${beginning}${first + i}`)),
      ),
    )
    const found = hashes.findIndex((hash) => Math.clz32(new DataView(hash).getUint32(0)) >= bits)
    if (found >= 0) return first + found
  }
}
