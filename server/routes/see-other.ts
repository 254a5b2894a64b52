/** After a form: the browser fetches the next page by GET, and reloading it sends nothing twice (RFC 9110 section 15.4.4). */
export const SEE_OTHER = 303
