import { filesOf, textOf } from './imports.ts'

/** What a newcomer reads, as paths from the root. */
export const PAGES = ['README.md', 'CHANGELOG.md', ...filesOf('docs/**/*.md')]

/** The headings of a page as addresses, as GitHub and most others make them. */
export function anchorsOf(markdown: string): string[] {
  const seen = new Map<string, number>()
  return [...withoutBlocks(markdown).matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) => {
    const anchor = heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\p{M} _-]/gu, '')
      .replaceAll(' ', '-')
    const before = seen.get(anchor) ?? 0
    seen.set(anchor, before + 1)
    return before === 0 ? anchor : `${anchor}-${before}`
  })
}

/** Where the links of a page lead, as written. */
export function linksOf(markdown: string): string[] {
  return [...withoutBlocks(markdown).matchAll(/\]\(([^()\s]+)\)/g)].map(([, target = '']) => target)
}

/** The cells of every row of the tables under a heading, without the heads of the tables. */
export function tableRows(path: string, heading: string): string[][] {
  const text = `\n${textOf(path)}`
  const start = text.indexOf(`\n${heading}\n`)
  if (start < 0) throw new Error(`${path} has no heading "${heading}"`)
  const section = text.slice(start + heading.length + 2).split(/^#{1,6} /m)[0] ?? ''
  const lines = section.split('\n')
  return lines
    .filter(
      (line, i) => line.startsWith('|') && !line.startsWith('|---') && !lines[i + 1]?.startsWith('|---'),
    )
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
}

/** Everything between single backquotes in a text. */
export function codesIn(text: string): string[] {
  return [...text.matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code)
}

/** The lines of the blocks of code of a page, continued lines joined. */
export function blocksOf(markdown: string): string[] {
  return [...markdown.matchAll(/^```\w*\n([\s\S]*?)^```$/gm)].map(([, block = '']) =>
    block.replaceAll('\\\n', ' '),
  )
}

function withoutBlocks(markdown: string): string {
  return markdown.replaceAll(/^```[\s\S]*?^```$/gm, '')
}
