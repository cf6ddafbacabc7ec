import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import type { Tenant } from '#app/shared/database/context'
import { db } from '#app/shared/database/db'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { EventLog } from '#app/shared/events/event_log'
import { fact } from '#app/shared/events/event'
import { newId } from '#app/shared/ids'
import { clockMoved } from '#app/tenancy/events'
import { SealAuditLog } from '#app/reporting/actions/seal_audit_log'
import { ShipAuditLog } from '#app/reporting/actions/ship_audit_log'
import { handOver } from '#app/reporting/drivers/audit_collector/driver'
import { verifyAuditLog } from '#app/reporting/queries/verify_audit_log'
import * as auditSettings from '#app/reporting/records/audit_settings'
import type { Json } from '#tests/support/openapi'
import { as, createTenant } from '#tests/support/tenants'

/** A system that keeps what it is told, or says no. */
async function openCollector() {
  const state = { answers: [] as number[], requests: [] as { key: string; token: string; lines: Json[] }[] }
  const server = createServer(async (request, response) => {
    const body = await text(request)
    state.requests.push({
      key: String(request.headers['idempotency-key']),
      token: String(request.headers.authorization),
      lines: body.trimEnd().split('\n').map((line) => JSON.parse(line)), // prettier-ignore
    })
    response.writeHead(state.answers.shift() ?? 204).end()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const collector = { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, token: 'collector' }
  return { state, server, collector }
}

async function record(tenant: Tenant, names: string[]): Promise<void> {
  const facts = names.map((name) =>
    fact(clockMoved, { kind: 'tenant', id: tenant.id }, { data: { fromAt: name, toAt: 'later' } })
  )
  await as(tenant, () => new EventLog().record(facts))
  const seal = await app.container.make(SealAuditLog)
  await as(tenant, () => seal.execute({ atOnce: true }))
}

test.group('The audit log elsewhere', () => {
  test('comes in order with its chain, at least once, and waits while nobody takes it', async ({
    assert,
    cleanup,
  }) => {
    const tenant = await createTenant()
    const { state, server, collector } = await openCollector()
    cleanup(() => void server.close())
    const ship = await app.container.make(ShipAuditLog)
    const send = () => as(tenant, () => ship.execute(collector))
    await record(tenant, ['a', 'b'])
    await record(tenant, ['c'])
    // The second is not taken, and a third waits behind it.
    state.answers = [204, 503]
    await record(tenant, ['d'])
    assert.equal(await send(), 1)
    const failed = await as(tenant, () => inReadTransaction(() => auditSettings.findShipment()))
    assert.deepInclude(failed, { number: 1n, failures: 1, error: 'It answered 503.' })
    assert.equal(await send(), 0, 'not again at once')
    assert.lengthOf(state.requests, 2)
    await as(tenant, () => retryNow())
    assert.equal(await send(), 2)
    assert.equal(await send(), 0)

    const keys = state.requests.map(({ key }) => key.split(':')[1])
    assert.deepEqual(keys, ['1', '2', '2', '3'])
    assert.equal(state.requests[0]!.token, 'Bearer collector')
    const taken = [state.requests[0]!, state.requests[2]!, state.requests[3]!]
    const names = taken.flatMap(({ lines }) => lines.slice(0, -1).map((line) => line.data.fromAt))
    assert.deepEqual(names, ['a', 'b', 'c', 'd'])
    const seals = taken.map(({ lines }) => lines.at(-1))
    assert.deepEqual(seals.slice(1).map(({ previous }) => previous), seals.slice(0, -1).map(({ hash }) => hash)) // prettier-ignore
    // What lies there proves what lies here.
    const head = `3:${seals.at(-1)!.hash}`
    assert.deepEqual((await as(tenant, () => verifyAuditLog(head))).findings, [])
  })

  test('says of a collector that is not reached nothing that others may not know', async ({ assert }) => {
    const said = async (url: string) => {
      const handed = await handOver({ url, token: 'secret-token' }, { lines: [{}], key: newId() })
      return handed.ok ? 'taken' : handed.error
    }
    assert.equal(await said('http://us:pass-word@127.0.0.1:4443/'), 'It could not be reached.')
    assert.match(await said('http://inner.invalid:4443/'), /^It could not be reached \([A-Z_]+\)\.$/)
  })
})

/** As if the pause after a failure were over. */
function retryNow(): Promise<unknown> {
  return inTransaction(() => db.updateTable('audit_settings').set({ ship_failures: 0 }).execute())
}
