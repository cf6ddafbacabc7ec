import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import pg from 'pg'
import type { Tenant } from '#app/shared/database/context'
import { actingAs, inReadTransaction } from '#app/shared/database/unit'
import { EventLog } from '#app/shared/events/event_log'
import { fact } from '#app/shared/events/event'
import { newId } from '#app/shared/ids'
import { unseal } from '#app/shared/secrets/keyring'
import { clockMoved } from '#app/tenancy/events'
import { ChangeAuditRetention } from '#app/reporting/actions/change_audit_retention'
import { clearOldFacts } from '#app/reporting/actions/clear_old_facts'
import { SealAuditLog } from '#app/reporting/actions/seal_audit_log'
import { hashSeal, noHash } from '#app/reporting/domain/audit_chain'
import { auditKeyContext } from '#app/reporting/domain/audit_key'
import { listAuditLog } from '#app/reporting/queries/list_audit_log'
import { verifyAuditLog } from '#app/reporting/queries/verify_audit_log'
import * as auditSeals from '#app/reporting/records/audit_seals'
import * as auditSettings from '#app/reporting/records/audit_settings'
import { as, createTenant, freezeClock } from '#tests/support/tenants'

const someone = newId()

async function record(tenant: Tenant, count: number): Promise<void> {
  const facts = Array.from({ length: count }, (_, index) =>
    fact(clockMoved, { kind: 'tenant', id: tenant.id }, { data: { fromAt: `${index}`, toAt: 'later' } })
  )
  const actor = { kind: 'staff' as const, id: someone, ip: '192.0.2.7' }
  await as(tenant, () => actingAs({ actor }, () => new EventLog().record(facts)))
}

const seal = async (tenant: Tenant) => {
  const action = await app.container.make(SealAuditLog)
  return as(tenant, () => action.execute({ atOnce: true }))
}
const faultsOf = async (tenant: Tenant, head?: string) =>
  (await as(tenant, () => verifyAuditLog(head))).findings.map(({ fault }) => fault)

/** Somebody with the keys of the whole database: triggers and separation hold nobody who owns the tables. */
async function tamper(statement: string, values: unknown[]): Promise<void> {
  const owner = new pg.Client({ connectionString: process.env.DATABASE_URL })
  await owner.connect()
  const tables = ['events', 'audit_seals', 'audit_keys']
  try {
    await owner.query('begin')
    for (const table of tables)
      await owner.query(`alter table ${table} disable trigger user, no force row level security`)
    const { rowCount } = await owner.query(statement, values)
    if (rowCount !== 1) throw new Error(`changed ${rowCount} rows`)
    for (const table of tables)
      await owner.query(`alter table ${table} enable trigger user, force row level security`)
    await owner.query('commit')
  } finally {
    await owner.end()
  }
}

const readKey = (tenant: Tenant) =>
  as(tenant, () =>
    inReadTransaction(async () => ({
      sealed: await auditSettings.findKey(),
      head: await auditSettings.findMarkedHead(),
    }))
  )

const second = `(select id from events where tenant_id = $1 order by seq offset 1 limit 1)`

