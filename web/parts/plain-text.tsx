/** Text as a mail would have it: blocks between empty lines, numbered headings, lists of lines that begin with a dash. */
export function PlainText({ text }: { text: string }) {
  const blocks = text
    .trim()
    .split(/\n{2,}/)
    .map((block) => block.split('\n').filter((line) => !/^={3,}$/.test(line)))
  return (
    <>
      {blocks.map((lines, place) => (
        <Block key={place} lines={lines} />
      ))}
    </>
  )
}

function Block({ lines }: { lines: string[] }) {
  const [first = ''] = lines
  if (lines.length === 1 && /^\d+\. /.test(first)) return <h2>{first}</h2>
  if (!lines.every((line) => line.startsWith('- '))) return <p>{lines.join('\n')}</p>
  return (
    <ul>
      {lines.map((line) => (
        <li key={line}>{line.slice(2)}</li>
      ))}
    </ul>
  )
}
