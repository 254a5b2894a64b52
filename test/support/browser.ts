import { execFile } from 'node:child_process'
import { access, mkdtemp, readFile, rename, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { type Browser, chromium } from 'playwright-core'

/** What a test owns: something that calls back when it is over. tap's `t` is one. */
interface Owner {
  teardown(close: () => unknown): void
}

interface Unpacked {
  executablePath: string
  env: Record<string, string>
}

/** The package's own `args` hold `--single-process`, which ends the browser with its first closed page. */
const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Debian's own browser, for machines the npm package holds no binary for. */
const SYSTEM_BROWSER = '/usr/bin/chromium'

/** A headless Chromium that is closed when the test file ends. Open one for each file and a context for each test. */
export async function openBrowser(owner: Owner): Promise<Browser> {
  const { executablePath, env } = await findChromium()
  const browser = await chromium.launch({ executablePath, env: { ...process.env, ...env }, args: ARGS })
  owner.teardown(() => browser.close())
  return browser
}

async function findChromium(): Promise<Unpacked> {
  if (process.platform === 'linux' && process.arch === 'x64') return await unpackOnce()
  if (await exists(SYSTEM_BROWSER)) return { executablePath: SYSTEM_BROWSER, env: {} }
  throw new Error(
    `No browser for ${process.platform} ${process.arch}: found neither a packaged one nor ${SYSTEM_BROWSER}. Install Chromium there.`,
  )
}

/**
 * The browser of `@sparticuz/chromium` with the libraries and fonts it carries for bare machines, unpacked once per
 * user and version. A test that comes at the same moment unpacks its own copy, and the first to be renamed stays.
 */
async function unpackOnce(): Promise<Unpacked> {
  const folder = join(tmpdir(), `folkalog-chromium-${await packageVersion()}-${process.getuid?.() ?? 0}`)
  if (!(await exists(folder))) {
    const beside = await mkdtemp(`${folder}-`)
    try {
      await promisify(execFile)(
        process.execPath,
        [fileURLToPath(new URL('./unpack-chromium.ts', import.meta.url))],
        { env: { ...process.env, TMPDIR: beside } },
      )
      await rename(beside, folder).catch((error: unknown) => keepTheirs(folder, error))
    } finally {
      await rm(beside, { recursive: true, force: true })
    }
  }
  await refuseStrangersFolder(folder)
  return {
    executablePath: join(folder, 'chromium'),
    env: { LD_LIBRARY_PATH: join(folder, 'al2023', 'lib'), FONTCONFIG_FILE: join(folder, 'fonts.conf') },
  }
}

async function keepTheirs(folder: string, error: unknown): Promise<void> {
  if (!(await exists(join(folder, 'fonts.conf')))) throw error
}

/** In a shared temporary folder another user could have laid something to run under our name. */
async function refuseStrangersFolder(folder: string): Promise<void> {
  const { uid } = await stat(folder)
  if (uid !== process.getuid?.()) {
    throw new Error(`${folder} belongs to user ${uid}, not to the one running the tests. Remove it.`)
  }
}

async function packageVersion(): Promise<string> {
  const file = new URL('../package.json', import.meta.resolve('@sparticuz/chromium'))
  const { version }: { version: string } = JSON.parse(await readFile(file, 'utf8'))
  return version
}

async function exists(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  )
}
