import type pg from 'pg'
import { asOwner } from './owner.js'

/** A worker looks after every tenant and takes every job: what earlier measurements left must not be done while another is measured. */
export function settleOthers(): Promise<void> {
  return asOwner(async (client) => {
    const { rows } = await client.query<{ id: string }>('select id from platform.tenants')
    for (const { id } of rows) await settle(client, id)
    await client.query(`delete from pgboss.job where state < 'active'`)
  })
}

async function settle(client: pg.Client, tenantId: string): Promise<void> {
  await client.query(`select set_config('app.tenant', $1, false)`, [tenantId])
  await client.query('update subscriptions set invoice_on = null where invoice_on is not null')
  await client.query('delete from reaction_deliveries')
  await client.query(`update webhook_inbox set status = 'ignored' where status = 'pending'`)
}
