import vine from '@vinejs/vine'
import type { Selectable } from 'kysely'
import type { RemoteCalls } from '#app/shared/database/schema'
import { showId } from '#app/shared/ids'

/** One call to a gateway as it was kept: secrets were cut out then. */
export function showRemoteCall(call: Selectable<RemoteCalls>) {
  return {
    id: showId('remoteCall', call.id),
    system: call.system,
    method: call.method,
    url: call.url,
    request: JSON.stringify(call.request),
    response: JSON.stringify(call.response),
    status: call.status,
    outcome: call.outcome,
    duration_ms: call.duration_ms,
    idempotency_key: call.idempotency_key,
    called_at: call.called_at.toISOString(),
  }
}

export const remoteCallFields = {
  id: vine.string(),
  system: vine.string(),
  method: vine.string(),
  url: vine.string(),
  request: vine.string(),
  response: vine.string(),
  status: vine.number().nullable(),
  outcome: vine.string(),
  duration_ms: vine.number(),
  idempotency_key: vine.string().nullable(),
  called_at: vine.string(),
}
