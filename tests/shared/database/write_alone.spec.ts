import { test } from '@japa/runner'
import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { writeAlone } from '#app/shared/database/write_alone'
import { newId } from '#app/shared/ids'
import { as, createTenant } from '#tests/support/tenants'

const keyOf = (actorId: string) =>
  sql<{ key: string }>`
    insert into idempotency_keys (actor_id, key, request_hash) values (${actorId}, 'a-key', '\\x00')
    on conflict (tenant_id, actor_id, key) do nothing returning key`.compile(db)

const countKeys = (actorId: string) =>
  inReadTransaction(() =>
    db.selectFrom('idempotency_keys').select('key').where('actor_id', '=', actorId).execute()
  ).then(({ length }) => length)

test.group('A statement that stands alone', () => {
  test('is committed for its tenant and nobody else, and tells what it did', async ({ assert }) => {
    const [tenant, other] = [await createTenant(), await createTenant()]
    const actorId = newId()
    const answers = await as(tenant, () =>
      Promise.all([1, 2, 3].map(() => writeAlone<{ key: string }>(keyOf(actorId))))
    )
    assert.lengthOf(
      answers.flatMap(({ rows }) => rows),
      1
    )
    assert.equal(await as(tenant, () => countKeys(actorId)), 1)
    assert.equal(await as(other, () => countKeys(actorId)), 0)
  })

  test('is refused inside an open transaction, and leaves nothing behind when it fails', async ({
    assert,
  }) => {
    const tenant = await createTenant()
    const actorId = newId()
    await assert.rejects(
      () => as(tenant, () => inTransaction(() => writeAlone(keyOf(actorId)))),
      /inside an open transaction/
    )
    const broken = sql`insert into idempotency_keys (actor_id, key, request_hash) values (${actorId}, 'k', null)`
    await assert.rejects(() => as(tenant, () => writeAlone(broken.compile(db))))
    assert.equal(await as(tenant, () => countKeys(actorId)), 0)
  })
})
