import type { ComponentChildren } from 'preact'
import { usePage } from '../current-page.tsx'

/** A hashtag or an account as one types it, sign included. */
export function Tag({ children }: { children: ComponentChildren }) {
  return <span class="tag">{children}</span>
}

/** Copies a text; only there where a script can. */
export function CopyButton({ text, label }: { text: string; label?: string }) {
  const { say } = usePage()
  return (
    <button
      type="button"
      class="copy needs-script"
      data-copy={text}
      data-copied={say('tag.copied')}
      {...(label === undefined && { 'aria-label': say('tag.copyThis', { text }) })}
    >
      {label ?? say('tag.copy')}
    </button>
  )
}

/** Tags side by side with one button that copies them all. */
export function TagLine({ tags }: { tags: string[] }) {
  return (
    <span class="tag-line">
      <span class="tags">
        {tags.map((tag) => (
          <Tag key={tag}>{tag}</Tag>
        ))}
      </span>
      <CopyButton text={tags.join(' ')} />
    </span>
  )
}
