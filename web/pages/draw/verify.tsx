import { useContest, usePage } from '../../current-page.tsx'
import { CopyButton } from '../../parts/tag.tsx'
import type { DrawState } from '../../views.ts'

/** The public files of a draw, and the lines that check it on any computer. */
export function Verify({ draw, state }: { draw: number; state: DrawState }) {
  const { context, say } = usePage()
  const { base } = useContest()
  const folder = `${base}/draws/${draw}`
  const files = [
    { name: 'commit.json', words: say('draw.file.commit'), isThere: true },
    { name: 'entrants.txt', words: say('draw.file.entrants'), isThere: true },
    { name: 'record.json', words: say('draw.file.record'), isThere: state === 'drawn' },
    { name: 'revisions.json', words: say('draw.file.revisions'), isThere: state === 'drawn' },
  ].filter(({ isThere }) => isThere)
  const from = `${context.publicUrl}${folder}`
  const commands = [
    `curl -O ${from}/record.json`,
    `curl -O ${from}/entrants.txt`,
    'npm run -s hcd1 -- verify record.json entrants.txt',
  ].join('\n')
  return (
    <section>
      <h2>{say('draw.verify')}</h2>
      <div class="leaf verify">
        {state !== 'withdrawn' && (
          <>
            <p>{say(state === 'drawn' ? 'draw.verifyText' : 'draw.verifyLater')}</p>
            <pre>{commands}</pre>
            <CopyButton text={commands} label={say('draw.verifyCopy')} />
          </>
        )}
        <h3>{say('draw.files')}</h3>
        <ul class="files">
          {files.map(({ name, words }) => (
            <li key={name}>
              <a href={`${folder}/${name}`}>{name}</a> {words}
            </li>
          ))}
        </ul>
      </div>
    </section>
  )
}
