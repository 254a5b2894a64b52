import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import chromium, { inflate } from '@sparticuz/chromium'

/**
 * Run as a process of its own by `browser.ts`: the package unpacks into the folder `os.tmpdir()` names, and only a
 * process of its own can be given another one without moving everybody else's.
 */
const bin = join(dirname(fileURLToPath(import.meta.resolve('@sparticuz/chromium'))), '..', 'bin')

await chromium.executablePath(bin)
await inflate(join(bin, 'al2023.tar.br'))
await writeFile(
  join(tmpdir(), 'fonts.conf'),
  `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts</dir>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <cachedir prefix="relative">fonts-cache</cachedir>
</fontconfig>
`,
)
