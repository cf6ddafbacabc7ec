import type { Assert } from '@japa/assert'
import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { showId } from '#app/shared/ids'
import { checkLedger } from '#app/ledger/index'
import { serversOn } from '#tests/provisioning/support'
import { moneyInBooks, moneyOutside } from '#tests/journeys/outside_money'
import { findSecrets } from '#tests/journeys/secrets'
import type { World } from '#tests/journeys/world'

/** What a story must leave behind, whatever happened in it: clean books, and an outside world that agrees about money and servers. */
export async function audit(world: World, assert: Assert): Promise<void> {
  const report = await world.read(() => checkLedger())
  assert.deepEqual(report.differences, [], 'bin/ace ledger:check')
  await auditMoney(world, assert)
  await auditServers(world, assert)
  await auditWork(world, assert)
  assert.deepEqual(await findSecrets(world), {}, 'secrets that stand in the database')
}

async function auditMoney(world: World, assert: Assert): Promise<void> {
  const [ours, theirs] = [await moneyInBooks(world), await moneyOutside(world.sandbox)]
  assert.deepEqual(ours, theirs, 'money taken at every gateway and at the bank: our books and theirs')
  const { totals } = await world.sandbox.state<{ totals: Record<string, { held: number }> }>('stripe')
  const open = await world.read(() =>
    db.selectFrom('payments').select('id').where('status', 'in', ['authorised', 'unknown']).execute()
  )
  const held = Object.values(totals).reduce((sum, total) => sum + total.held, 0)
  if (open.length === 0) assert.equal(held, 0, 'nothing stays authorised at the gateway')
}

async function auditServers(world: World, assert: Assert): Promise<void> {
  const standing = [...(await serversOn(world.sandbox, 'fra')), ...(await serversOn(world.sandbox, 'nyc'))]
  const services = await world.read(() =>
    db
      .selectFrom('services')
      .select(['id', 'status'])
      .where('status', 'in', ['active', 'suspended'])
      .execute()
  )
  const ours = services.map(({ id, status }) => ({
    name: showId('service', id),
    suspended: status === 'suspended',
  }))
  assert.sameDeepMembers(
    standing.map(({ name, suspended }) => ({ name, suspended })),
    ours,
    'what runs and what we bill'
  )
}

async function auditWork(world: World, assert: Assert): Promise<void> {
  const stuck = await world.read(async () => ({
    reactions: await db
      .selectFrom('reaction_deliveries')
      .select(['reaction', 'last_error'])
      .where('status', '<>', 'done')
      .execute(),
    webhooks: await db
      .selectFrom('webhook_inbox')
      .select(['type', 'last_error'])
      .where('status', 'in', ['pending', 'dead'])
      .execute(),
    holds: await db.selectFrom('capacity_holds').select('id').where('status', '=', 'held').execute(),
  }))
  assert.deepEqual(stuck, { reactions: [], webhooks: [], holds: [] })
  const twice = await world.read(() =>
    sql<object>`select subject_id, kind, step from messages group by 1, 2, 3, recipient having count(*) > 1`.execute(
      db
    )
  )
  assert.deepEqual(twice.rows, [])
}
