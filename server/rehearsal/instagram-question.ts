/** A question to the network. `path` is without the version. */
export interface Question {
  method: string
  path: string
  query: URLSearchParams
  url: URL
  /** From the header `authorization`, else the query; null: none. */
  token: string | null
}
