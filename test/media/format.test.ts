import t from 'tap'
import { recognise } from '../../server/media/format.ts'
import { drawScene } from '../support/scene.ts'

const latin1 = (text: string) => Buffer.from(text, 'latin1')
const isoFile = (...brands: string[]) => {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(16 + 4 * (brands.length - 1))
  return Buffer.concat([
    length,
    latin1(`ftyp${brands[0]}\0\0\0\0${brands.slice(1).join('')}`),
    Buffer.alloc(100),
  ])
}

t.test('each format is recognised by its bytes', async (t) => {
  const scene = drawScene(1, 40, 30)
  t.equal(recognise(await scene.clone().jpeg().toBuffer()), 'jpeg')
  t.equal(recognise(await scene.clone().png().toBuffer()), 'png')
  t.equal(recognise(await scene.clone().webp().toBuffer()), 'webp')
  t.equal(recognise(await scene.clone().gif().toBuffer()), 'gif')
  t.equal(recognise(await scene.clone().avif({ effort: 0 }).toBuffer()), 'avif')
  t.equal(recognise(latin1('GIF87a rest')), 'gif')
  t.equal(recognise(isoFile('mif1', 'heic', 'avif')), 'avif', 'a compatible brand is enough')
  t.equal(recognise(isoFile('avis')), 'avif')
  for (const brand of ['heic', 'heix', 'hevc', 'hevx', 'heim', 'heis', 'mif1', 'msf1'])
    t.equal(recognise(isoFile(brand, 'mif1', 'miaf')), 'heic', brand)
})

t.test('what people send instead is named in plain words', async (t) => {
  const cases: [Buffer, RegExp][] = [
    [latin1('%PDF-1.7\n'), /is a PDF;/],
    [latin1('<svg xmlns="http://www.w3.org/2000/svg"/>'), /is an SVG drawing;/],
    [latin1('<?xml version="1.0"?>\n<!-- by hand -->\n<SVG viewBox="0 0 1 1">'), /is an SVG drawing;/],
    [latin1('\xef\xbb\xbf  \n<svg>'), /is an SVG drawing;/],
    [latin1('<!DOCTYPE html><html>'), /is a web page;/],
    [latin1('<html><body><svg></svg>'), /is a web page;/],
    [isoFile('isom', 'iso2', 'mp41'), /is a video;/],
    [isoFile('qt  '), /is a video;/],
    [latin1('RIFF\x10\0\0\0AVI LIST'), /is a video;/],
    [latin1('\x1aE\xdf\xa3webm'), /is a video;/],
    [latin1('RIFF\x10\0\0\0WAVEfmt '), /is of an unknown kind;/],
    [latin1('II*\0rest'), /is a TIFF picture;/],
    [latin1('BM6000'), /is a BMP picture;/],
    [latin1('PK\x03\x04word/document.xml'), /is a ZIP archive or an office document;/],
    [latin1('hello'), /is of an unknown kind;/],
    [Buffer.alloc(5_000), /is of an unknown kind;/],
    [latin1('\xff\xd8'), /is of an unknown kind;/],
    [latin1('\0\0\0\x10ftyp'), /is a video;/],
  ]
  for (const [file, message] of cases) {
    t.throws(
      () => recognise(file),
      { name: 'PictureRefused', code: 'wrong_format', message },
      String(message),
    )
    t.throws(() => recognise(file), { message: /; expected a JPEG, PNG, WebP, GIF, AVIF or HEIC picture$/ })
  }
})

t.test('an empty file is refused as empty', async (t) => {
  t.throws(() => recognise(Buffer.alloc(0)), {
    code: 'empty',
    message: /^The file is empty; expected a JPEG/,
  })
})
