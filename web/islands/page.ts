/** Another page of the site, parsed. Throws when the answer is no page. */
export async function fetchPage(address: string, signal?: AbortSignal): Promise<Document> {
  const answer = await fetch(address, { headers: { accept: 'text/html' }, ...(signal && { signal }) })
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}.`)
  return new DOMParser().parseFromString(await answer.text(), 'text/html')
}
