import {
  callPublic,
  type PublicAnswer,
  type PublicFailure,
  type PublicRequest,
} from '#app/shared/outbound/call_public'
import type { Result } from '#app/shared/result'

type Send = (request: PublicRequest) => Promise<Result<PublicAnswer, PublicFailure>>

/** Issuers are addresses that staff typed in: only the public internet is reached, and redirects are not followed. */
const state: { send: Send } = { send: (request) => callPublic(request) }

/** Tests have a provider of their own. */
export function sendToProvidersThrough(send: Send): void {
  state.send = send
}

/** As the client library wants it. What was not answered is an error, as of `fetch`. */
export async function fetchFromProvider(
  url: string,
  { method, headers, body }: { method: string; headers: Record<string, string>; body?: unknown }
): Promise<Response> {
  const text = body === undefined || body === null ? undefined : String(body)
  const answer = await state.send({ url, method, headers, body: text })
  if (!answer.ok) throw new TypeError(`The provider did not answer: ${answer.error.reason}`)
  const { status, body: content, headers: received } = answer.value
  return new Response(content === '' ? null : content, {
    status,
    headers: { 'content-type': received['content-type'] ?? 'application/octet-stream' },
  })
}
