import { readHostCookie } from '~/host_cookie'

/** For which customer the open page was made; null for staff and visitors. */
const page = { customer: null as string | null }

export function notePageCustomer(customer: string | null): void {
  page.customer = customer
}

/** Said with every request, so that nothing is done for a customer whom another tab switched to. */
export function pageCustomerHeaders(): Record<string, string> {
  return page.customer ? { 'x-page-customer': page.customer } : {}
}

/** The mark against forged requests, which only our own pages can read. */
export const readFormMark = (): string => decodeURIComponent(readHostCookie('XSRF-TOKEN') ?? '')
