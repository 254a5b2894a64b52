import { z } from 'zod'

/** As much of a JSON schema as our routes use. */
export interface Shape {
  type?: string
  properties?: Record<string, Shape>
  required?: string[]
  items?: Shape
  anyOf?: Shape[]
  enum?: unknown[]
  pattern?: string
  format?: string
  minLength?: number
  maxLength?: number
  minItems?: number
  maxItems?: number
  minimum?: number
  maximum?: number
}

export type Path = (string | number)[]

/** A value that a field must not hold. */
export interface Bad {
  path: Path
  value: unknown
}

/** Stands for a field that is not there. */
export const MISSING = Symbol('missing')

/** The JSON schema of what a route takes. */
export function shapeOf(schema: unknown): Shape {
  if (!(schema instanceof z.ZodType)) return {}
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Shape
}

/** What postgres, JSON or people can get wrong about any text. */
const BROKEN_TEXT = ['a\0b', '\ud800', 'x\udfffx']

/** Values that mean something to us, and are wrong; by the name of the field they belong into. */
const MEANT: Readonly<Record<string, unknown[]>> = {
  opens: times(),
  closes: times(),
  draw: times(),
  zone: ['Mars/Olympus', '', 'x'.repeat(65)],
  campaignTags: [['two words'], ['123'], ['a&b'], ['#'], ['x'.repeat(51)], ['a', '\u202e']],
  tags: [['two words'], ['a&b'], ['krakk', '-'], ['__'], ['#']],
  disclosureTag: ['two words', '2027', ''],
  accent: ['red', '#12345', '#GGGGGG', '#ABCDEF', 'url(x)'],
  privacyContact: ['nobody', 'a@', '@b.example', 'a b@c.example', `${'a'.repeat(250)}@b.example`],
  productUrl: ['javascript:alert(1)', 'ftp://shop.example', '//shop.example', 'shop'],
  slug: ['Krakk', 'krakk stol', '-krakk', '', 'x'.repeat(64), 'kråkk'],
  section: ['nowhere-to-be-found'],
  kind: ['smoke-signals'],
  settings: [{}, { url: 7 }, { url: 'no address' }],
}

function times(): string[] {
  return [
    '0000-01-01T00:00',
    '1999-12-31T23:59',
    '2200-01-01T00:00',
    '9999-12-31T23:59',
    '+010000-01-01T00:00',
    '2027-02-30T10:00',
    '2027-13-01T00:00',
    '2027-09-01T24:00',
    '2027-09-01T10:60',
    '2027-09-01',
    '2027-09-01T10:00Z',
    'tomorrow',
    '',
  ]
}

/** Cursors that no page gave. */
export const CURSORS = [
  '!',
  '1',
  '1.',
  '.1',
  '1.1.1',
  'zzzzzzzzzzz.zzzzzzzzzzz',
  '-1.1',
  '-zzzzzzzzzz.1',
  'A.A',
  '١.١',
]

/** Every field of a body with every value that it must not hold. `good` is a body that fits. */
export function* badBodies(shape: Shape, good: unknown, path: Path = []): Generator<Bad> {
  const { shape: inner, isNullable } = unwrap(shape)
  for (const value of wrongTypes(inner, isNullable)) yield { path, value }
  for (const value of wrongValues(inner)) yield { path, value }
  const name = path.at(-1)
  for (const value of (typeof name === 'string' ? MEANT[name] : undefined) ?? []) yield { path, value }
  if (inner.type === 'object' && isRecord(good)) {
    for (const [field, part] of Object.entries(inner.properties ?? {})) {
      if (inner.required?.includes(field)) yield { path: [...path, field], value: MISSING }
      yield* badBodies(part, good[field], [...path, field])
    }
  }
  if (inner.type === 'array' && inner.items && Array.isArray(good)) {
    if (inner.maxItems !== undefined) yield { path, value: Array(inner.maxItems + 1).fill(good[0]) }
    if (inner.minItems) yield { path, value: [] }
    yield* badBodies(inner.items, good[0], [...path, 0])
  }
}

/** Every parameter of a query with every text that it must not hold. */
export function* badQueries(shape: Shape): Generator<Bad> {
  for (const [field, part] of Object.entries(shape.properties ?? {})) {
    const { shape: inner } = unwrap(part)
    for (const value of [...wrongTexts(inner), ...BROKEN_TEXT.slice(0, 1)]) yield { path: [field], value }
  }
}

/** The body with one field changed. */
export function withBad(good: unknown, { path, value }: Bad): unknown {
  const [step, ...rest] = path
  if (step === undefined) return value
  if (Array.isArray(good))
    return good.map((one, i) => (i === step ? withBad(one, { path: rest, value }) : one))
  const copy: Record<string, unknown> = isRecord(good) ? { ...good } : {}
  if (rest.length === 0 && value === MISSING) delete copy[step]
  else copy[step] = withBad(copy[step], { path: rest, value })
  return copy
}

/** `body.items[0].name` */
export function nameOf(part: string, path: Path): string {
  return path.reduce<string>(
    (text, step) => (typeof step === 'number' ? `${text}[${step}]` : `${text}.${step}`),
    part,
  )
}

function unwrap(shape: Shape): { shape: Shape; isNullable: boolean } {
  const others = shape.anyOf?.filter(({ type }) => type !== 'null')
  return { shape: others?.[0] ?? shape, isNullable: others !== undefined }
}

function wrongTypes({ type }: Shape, isNullable: boolean): unknown[] {
  const values: unknown[] = ['text', 7, true, [1], { a: 1 }]
  const right = type === 'integer' || type === 'number' ? 'number' : type
  const wrong = values.filter((value) => (Array.isArray(value) ? 'array' : typeof value) !== right)
  if (type === undefined) return []
  return isNullable ? wrong : [...wrong, null]
}

function wrongValues(shape: Shape): unknown[] {
  const { type, minimum, maximum } = shape
  if (type === 'integer')
    return [
      1.5,
      1e308,
      ...(minimum === undefined ? [] : [minimum - 1]),
      ...(maximum === undefined ? [] : [maximum + 1]),
    ]
  return type === 'string' ? [...BROKEN_TEXT, ...wrongTexts(shape)] : []
}

function wrongTexts({
  type,
  enum: choices,
  pattern,
  format,
  minLength,
  maxLength,
  minimum,
  maximum,
}: Shape): string[] {
  if (type === 'integer')
    return ['', 'x', '-1', '1.5', '0x10', '1e1', ' 7', '9007199254740993', '٧']
      .concat(minimum ? [String(minimum - 1)] : [])
      .concat(maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER ? [String(maximum + 1)] : [])
  return [
    ...(choices ? ['neither'] : []),
    ...(pattern ? ['!!', ''] : []),
    ...(format ? ['nothing of the kind'] : []),
    ...(minLength ? ['', '  '] : []),
    ...(maxLength === undefined ? [] : ['x'.repeat(maxLength + 1)]),
  ]
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
