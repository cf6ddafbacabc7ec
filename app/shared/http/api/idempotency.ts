import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { HttpContext } from '@adonisjs/core/http'
import type { Caller } from '#app/shared/http/caller'
import { db } from '#app/shared/database/db'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { writeAlone } from '#app/shared/database/write_alone'
import { sendProblem } from '#app/shared/http/problem'
import { type SealedSecret, seal, unseal } from '#app/shared/secrets/keyring'

declare module '@adonisjs/core/http' {
  interface HttpContext {
    /** The caller's Idempotency-Key, for actions that carry one of their own. */
    idempotencyKey?: string
  }
}

/** An answer that takes longer than this has lost its process; the next repeat may try again. */
const abandonedAfter = '2 minutes'
const keyPattern = /^[\x21-\x7e]{1,255}$/

interface StoredAnswer {
  request_hash: Buffer
  response_status: number | null
  response_body: unknown
}

/**
 * Answers a repeated request with the first answer. Same key and same request: the stored answer, marked
 * `Idempotent-Replayed: true`. Same key and another request: refused. The first still under way: 409.
 */
export async function answerOnce(ctx: HttpContext, caller: Caller, run: () => Promise<void>): Promise<void> {
  // Not by `header()`: it takes an empty one, which a program sends by mistake, for none.
  const key = ctx.request.headers()['idempotency-key']
  if (key === undefined) return run()
  if (typeof key !== 'string' || !keyPattern.test(key)) {
    const detail = 'An Idempotency-Key has 1 to 255 visible ASCII characters.'
    return sendProblem(ctx, { status: 422, code: 'idempotency_key_invalid', detail })
  }
  const hash = hashRequest(ctx, caller)
  const isFirst = await claim(caller.userId, key, hash)
  if (!isFirst) {
    const stored = await load(caller.userId, key)
    // The first one failed in between and let go of the key: this one is the first now.
    return stored ? repeat(ctx, stored, hash) : answerOnce(ctx, caller, run)
  }
  ctx.idempotencyKey = key
  try {
    await run()
    await keep(ctx, caller.userId, key)
  } catch (error) {
    await forget(caller.userId, key)
    throw error
  }
}

function hashRequest(ctx: HttpContext, caller: Caller): Buffer {
  const customerId = caller.kind === 'customer' ? caller.customerId : null
  const parts = [ctx.request.method(), ctx.request.url(), customerId, ctx.request.raw() ?? ctx.request.body()]
  return createHash('sha256').update(JSON.stringify(parts)).digest()
}

async function claim(actorId: string, key: string, hash: Buffer): Promise<boolean> {
  const claiming = sql`
      insert into idempotency_keys (actor_id, key, request_hash) values (${actorId}, ${key}, ${hash})
      on conflict (tenant_id, actor_id, key) do update set created_at = now()
       where idempotency_keys.response_status is null and idempotency_keys.request_hash = excluded.request_hash
         and idempotency_keys.created_at < now() - ${abandonedAfter}::interval
      returning key`
  const { rows } = await writeAlone(claiming.compile(db))
  return rows.length > 0
}

function load(actorId: string, key: string): Promise<StoredAnswer | undefined> {
  return inReadTransaction(() =>
    db
      .selectFrom('idempotency_keys')
      .select(['request_hash', 'response_status', 'response_body'])
      .where('actor_id', '=', actorId)
      .where('key', '=', key)
      .executeTakeFirst()
  )
}

function repeat(ctx: HttpContext, stored: StoredAnswer, hash: Buffer): void {
  if (!stored.request_hash.equals(hash)) {
    const detail = 'This Idempotency-Key was used for another request.'
    return sendProblem(ctx, { status: 422, code: 'idempotency_key_reused', detail })
  }
  if (stored.response_status === null) {
    const detail = 'The first request with this Idempotency-Key is still under way.'
    return sendProblem(ctx, { status: 409, code: 'idempotency_key_in_use', detail })
  }
  ctx.response.header('idempotent-replayed', 'true').status(stored.response_status)
  if (stored.response_status >= 400) ctx.response.type('application/problem+json')
  ctx.response.send(open(stored.response_body) ?? '')
}

/** Answers may open a payment in a browser, so they are kept sealed. */
const sealContext = 'idempotency_keys'

function close(body: unknown): string | null {
  if (body === undefined || body === '') return null
  return JSON.stringify({ sealed: seal(JSON.stringify(body), sealContext) })
}

/** What an earlier version kept for its day lies there as it was sent. */
function open(kept: unknown): unknown {
  if (typeof kept !== 'object' || kept === null || !('sealed' in kept)) return kept
  return JSON.parse(unseal(kept.sealed as SealedSecret, sealContext))
}

/** A failure of ours is not an answer: the caller may repeat with the same key. */
async function keep(ctx: HttpContext, actorId: string, key: string): Promise<void> {
  const status = ctx.response.getStatus()
  if (status >= 500 || status === 429) return forget(actorId, key)
  const body: unknown = ctx.response.getBody()
  const answer = { response_status: status, response_body: close(body) }
  const keeping = db
    .updateTable('idempotency_keys')
    .set(answer)
    .where('actor_id', '=', actorId)
    .where('key', '=', key)
  await writeAlone(keeping.compile())
}

async function forget(actorId: string, key: string): Promise<void> {
  const forgetting = db.deleteFrom('idempotency_keys').where('actor_id', '=', actorId).where('key', '=', key)
  await writeAlone(forgetting.compile())
}

/** Keys are kept for a day, as long as a careful program repeats. */
export async function clearOldIdempotencyKeys(): Promise<number> {
  return inTransaction(async () => {
    const { rows } =
      await sql`delete from idempotency_keys where created_at < now() - interval '1 day' returning key`.execute(
        db
      )
    return rows.length
  })
}
