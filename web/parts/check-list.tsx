import type { Check } from '../../server/contest/entry.ts'
import { usePage } from '../current-page.tsx'
import { reasonWords } from '../strings/reason-words.ts'

const STANDING = {
  pass: 'check.passed',
  fail: 'check.failed',
  review: 'check.looking',
  wait: 'check.waiting',
} as const

/** Every check in plain words, with how it stands. */
export function CheckList({ checks }: { checks: Check[] }) {
  const { context, say, when } = usePage()
  return (
    <ul class="checks">
      {checks.map((check) => {
        const { name, sentence } = reasonWords(context.lang, check, (at) => when(at, 'dayAndTime'))
        return (
          <li key={`${check.code} ${sentence}`} class={check.outcome}>
            <b>{name}</b> <span class="standing">{say(STANDING[check.outcome])}</span>
            {sentence !== null && <p>{sentence}</p>}
          </li>
        )
      })}
    </ul>
  )
}
