import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import t from 'tap'
import { chooseEncoding, encode } from '../../server/routes/content-encoding.ts'

t.test('brotli is chosen before gzip, and neither where it is not taken', async (t) => {
  const cases: [string | undefined, 'br' | 'gzip' | null][] = [
    ['gzip, deflate, br, zstd', 'br'],
    ['br', 'br'],
    ['BR', 'br'],
    ['gzip', 'gzip'],
    ['gzip;q=0.5', 'gzip'],
    ['br;q=1.0, gzip;q=0.8', 'br'],
    ['br;q=0, gzip', 'gzip'],
    ['br; q=0.000, gzip; q=0', null],
    ['br;q=0.001', 'br'],
    ['brr, xgzip', null],
    ['identity', null],
    ['', null],
    [undefined, null],
  ]
  for (const [header, expected] of cases) t.equal(chooseEncoding(header), expected, header ?? 'no header')
})

t.test('what is encoded reads the same', async (t) => {
  const body = Buffer.from('Ærlig talt, en krakk. '.repeat(200))
  t.same(brotliDecompressSync(await encode(body, 'br')), body)
  t.same(gunzipSync(await encode(body, 'gzip')), body)
})
