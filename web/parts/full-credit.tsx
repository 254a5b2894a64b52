import { Fragment } from 'preact'
import { usePage } from '../current-page.tsx'
import type { Credit } from '../views.ts'
import { fullCredit } from './credit.ts'

/** Who took it, in full. A long handle breaks where it has joints, before its host and after dots. */
export function FullCredit({ credit }: { credit: Credit }) {
  const { say } = usePage()
  const [first, ...others] = fullCredit(say, credit).split(/(?<=.)(?=@)|(?<=\.)(?=\S)/)
  return (
    <>
      {first}
      {others.map((part, place) => (
        <Fragment key={place}>
          <wbr />
          {part}
        </Fragment>
      ))}
    </>
  )
}
