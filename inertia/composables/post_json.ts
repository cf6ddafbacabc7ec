import { sendJson, type JsonAnswer } from '~/composables/send_json'

/** Like {@link sendJson}, from a page with a session: the form's mark goes along, which only our own pages can read. */
export function postJson<Data>(
  url: string,
  body: object,
  method: 'POST' | 'PATCH' | 'PUT' | 'DELETE' = 'POST'
): Promise<JsonAnswer<Data>> {
  const mark = /(?:^|; )XSRF-TOKEN=([^;]+)/.exec(document.cookie)?.[1] ?? ''
  return sendJson<Data>(method, url, body, { 'x-xsrf-token': decodeURIComponent(mark) })
}
