import { type DefaultTreeAdapterTypes, parse } from 'parse5'

type Node = DefaultTreeAdapterTypes.Node
type Element = DefaultTreeAdapterTypes.Element

/** A form as a browser without script would send it. */
export interface Form {
  method: string
  action: string
  type: string
  /** What stands in its fields as the page came; a select holds its chosen option. */
  values: Record<string, string>
  /** Names of its file fields. */
  files: string[]
  /** `name=value` of its buttons, where they have one. */
  buttons: { name: string; value: string }[]
}

export interface Html {
  lang: string
  title: string
  /** Of `a`, `link`, `img`, `source`, `script` and `source`, as written. */
  links: { tag: string; url: string; rel: string }[]
  forms: Form[]
  /** What a reader sees, blanks made one. */
  text: string
  /** What a policy without `unsafe-inline` refuses: inline styles, scripts, handlers. */
  inline: string[]
}

/** Reads a page as a browser without script does. */
export function readHtml(text: string): Html {
  const html: Html = { lang: '', title: '', links: [], forms: [], text: '', inline: [] }
  const words: string[] = []
  // A place where a line may break is no blank.
  for (const element of elementsOf(parse(text.replaceAll('<wbr/>', '')), words)) {
    look(element, html)
    for (const { name, value } of element.attrs) {
      if (name === 'style' || name.startsWith('on')) html.inline.push(`${element.tagName} ${name}="${value}"`)
    }
  }
  html.text = words.join(' ').replace(/\s+/g, ' ').trim()
  return html
}

const ADDRESSES: Readonly<Record<string, string>> = {
  a: 'href',
  link: 'href',
  img: 'src',
  script: 'src',
  source: 'srcset',
}

function look(element: Element, html: Html): void {
  const { tagName } = element
  const attribute = (name: string) => attributeOf(element, name)
  if (tagName === 'html') html.lang = attribute('lang') ?? ''
  if (tagName === 'title' && html.title === '') html.title = textOf(element)
  if (tagName === 'form') html.forms.push(formOf(element))
  if (tagName === 'style') html.inline.push('style')
  if (tagName === 'script' && attribute('src') === undefined && attribute('type') !== 'application/ld+json')
    html.inline.push(`script ${textOf(element)}`)
  const url = attribute(ADDRESSES[tagName] ?? '')
  if (url !== undefined) html.links.push({ tag: tagName, url, rel: attribute('rel') ?? '' })
  for (const part of attribute('srcset')?.split(',') ?? [])
    html.links.push({ tag: 'srcset', url: part.trim().split(' ')[0] ?? '', rel: '' })
}

function formOf(form: Element): Form {
  const attribute = (name: string) => attributeOf(form, name)
  const found: Form = {
    method: (attribute('method') ?? 'get').toUpperCase(),
    action: attribute('action') ?? '',
    type: attribute('enctype') ?? 'application/x-www-form-urlencoded',
    values: {},
    files: [],
    buttons: [],
  }
  for (const field of elementsOf(form, [])) {
    const name = attributeOf(field, 'name')
    if (name === undefined) continue
    const value = attributeOf(field, 'value') ?? ''
    const type = attributeOf(field, 'type')
    if (field.tagName === 'button') found.buttons.push({ name, value })
    else if (field.tagName === 'select') found.values[name] = chosenOf(field)
    else if (field.tagName === 'textarea') found.values[name] = textOf(field)
    else if (type === 'file') found.files.push(name)
    else if (type !== 'checkbox' || attributeOf(field, 'checked') !== undefined) found.values[name] = value
  }
  return found
}

function chosenOf(select: Element): string {
  const options = [...elementsOf(select, [])].filter(({ tagName }) => tagName === 'option')
  const chosen = options.find((option) => attributeOf(option, 'selected') !== undefined) ?? options[0]
  return chosen ? (attributeOf(chosen, 'value') ?? textOf(chosen)) : ''
}

function* elementsOf(node: Node, words: string[]): Generator<Element> {
  if (node.nodeName === '#text' && 'value' in node) words.push(node.value)
  if ('tagName' in node) yield node
  if ('tagName' in node && (node.tagName === 'script' || node.tagName === 'style')) return
  for (const child of 'childNodes' in node ? node.childNodes : []) yield* elementsOf(child, words)
}

function textOf(element: Element): string {
  return element.childNodes
    .map((child) => ('value' in child ? child.value : 'tagName' in child ? textOf(child) : ''))
    .join('')
}

function attributeOf(element: Element, name: string): string | undefined {
  return element.attrs.find((one) => one.name === name)?.value
}
