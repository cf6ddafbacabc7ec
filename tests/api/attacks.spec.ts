import hash from '@adonisjs/core/services/hash'
import { test } from '@japa/runner'
import { db } from '#app/shared/database/db'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { newId, showId } from '#app/shared/ids'
import { apiClientFor } from '#tests/support/api'
import { BrowserSession } from '#tests/support/browser_session'
import { as, createTenant } from '#tests/support/tenants'

const password = 'correct horse battery'

async function withPeople() {
  const tenant = await createTenant()
  const password_hash = await hash.make(password)
  await as(tenant, () =>
    inTransaction(async () => {
      const person = (email: string, disabled_at: Date | null) => ({
        id: newId(),
        email,
        name: 'Somebody',
        password_hash,
        created_at: new Date(),
        email_verified_at: new Date(),
        disabled_at,
      })
      const [ada, sam, gone] = [
        person('ada@example.test', null),
        person('sam@example.test', null),
        person('gone@example.test', new Date()),
      ]
      await db.insertInto('users').values([ada, sam, gone]).execute()
      await db
        .insertInto('staff_members')
        .values({ user_id: sam.id, roles: ['owner'], created_at: new Date() })
        .execute()
    })
  )
  return tenant
}

/** Counts how often passwords are hashed or compared meanwhile: that is where the time of a sign-in goes. */
async function hashesDuring(run: () => Promise<unknown>): Promise<string> {
  const { verify, make } = hash
  const seen = { verify: 0, make: 0 }
  hash.verify = (...args) => ((seen.verify += 1), verify.apply(hash, args))
  hash.make = (...args) => ((seen.make += 1), make.apply(hash, args))
  try {
    await run()
  } finally {
    Object.assign(hash, { verify, make })
  }
  return `${seen.verify} compared, ${seen.make} made`
}

test.group('Attacks', () => {
  test('a sign-in costs the same hashing whoever is named, so that time tells nobody who has an account', async ({
    assert,
  }) => {
    const tenant = await withPeople()
    const tries = [
      { email: 'nobody@example.test', surface: 'account' },
      { email: 'ada@example.test', surface: 'account' },
      { email: 'sam@example.test', surface: 'account' },
      { email: 'gone@example.test', surface: 'account' },
      { email: 'nobody@example.test', surface: 'admin' },
      { email: 'ada@example.test', surface: 'admin' },
      { email: 'sam@example.test', surface: 'admin' },
      { email: 'not an address', surface: 'account' },
    ] as const
    const signIn = (email: string, surface: 'account' | 'admin', word: string) =>
      new BrowserSession(tenant, surface).submit('POST', '/session', { email, password: word })
    // The first of all makes what strangers are compared with.
    await signIn('first@example.test', 'account', 'wrong')
    for (const { email, surface } of tries) {
      const work = await hashesDuring(() => signIn(email, surface, 'wrong wrong wrong'))
      assert.equal(work, '1 compared, 0 made', `${email} on ${surface}`)
    }
    for (const email of ['ada@example.test', 'gone@example.test'])
      assert.equal(
        await hashesDuring(() => signIn(email, 'admin', password)),
        '1 compared, 0 made',
        'right password, wrong place'
      )
  })

  test('fields that nobody declared change nothing', async ({ assert }) => {
    const tenant = await createTenant()
    const ada = await apiClientFor(tenant, { as: 'customer' })
    const other = await apiClientFor(tenant, { as: 'customer' })
    const before = await readPerson(ada.userId)
    const more = {
      id: showId('user', other.userId),
      user_id: showId('user', other.userId),
      tenant_id: newId(),
      customer_id: showId('customer', other.customerId),
      email: 'eve@example.test',
      email_verified_at: null,
      password_hash: '!',
      disabled_at: '2026-01-01T00:00:00Z',
      roles: ['owner'],
      permissions: [],
      abilities: ['staff:settings:write'],
    }
    for (const [name, value] of Object.entries(more)) {
      const refused = await ada.patch('/me', { name: 'Ada King', [name]: value })
      assert.deepEqual([refused.status, refused.body.errors[0].field], [422, name])
    }
    assert.deepEqual(await readPerson(ada.userId), before)
    const mine = { name: 'Mine', abilities: ['account:read'] }
    assert.equal((await ada.post('/api-tokens', { ...mine, user_id: more.user_id })).status, 422)
    // What would change every object never comes as far.
    for (const polluting of [
      '"__proto__": {"isAdmin": true}',
      '"constructor": {"prototype": {"isAdmin": true}}',
    ]) {
      const { status } = await ada.send('PATCH', '/me', { rawBody: `{"name": "Ada Lovelace", ${polluting}}` })
      assert.equal(status, 422)
    }
    assert.equal((await ada.post('/api-tokens', mine)).status, 201)
    const owner = await as(tenant, () =>
      inReadTransaction(() =>
        db
          .selectFrom('api_tokens')
          .select(['user_id', 'customer_id'])
          .where('name', '=', 'Mine')
          .executeTakeFirstOrThrow()
      )
    )
    assert.deepEqual(owner, { user_id: ada.userId, customer_id: ada.customerId })
    assert.notProperty({}, 'isAdmin')

    function readPerson(id: string) {
      return as(tenant, () =>
        inReadTransaction(() =>
          db.selectFrom('users').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
        )
      )
    }
  })

  test('what belongs to others is answered word for word as what was never there', async ({ assert }) => {
    const tenant = await createTenant()
    const ada = await apiClientFor(tenant, { as: 'customer' })
    const eve = await apiClientFor(tenant, { as: 'customer' })
    const elsewhere = await apiClientFor(await createTenant(), { as: 'staff' })
    const made = await ada.post('/api-tokens', { name: 'Mine', abilities: ['account:read'] })
    const told = async (client: typeof ada, method: string, path: string) => {
      const { status, body } = await client.send(method, path, {})
      return { status, ...body, request_id: null }
    }
    const never = showId('apiToken', newId())
    assert.deepEqual(
      await told(eve, 'DELETE', `/api-tokens/${made.body.id}`),
      await told(eve, 'DELETE', `/api-tokens/${never}`)
    )
    const customer = showId('customer', ada.customerId)
    const nobody = showId('customer', newId())
    assert.deepEqual(
      await told(elsewhere, 'GET', `/customers/${customer}`),
      await told(elsewhere, 'GET', `/customers/${nobody}`)
    )
    assert.equal((await told(elsewhere, 'GET', `/customers/${customer}`)).status, 404)
  })
})
