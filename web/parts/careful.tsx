import type { ComponentChildren } from 'preact'
import { usePage } from '../current-page.tsx'

/** A picture whose author asks for care is covered until a reader wants to see it; any other stands open. */
export function Careful({ is, children }: { is: boolean; children: ComponentChildren }) {
  const { say } = usePage()
  if (!is) return <>{children}</>
  return (
    <details class="careful">
      <summary>
        <span class="while-covered">{say('photo.careful')}</span>{' '}
        <b class="while-covered">{say('photo.show')}</b>
        <b class="while-open">{say('photo.hide')}</b>
      </summary>
      {children}
    </details>
  )
}