test.group('The chain over the audit log', () => {
  test('grows by what happened, and is sound', async ({ assert }) => {
    const tenant = await createTenant()
    await record(tenant, 3)
    assert.equal(await seal(tenant), 3)
    assert.equal(await seal(tenant), 0)
    await record(tenant, 2)
    assert.equal(await seal(tenant), 2)
    const proof = await as(tenant, () => verifyAuditLog())
    assert.deepInclude(proof, { seals: 2, events: 5, findings: [] })
    assert.deepEqual(await faultsOf(tenant, `2:${proof.head!.hash}`), [])
  })

  test('finds {what}')
    .with([
      {
        what: 'an edited row',
        statement: `update events set data = '{"toAt":"never"}' where id = ${second} and tenant_id = $1`,
        faults: ['changed'],
      },
      {
        what: 'an actor who was exchanged',
        statement: `update events set actor_id = null where id = ${second} and tenant_id = $1`,
        faults: ['changed'],
      },
      {
        what: 'a removed row',
        statement: `delete from events where id = ${second} and tenant_id = $1`,
        faults: ['removed'],
      },
      {
        what: 'an inserted row',
        statement: `insert into events (tenant_id, id, seq, type, subject_kind, subject_id, actor_kind, occurred_at) overriding system value
                    select tenant_id, gen_random_uuid(), seq, type, subject_kind, subject_id, actor_kind, occurred_at from events where id = ${second}`,
        faults: ['inserted'],
      },
      {
        what: 'a removed seal',
        statement: 'delete from audit_seals where tenant_id = $1 and number = 1',
        faults: ['seal_missing', 'seal_changed', 'inserted', 'inserted', 'inserted'],
      },
      {
        what: 'a seal that was made to fit',
        statement: `update audit_seals set entries_digest = sha256('x') where tenant_id = $1 and number = 2`,
        faults: ['seal_changed', 'seal_changed'],
      },
      {
        what: 'a seal that is said to have been set at another time',
        statement: `update audit_seals set sealed_at = sealed_at - interval '1 day' where tenant_id = $1 and number = 1`,
        faults: ['seal_changed'],
      },
      {
        what: 'a seal whose facts are said to be younger, so that they are kept',
        statement: `update audit_seals set last_occurred_at = last_occurred_at + interval '1 year' where tenant_id = $1 and number = 1`,
        faults: ['seal_changed'],
      },
      {
        what: 'a seal that is passed off as one of the older form',
        statement: `update audit_seals set form = 1 where tenant_id = $1 and number = 1`,
        faults: ['seal_changed'],
      },
      {
        what: 'a last seal that was cut off',
        statement: 'delete from audit_seals where tenant_id = $1 and number = 2',
        faults: ['head_missing'],
      },
      {
        what: 'a mark of the end that was set back with it',
        statement: `with cut as (delete from audit_seals where tenant_id = $1 and number = 2)
                    update audit_keys set head_number = 1 where tenant_id = $1`,
        faults: ['head_missing'],
      },
      {
        what: 'facts that lie unsealed for long',
        statement: `with cut as (delete from audit_seals where tenant_id = $1 and number = 2),
                    forgotten as (update audit_keys set head_number = null, head_mark = null where tenant_id = $1)
                    update events set recorded_at = recorded_at - interval '1 hour'
                     where tenant_id = $1 and id = (select id from events where tenant_id = $1 order by seq offset 3 limit 1)`,
        faults: ['unsealed'],
      },
    ]) // prettier-ignore
    .run(async ({ assert }, { statement, faults }) => {
      const tenant = await createTenant()
      await record(tenant, 3)
      await seal(tenant)
      await record(tenant, 2)
      await seal(tenant)
      await tamper(statement, [tenant.id])
      assert.deepEqual(await faultsOf(tenant), faults as never)
    })

  test('seals of the older form stay sound; an end that was set back with its mark is missed by whoever noted it', async ({
    assert,
  }) => {
    const tenant = await createTenant()
    await record(tenant, 1)
    await seal(tenant)
    const before = await readKey(tenant)
    await record(tenant, 1)
    await seal(tenant)
    const { head } = await as(tenant, () => verifyAuditLog())
    const cut = `with cut as (delete from audit_seals where tenant_id = $1 and number = 2)
                 update audit_keys set head_number = $2, head_mark = $3 where tenant_id = $1`
    await tamper(cut, [tenant.id, before.head!.number, before.head!.mark])
    assert.deepEqual(await faultsOf(tenant), [])
    assert.deepEqual(await faultsOf(tenant, `${head!.number}:${head!.hash}`), ['head_missing'])

    const key = Buffer.from(unseal(before.sealed!, auditKeyContext(tenant.id)), 'base64')
    const [first] = await as(tenant, () => inReadTransaction(() => auditSeals.list({ after: 0n, size: 1 })))
    const { number, last_seq: lastSeq, event_count: eventCount, entries_digest: entriesDigest } = first!
    const hash = hashSeal(key, noHash, { number, lastSeq, eventCount, entriesDigest, times: null })
    const older = `with marked as (update audit_keys set head_number = null, head_mark = null where tenant_id = $1)
                   update audit_seals set form = 1, hash = $2 where tenant_id = $1`
    await tamper(older, [tenant.id, hash])
    assert.deepEqual(await faultsOf(tenant), [])
    await record(tenant, 1)
    await seal(tenant)
    assert.deepEqual(await faultsOf(tenant), [])
  })

  test('says from where somebody acted; nobody changes or removes a fact or a seal', async ({ assert }) => {
    const tenant = await createTenant()
    await record(tenant, 1)
    await seal(tenant)
    const { rows } = await as(tenant, () => listAuditLog({ actorId: someone, originIp: '192.0.2.7' }))
    assert.lengthOf(rows, 1)
    assert.deepInclude(rows[0]!, { originIp: '192.0.2.7', actorKind: 'staff' })
    for (const table of ['events', 'audit_seals']) {
      const owner = new pg.Client({ connectionString: process.env.DATABASE_URL })
      await owner.connect()
      await assert.rejects(() => owner.query(`delete from ${table}`), /append-only/)
      await owner.end()
    }
  })

  test('what is older than the tenant keeps goes; the chain stays sound', async ({ assert }) => {
    const tenant = await createTenant({ at: '2026-01-01T00:00:00Z' })
    await record(tenant, 2)
    await seal(tenant)
    await freezeClock(tenant, '2027-03-01T00:00:00Z')
    assert.equal(await as(tenant, clearOldFacts), 0, 'kept for good unless somebody says otherwise')
    const change = await app.container.make(ChangeAuditRetention)
    await as(tenant, () => change.execute(12))
    await seal(tenant)
    assert.equal(await as(tenant, clearOldFacts), 2)
    const proof = await as(tenant, () => verifyAuditLog())
    assert.deepInclude(proof, { seals: 2, events: 3, cleared: 2, findings: [] })
  })
})
