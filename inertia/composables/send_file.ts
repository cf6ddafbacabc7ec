import { pageCustomerHeaders, readFormMark } from '~/composables/page_customer'

/** Sends a file of a page's own script, with the form's mark. @returns what is wrong with it, or null when it was taken */
export async function sendFile(url: string, file: File): Promise<string | null> {
  const body = new FormData()
  body.append('file', file)
  const headers = {
    accept: 'application/json',
    'x-xsrf-token': readFormMark(),
    ...pageCustomerHeaders(),
  }
  const answer = await fetch(url, { method: 'POST', headers, body }).catch(() => null)
  if (answer?.ok) return null
  const problem: { detail?: string } = (await answer?.json().catch(() => null)) ?? {}
  return problem.detail ?? '…'
}
