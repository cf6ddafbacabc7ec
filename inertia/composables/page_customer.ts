/** For which customer the open page was made; null for staff and visitors. */
const page = { customer: null as string | null }

export function notePageCustomer(customer: string | null): void {
  page.customer = customer
}

/** Said with every request, so that nothing is done for a customer whom another tab switched to. */
export function pageCustomerHeaders(): Record<string, string> {
  return page.customer ? { 'x-page-customer': page.customer } : {}
}

/** The mark against forged requests, which only our own pages can read. Behind TLS its cookie's name is this host's alone. */
export const readFormMark = (): string =>
  decodeURIComponent(/(?:^|; )(?:__Host-)?XSRF-TOKEN=([^;]+)/.exec(document.cookie)?.[1] ?? '')

/** For the page adapter, which by itself sends the mark of a cookie of the plain name alone. */
export const hostMarkHeaders = (): Record<string, string> =>
  document.cookie.includes('__Host-X') ? { 'X-XSRF-TOKEN': readFormMark() } : {}
