import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Json } from '../contest/canonical-json.ts'
import { JsonFault, parseJson } from '../contest/hcd1/json-text.ts'
import type { CommandIo } from './command.ts'

/** A file that a command cannot use. The message is one line: which file, where in it, and why. */
export class UnreadableFile extends Error {
  constructor(name: string, why: string) {
    super(`${name.replace(/\p{Cc}/gu, '?')}: ${why}`)
    this.name = 'UnreadableFile'
  }
}

/** The bytes of a file, as they are. `name` starts from the caller's folder. Throws `UnreadableFile`. */
export async function readBytes(name: string, { cwd, signal }: CommandIo): Promise<Uint8Array> {
  try {
    return await readFile(resolve(cwd, name), { signal })
  } catch (error) {
    signal.throwIfAborted()
    throw new UnreadableFile(name, reasonOf(error))
  }
}

/** The JSON in a file. A byte order mark is not JSON. Throws `UnreadableFile`, with line and column. */
export async function readJson(name: string, io: CommandIo): Promise<Json> {
  const text = decode(name, await readBytes(name, io))
  try {
    return parseJson(text)
  } catch (error) {
    if (error instanceof JsonFault) throw new UnreadableFile(name, `not JSON: ${error.message}`)
    throw error
  }
}

function decode(name: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    const lines = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes).split('\n')
    const line = lines.findIndex((one) => one.includes('\ufffd'))
    throw new UnreadableFile(name, `line ${line + 1}: not UTF-8 text`)
  }
}

const REASONS: Record<string, string> = {
  ENOENT: 'no such file',
  ENOTDIR: 'no such file',
  EISDIR: 'this is a folder, expected a file',
  EACCES: 'no permission to read it',
  ERR_FS_FILE_TOO_LARGE: 'larger than 2 GiB',
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const code = 'code' in error ? String(error.code) : ''
  return REASONS[code] ?? error.message.replaceAll('\n', ' ')
}
