import { test } from '@japa/runner'
import { db } from '#app/shared/database/db'
import { inTransaction } from '#app/shared/database/unit'
import { newId } from '#app/shared/ids'
import { DatabaseSessionStore } from '#app/identity/http/session_store'
import { callerOf } from '#app/identity/queries/find_session_caller'
import type { Rights } from '#app/identity/queries/read_session'
import * as sessions from '#app/identity/records/sessions'
import * as staffMembers from '#app/identity/records/staff_members'
import { as, createTenant } from '#tests/support/tenants'

async function scene() {
  const tenant = await createTenant()
  const [userId, sessionId] = [newId(), newId()]
  const created_at = new Date()
  await as(tenant, () =>
    inTransaction(async () => {
      const user = {
        id: userId,
        email: `${userId}@example.test`,
        name: 'Sam',
        password_hash: '!',
        created_at,
      }
      await db.insertInto('users').values(user).execute()
      await staffMembers.insert({ user_id: userId, roles: ['support'], created_at })
    })
  )
  const data = { user_id: userId, tenant_id: tenant.id, kind: 'staff' }
  await as(tenant, () => new DatabaseSessionStore({}).write(sessionId, data))
  /** A request of its own: it reads the session when it begins. */
  const begin = () =>
    as(tenant, async () => {
      const ctx: { sessionRights?: Rights | null } = {}
      const store = new DatabaseSessionStore(ctx)
      return { ctx, store, data: await store.read(sessionId) }
    })
  const inTenant = <T>(run: () => Promise<T>) => as(tenant, () => inTransaction(run))
  return { userId, sessionId, begin, inTenant, data }
}

test.group('Sessions', () => {
  test('one that was ended stays ended, whatever a request that began before still writes', async ({
    assert,
  }) => {
    const { userId, sessionId, begin, inTenant, data } = await scene()
    const slow = await begin()
    assert.deepEqual(slow.data, data)
    await inTenant(() => sessions.endAllBut(userId, null))
    await slow.store.write(sessionId, { ...data, seen_at: 1 })
    await slow.store.touch(sessionId)
    assert.isNull((await begin()).data)
    const fresh = await begin()
    await fresh.store.write(sessionId, { flash: 'of a stranger' })
    assert.deepEqual((await begin()).data, { flash: 'of a stranger' })
  })

  test('what two requests of one browser change at the same instant both stays', async ({ assert }) => {
    const { sessionId, begin, data } = await scene()
    const [one, other] = [await begin(), await begin()]
    await one.store.write(sessionId, { ...data, link: 'one', seen: { at: 1 } })
    await other.store.write(sessionId, { ...data, mark: 'other' })
    assert.deepEqual((await begin()).data, { ...data, link: 'one', seen: { at: 1 }, mark: 'other' })
    const [third, fourth] = [await begin(), await begin()]
    const { link: _, ...rest } = third.data!
    await third.store.write(sessionId, rest)
    await fourth.store.write(sessionId, { ...fourth.data!, seen: { at: 2 } })
    assert.deepEqual((await begin()).data, { ...data, seen: { at: 2 }, mark: 'other' })
  })

  test('who lost a right, or is disabled, lost it with the next request', async ({ assert }) => {
    const { userId, begin, inTenant } = await scene()
    const identity = { userId, kind: 'staff', customerId: null } as const
    const callerNow = async () => {
      const { ctx } = await begin()
      return inTenant(async () => callerOf(identity, ctx.sessionRights ?? null))
    }
    assert.isTrue((await callerNow())!.caller.abilities.has('staff:customers:read'))
    await inTenant(() => staffMembers.setRoles(userId, []))
    assert.equal((await callerNow())!.caller.abilities.size, 0)
    await inTenant(() => db.updateTable('users').set({ disabled_at: new Date() }).where('id', '=', userId).execute()) // prettier-ignore
    assert.isNull(await callerNow())
    await inTenant(() => staffMembers.remove(userId))
    assert.isNull(await callerNow())
  })
})
