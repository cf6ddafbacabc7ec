import { pageCustomerHeaders, readFormMark } from '~/composables/page_customer'
import { goToConfirm } from '~/composables/post_json'

/** What the server said when it refused: a code for which the page has words, and a sentence for when it has none. */
export class Refusal extends Error {
  constructor(
    readonly code: string,
    detail: string,
    /** What is wrong beside which field. */
    readonly errors: { field: string; message: string }[] = []
  ) {
    super(detail)
  }
}

interface Problem {
  code?: string
  detail?: string
  errors?: { field: string; message: string }[]
}

/**
 * Asks the page's own host for something that must not become part of the page or its history: a password, a link that signs
 * in. Carries the session and the token against forged requests.
 */
export async function askServer<Answer>(
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  url: string,
  body?: object
): Promise<Answer> {
  const answer = await fetch(url, {
    method,
    headers: {
      accept: 'application/json',
      'content-type': 'application/json',
      'x-xsrf-token': readFormMark(),
      'x-requested-with': 'XMLHttpRequest',
      ...pageCustomerHeaders(),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  })
  if (answer.status === 204) return undefined as Answer
  const content = (await answer.json().catch(() => null)) as (Answer & Problem) | null
  if (!answer.ok && content?.code === 'proof_needed') goToConfirm()
  if (!answer.ok || content === null)
    throw new Refusal(content?.code ?? '', content?.detail ?? '', content?.errors)
  return content
}
