import { pageCustomerHeaders } from '~/composables/page_customer'

/** What the server said to a request of a page's own script: its data, or what is wrong and where. */
export type JsonAnswer<Data> =
  { isOk: true; data: Data } | { isOk: false; code: string; detail: string; errors: Record<string, string> }

interface ProblemOnWire {
  code?: string
  detail?: string
  errors?: { field: string; message: string }[]
}

export async function sendJson<Data>(
  method: 'POST' | 'PATCH' | 'PUT' | 'DELETE',
  url: string,
  body?: object,
  headers: Record<string, string> = {}
): Promise<JsonAnswer<Data>> {
  const answer = await fetch(url, {
    method,
    headers: {
      accept: 'application/json',
      'content-type': 'application/json',
      ...pageCustomerHeaders(),
      ...headers,
    },
    body: body ? JSON.stringify(body) : undefined,
  })
  if (answer.ok) {
    // A record is answered as it is, what a page asks for stands under `data`.
    const body: { data?: Data } = answer.status === 204 ? {} : await answer.json()
    return { isOk: true, data: body.data ?? (body as Data) }
  }
  const problem: ProblemOnWire = await answer.json().catch(() => ({}))
  const errors = Object.fromEntries((problem.errors ?? []).map(({ field, message }) => [field, message]))
  return { isOk: false, code: problem.code ?? '', detail: problem.detail ?? '', errors }
}
