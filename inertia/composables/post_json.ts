import { readFormMark } from '~/composables/page_customer'
import { router } from '@inertiajs/vue3'
import { sendJson, type JsonAnswer } from '~/composables/send_json'

/**
 * Like {@link sendJson}, from a page with a session: the form's mark goes along, which only our own pages can read. Where the person is to
 * prove once more who they are, they are taken there and come back to this page.
 */
export async function postJson<Data>(
  url: string,
  body: object,
  method: 'POST' | 'PATCH' | 'PUT' | 'DELETE' = 'POST'
): Promise<JsonAnswer<Data>> {
  const answer = await sendJson<Data>(method, url, body, { 'x-xsrf-token': readFormMark() })
  if (!answer.isOk && answer.code === 'proof_needed') goToConfirm()
  return answer
}

export function goToConfirm(): void {
  router.visit(`/confirm?return_to=${encodeURIComponent(location.pathname + location.search)}`)
}
