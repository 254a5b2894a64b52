import { readFile } from 'node:fs/promises'

/** One of the HEIC pictures in `test/fixtures/media/heic`. */
export function heicFixture(name: string): Promise<Buffer> {
  return readFile(new URL(`../fixtures/media/heic/${name}.heic`, import.meta.url))
}

/** The file with another size claimed for every picture (`ispe`, ISO/IEC 23008-12, 6.5.3). */
export function claimSize(file: Buffer, width: number, height: number): Buffer {
  const changed = Buffer.from(file)
  for (let at = file.indexOf('ispe'); at >= 0; at = file.indexOf('ispe', at + 1)) {
    changed.writeUInt32BE(width, at + 8)
    changed.writeUInt32BE(height, at + 12)
  }
  return changed
}

/** The file with another main picture (`pitm`, version 0, ISO/IEC 14496-12, 8.11.4). */
export function withPrimary(file: Buffer, item: number): Buffer {
  const changed = Buffer.from(file)
  changed.writeUInt16BE(item, file.indexOf('pitm') + 8)
  return changed
}

/** Quarter turns against the clock (`irot`, ISO/IEC 23008-12, 6.5.10), or a mirror: 0 swaps above and below, 1 left and right (`imir`, 6.5.12). */
export interface Transform {
  type: 'irot' | 'imir'
  value: number
}

/** The file of one picture with transformations that whoever shows it has to apply, in this order. */
export function withTransforms(file: Buffer, transforms: Transform[]): Buffer {
  const boxes = transforms.map(({ type, value }) => Buffer.from([0, 0, 0, 9, ...Buffer.from(type), value]))
  const ipco = file.indexOf('ipco') - 4
  const ipma = file.indexOf('ipma') - 4
  const associations = ipma + 19
  const first = countBoxes(file, ipco) + 1
  const added = transforms.length * 9 + transforms.length
  const numbers = transforms.map((_, i) => 0x80 | (first + i))
  const ipmaEnd = ipma + file.readUInt32BE(ipma)
  const changed = Buffer.concat([
    file.subarray(0, ipma),
    ...boxes,
    file.subarray(ipma, ipmaEnd),
    Buffer.from(numbers),
    file.subarray(ipmaEnd),
  ])
  const grow = (at: number, by: number) => changed.writeUInt32BE(changed.readUInt32BE(at) + by, at)
  for (const type of ['meta', 'iprp']) grow(file.indexOf(type) - 4, added)
  grow(ipco, transforms.length * 9)
  grow(ipma + transforms.length * 9, transforms.length)
  changed.writeUInt8(
    file.readUInt8(associations - 1) + transforms.length,
    associations - 1 + transforms.length * 9,
  )
  // `iloc`, version 0, 4 bytes of base offset: every picture's bytes begin later by as much as was added.
  const iloc = file.indexOf('iloc')
  const items = file.readUInt16BE(iloc + 10)
  for (let at = iloc + 12, item = 0; item < items; item++, at += 10 + file.readUInt16BE(at + 8) * 8)
    grow(at + 4, added)
  return changed
}

function countBoxes(file: Buffer, parent: number): number {
  let count = 0
  const end = parent + file.readUInt32BE(parent)
  for (let at = parent + 8; at < end; at += file.readUInt32BE(at)) count++
  return count
}
