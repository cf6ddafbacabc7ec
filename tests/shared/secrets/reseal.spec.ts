import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { sql } from 'kysely'
import { pool } from '#app/shared/database/pool'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import { staffAbilities } from '#app/shared/http/caller'
import { openKeyring, type SealedSecret, unseal } from '#app/shared/secrets/keyring'
import { countOlder, resealSome, type SealedPlace } from '#app/shared/secrets/reseal'
import { AskForProofOfEmail } from '#app/identity/index'
import { Invite } from '#app/identity/actions/invite'
import { OfferTotp } from '#app/identity/actions/offer_totp'
import { RequestPasswordReset } from '#app/identity/actions/request_password_reset'
import { RotateOauthKeys } from '#app/identity/actions/rotate_oauth_keys'
import { TenantAdapter } from '#app/identity/http/oauth/adapter'
import { SealAuditLog } from '#app/reporting/actions/seal_audit_log'
import { verifyAuditLog } from '#app/reporting/queries/verify_audit_log'
import { sealedPlaces } from '#start/sealed_places'
import { apiClientFor } from '#tests/support/api'
import { connectStripe } from '#tests/support/payments'
import type { Sandbox } from '#tests/support/sandbox'
import { connectPanel } from '#tests/support/provisioning'
import { as, createTenant } from '#tests/support/tenants'

const key = (byte: number) => Buffer.alloc(32, byte).toString('base64')
const old = `test:${key(7)}`
const both = `next:${key(9)},${old}`
const nextOnly = `next:${key(9)}`

const place = (table: string) => sealedPlaces.find((known) => known.table === table)!

/** A tenant with a secret in many places, each put there by the product itself. */
async function scene() {
  const tenant = await createTenant()
  const { userId } = await apiClientFor(tenant, { as: 'staff' })
  const email = `${userId}@example.test`
  await connectStripe(tenant, { url: 'http://127.0.0.1:1' } as Sandbox)
  await connectPanel(tenant, 'http://127.0.0.1:1')
  const make = <T>(action: new (...args: never[]) => T) => app.container.make(action as never) as Promise<T>
  await as(tenant, async () => {
    await (await make(OfferTotp)).execute({ userId, email, issuer: 'Test' })
    await (await make(RequestPasswordReset)).execute({ email })
    await (await make(RotateOauthKeys)).execute({ isAsked: true })
    await (await make(AskForProofOfEmail)).execute(userId)
    const invited = await (
      await make(Invite)
    ).execute({
      email: 'sam@example.test',
      to: { customerId: null, roles: ['read_only'] },
      by: { userId, abilities: new Set(staffAbilities) },
    })
    if (!invited.ok) throw new Error(invited.error.type)
    await new TenantAdapter('AccessToken').upsert('a-token', { accountId: 'x' }, 600)
    await (await make(SealAuditLog)).execute({ atOnce: true })
  })
  return { tenant, userId }
}

/** Every sealed secret of the tenant in a place, opened. */
const openAll = ({ table, column, within, context }: SealedPlace) =>
  inReadTransaction(async () => {
    const at = within ? sql`t.${sql.ref(column)}->${within}::text` : sql`t.${sql.ref(column)}`
    const { rows } = await sql<{ context: string; sealed: SealedSecret }>`
      select ${sql.raw(context)} as context, ${at} as sealed from ${sql.table(table)} t
       where ${at}->>'keyId' is not null`.execute(db)
    return rows.map((row) => unseal(row.sealed, row.context))
  })

test.group('Sealing anew under a newer key', (group) => {
  group.each.teardown(() => openKeyring(old))

  test('every secret opens with the new key alone, and says what it said', async ({ assert }) => {
    const { tenant } = await scene()
    const filled = ['gateways', 'panels', 'totp_factors', 'password_resets', 'invitations', 'oauth_keys', 'oauth_records', 'audit_keys'] // prettier-ignore
    const before = await as(tenant, () => Promise.all(filled.map((table) => openAll(place(table)))))
    for (const [index, secrets] of before.entries()) assert.isNotEmpty(secrets, filled[index])
    openKeyring(both)
    await as(tenant, async () => {
      for (const sealed of sealedPlaces) {
        while ((await resealSome(sealed, 1)) > 0);
        assert.deepEqual(await countOlder(sealed), {}, sealed.table)
      }
    })
    openKeyring(nextOnly)
    const after = await as(tenant, () => Promise.all(filled.map((table) => openAll(place(table)))))
    assert.deepEqual(after, before)
    assert.deepInclude(await as(tenant, () => new TenantAdapter('AccessToken').find('a-token')), {
      accountId: 'x',
    })
    assert.deepEqual((await as(tenant, () => verifyAuditLog(undefined))).findings, [])
  })

  test('waits for nobody: what is held is done by the next call', async ({ assert }) => {
    const { tenant } = await scene()
    openKeyring(both)
    const client = await pool().connect()
    try {
      await client.query('begin')
      await client.query(`select set_config('app.tenant', $1, true)`, [tenant.id])
      await client.query('select id from gateways for update')
      assert.equal(await as(tenant, () => resealSome(place('gateways'), 10)), 0)
      assert.deepEqual(await as(tenant, () => countOlder(place('gateways'))), { test: 1 })
    } finally {
      await client.query('rollback')
      client.release()
    }
    assert.equal(await as(tenant, () => resealSome(place('gateways'), 10)), 1)
    assert.deepEqual(await as(tenant, () => countOlder(place('gateways'))), {})
  })

  test('a secret whose key is gone stops the run and stays as it is', async ({ assert }) => {
    const { tenant } = await scene()
    openKeyring(nextOnly)
    await assert.rejects(() => as(tenant, () => resealSome(place('panels'), 10)), /"test" is missing/)
    assert.deepEqual(await as(tenant, () => countOlder(place('panels'))), { test: 1 })
  })

  test('no column with secrets is left out', async ({ assert }) => {
    const { rows } = await pool().query<{ name: string }>(
      `select table_name || '.' || column_name as name from information_schema.columns
        where table_schema = 'public' and data_type = 'jsonb'
          and (column_name like 'sealed%' or column_name like '%secret%' or column_name like '%credential%')`
    )
    const known = sealedPlaces.map(({ table, column }) => `${table}.${column}`)
    // When each of a gateway's secrets was set.
    const harmless = ['gateways.secrets_set_at']
    assert.deepEqual(
      rows.map(({ name }) => name).filter((name) => !known.includes(name) && !harmless.includes(name)),
      []
    )
  })
})
