import { setTimeout } from 'node:timers/promises'

/** Asks again and again until the answer is yes; throws after `seconds`, naming what was waited for. */
export async function until(
  what: string,
  isSo: () => boolean | Promise<boolean>,
  seconds = 30,
): Promise<void> {
  const end = performance.now() + seconds * 1_000
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error(`Waited ${seconds} s in vain for: ${what}`)
    await setTimeout(50)
  }
}
